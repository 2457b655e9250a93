"""征求意见: a draft shown to the public with its background and its term, what people said of it, what was adopted and why.

重大行政决策程序暂行条例 arts 15 and 32, 国有土地上房屋征收与补偿条例 arts 10 and 11: at least thirty days, shorter only for a reason,
and the result is published. Opening and closing happen by themselves at midnight (``tasks``). Comments come through the citizens' door
(``views.public``) or are entered by staff; who wrote them is seen by the unit alone and can be erased, and no page, log or index ever
holds it. Start with ``workflow``, then ``actions``.
"""
