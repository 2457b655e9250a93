from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gongkai.base.audit.choices import declare


class Platform(TextChoices):
    """Where an account stands: the two rows of the 2018 report's table one."""

    WEIBO = "weibo", _("政务微博")
    WECHAT = "wechat", _("政务微信")


MEDIA_ACCOUNT_OPENED = declare("media_account.opened", _("{by}登记了新媒体账号{object}"))
POST_PUBLISHED = declare("media_post.published", _("{by}登记了新媒体发布{object}"))
POST_REMOVED = declare("media_post.removed", _("{by}删除了新媒体发布{object}：{reason}"))
