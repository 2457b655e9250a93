"""Notices of public resources (公共资源): tenders, procurement, land, housing, property, each the side of an information item.

The item carries the text, the review and the publication; what stands here is the field, the stage and the project, so that a tender and
its award find each other (国办发〔2017〕97号) and the year's report can count them. Start with ``models.Notice``.
"""
