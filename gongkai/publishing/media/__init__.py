"""New-media accounts (政务新媒体) and what was posted there, each post saying which item it repeats, if any.

条例 (2019) art. 23 names new media as a channel of publication; the national counting rule counts the same information once whatever
the channels, so a post that repeats an item adds nothing to the year's total and an original post adds one. Start with ``models.Post``.
"""
