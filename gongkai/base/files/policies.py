"""What is refused at the door."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.core.files.base import File
from django.utils.translation import gettext as _

from gongkai.base.core.errors import NotAllowed, Refused

from .child import Examined, Refusal, examine
from .choices import ACCEPTED, OLE, UTF16
from .queries import bare_name, suffix_of
from .viruses import check_clean

HEAD = 2048
#: Formats whose encrypted form begins like an old one: that is told apart when the file is opened.
_PACKAGES = (".docx", ".xlsx")


@dataclass(frozen=True)
class Accepted:
    """A file that may be kept: examined, cleaned, and what there is to say about it. Close it when it is not kept."""

    name: str
    media_type: str
    examined: Examined

    def close(self) -> None:
        self.examined.close()


def check_acceptable(*, name: str, size: int, head: bytes) -> str:
    """The media type of an acceptable file; ``head`` is its first bytes. Refused when too large, empty, or not what its name says."""
    suffix = suffix_of(name)
    if suffix not in ACCEPTED:
        raise Refused(
            _("不接受“%(suffix)s”类型的文件“%(name)s”，可上传：%(accepted)s。")
            % {"suffix": suffix or _("无扩展名"), "name": name, "accepted": "、".join(sorted(ACCEPTED))}
        )
    limit: int = settings.GONGKAI_ATTACHMENT_LIMIT
    if size > limit:
        raise Refused(
            _("文件“%(name)s”有 %(size).0f MB，超过 %(limit).0f MB 的上限，未保存；其他内容未受影响。")
            % {"name": name, "size": size / 1024**2, "limit": limit / 1024**2}
        )
    if size == 0:
        raise Refused(_("文件“%(name)s”是空的，未保存。") % {"name": name})
    media_type, beginnings = ACCEPTED[suffix]
    if beginnings and not head.startswith(beginnings) and not (suffix in _PACKAGES and head.startswith(OLE)):
        raise Refused(_("文件“%(name)s”的内容与扩展名不符，未保存。") % {"name": name})
    if not beginnings and b"\0" in head and not head.startswith(UTF16):
        raise Refused(_("文件“%(name)s”不是文本文件，未保存。") % {"name": name})
    return media_type


def accepted(upload: File[bytes], *, name: str) -> Accepted:
    """Look a file over, inside too, and clean it. Refused with everything that stands against it; nothing is stored.

    Takes a tenth of a second, for a hostile file up to the limit: call it before a transaction begins where that is possible, and hand the
    result to ``actions.keep``.
    """
    name = bare_name(name)
    upload.seek(0)
    media_type = check_acceptable(name=name, size=upload.size, head=upload.read(HEAD))
    check_clean(upload, name=name)  # as it came: cleaning may take out what is recognised
    found = examine(upload, suffix=suffix_of(name))
    if isinstance(found, Refusal):
        raise Refused(_("文件“%(name)s”%(clause)s，未保存。") % {"name": name, "clause": found.clause})
    if found.objections:
        found.close()
        raise Refused(_("文件“%(name)s”未保存：%(why)s。") % {"name": name, "why": "；".join(found.objections)})
    return Accepted(name, media_type, found)


def check_can_reseal(user: AbstractBaseUser) -> None:
    """Keys are changed by whoever administers the installation, at the machine: ``gongkai reseal``."""
    if not (isinstance(user, PermissionsMixin) and user.has_perm("files.change_storedfile")):
        raise NotAllowed(_("您没有更换文件密钥的权限。"))
