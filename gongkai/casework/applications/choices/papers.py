"""Papers of a case that name its applicant, and go when what is known of the applicant is destroyed."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PaperKind(TextChoices):
    """What a destroyed file was."""

    AUTHORISATION = "authorisation", _("授权委托书")
    ENCLOSURE = "enclosure", _("随附文件")
    APPROVAL = "approval", _("纸质审批扫描件")
    PROOF = "proof", _("送达凭证")
    SEARCH = "search", _("检索截图")
