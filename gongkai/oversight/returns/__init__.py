"""What the superior asks for and is sent: half-yearly and yearly figures with their situation report (统计报送, 情况报告), and the yearly
work table of the website (政府网站工作年度报表, 国办函〔2018〕12号).

A return is begun with what was asked: by whom, for which period, in which form, by when. Its numbers are the same figures the annual
report prints, of another period (``queries.forms``, ``queries.figures``); submitting keeps them with the files that are made of them
(``queries.documents``), the head approves what was kept, at the desk or on paper, and exactly that is sent. Start with ``workflow``.
"""
