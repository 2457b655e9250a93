from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gongkai.base.audit.choices import declare

FILE_KEPT = declare("file.kept", _("{by}上传了文件{object}"))
FILE_UNSEALED = declare("file.unsealed", _("文件{object}用于公开，{by}的操作使其不再加密保存"))
FILE_RESEALED = declare("file.resealed", _("{by}更换了文件{object}所用的密钥"))
#: What is said of the text of a file that is kept as ciphertext.
SEALED = "属于案卷，加密保存，不提取文字"
FILE_DESTROYED = declare("file.destroyed", _("{by}清除了文件{object}"))


class TextState(TextChoices):
    """What became of the text of a file."""

    DONE = "done", _("已提取")
    NO_TEXT = "no_text", _("没有可检索的文字")
    FAILED = "failed", _("未能全部提取")


ZIP, OLE, PDF = (b"PK\x03\x04",), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",), (b"%PDF-",)
UTF16 = (b"\xff\xfe", b"\xfe\xff")

#: What may be attached: suffix → (media type, first bytes the content must begin with; empty for plain text).
ACCEPTED: dict[str, tuple[str, tuple[bytes, ...]]] = {
    ".pdf": ("application/pdf", PDF),
    ".ofd": ("application/ofd", ZIP),
    ".docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ZIP),
    ".xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ZIP),
    ".doc": ("application/msword", OLE),
    ".xls": ("application/vnd.ms-excel", OLE),
    ".wps": ("application/vnd.ms-works", OLE),
    ".png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    ".jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".zip": ("application/zip", ZIP),
    ".csv": ("text/csv", ()),
    ".txt": ("text/plain", ()),
}
