"""A real office. It refuses to start where a setting would be unsafe, and says which."""

import base64
import os

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .base import GONGKAI_DATA_KEYS

DEBUG = False
SECRET_KEY = os.environ.get("GONGKAI_SECRET_KEY", "")
ALLOWED_HOSTS = [host for host in os.environ.get("GONGKAI_HOSTS", "").split(",") if host]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("拒绝启动：请把 GONGKAI_SECRET_KEY 设为至少 50 个字符的随机串。")
if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("拒绝启动：请在 GONGKAI_HOSTS 中列出本站的域名，不得使用通配符。")


def _is_key(text: str) -> bool:
    try:
        return len(base64.urlsafe_b64decode(text)) == 32
    except ValueError:
        return False


if not GONGKAI_DATA_KEYS or not all(map(_is_key, GONGKAI_DATA_KEYS)):
    raise ImproperlyConfigured(
        "拒绝启动：请在 GONGKAI_DATA_KEYS（或 GONGKAI_DATA_KEY_FILE 所指的文件）中给出个人信息的密钥，"
        "每个是 32 字节随机数的 base64（URL 安全）写法，新的在前。"
    )
