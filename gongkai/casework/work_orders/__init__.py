"""Citizen requests (诉求) from the 12345 hotline and the portal's message board, as work orders with a limit and a rating.

国办发〔2020〕53号 names the categories and the flow (受理、办理、反馈回访、办结); limits are local and given at receipt, in working
days. Start with ``models.WorkOrder`` and ``actions.receive``.
"""
