"""What every installation shares. Everything an operator may choose is an environment variable that starts with GONGKAI_."""

import os
import re
from importlib.util import find_spec
from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent.parent
# All that this installation keeps: the ledger, uploaded files, the baked tree, the static files.
HOME = Path(os.environ.get("GONGKAI_HOME", BASE_DIR / "var")).resolve()

INSTALLED_APPS = [
    "gongkai.interfaces.commands",
    "gongkai.interfaces.portal",
    "gongkai.interfaces.desk",
    "gongkai.interfaces.exchange",
    "gongkai.interfaces.api",
    "ninja",
    "gongkai.oversight.annual_report",
    "gongkai.oversight.returns",
    "gongkai.oversight.statistics",
    "gongkai.casework.work_orders",
    "gongkai.casework.applications",
    "gongkai.publishing.delivery",
    "gongkai.publishing.obligations",
    "gongkai.publishing.public_resources",
    "gongkai.publishing.media",
    "gongkai.publishing.consultations",
    "gongkai.publishing.disclosure",
    "gongkai.publishing.transparency_log",
    "gongkai.publishing.catalogue",
    "gongkai.base.organisations",
    "gongkai.base.calendars",
    "gongkai.base.accounts",
    "gongkai.base.files",
    "gongkai.base.doors",
    "gongkai.base.messages",
    "gongkai.base.audit",
    "gongkai.base.core",
    "wagtail.users",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "gongkai.interfaces.portal.views.public.legible",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "config.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
    {
        # The citizens' doors, in the look of the baked pages: render(…, using="jinja2").
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "OPTIONS": {
            "environment": "gongkai.interfaces.portal.rendering.environment",
            "context_processors": ["gongkai.interfaces.portal.rendering.of_request"],
        },
    },
]
CSRF_FAILURE_VIEW = "gongkai.interfaces.portal.views.public.not_ours"

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("GONGKAI_DATABASE_URL", f"sqlite:///{HOME / 'ledger.sqlite3'}"), conn_max_age=600
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # With DEFERRED transactions two writers get "database is locked" instead of a refusal.
    DATABASES["default"]["CONN_MAX_AGE"] = None
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
            " PRAGMA temp_store=MEMORY; PRAGMA cache_size=-20000; PRAGMA mmap_size=134217728"
        ),
    }
else:
    # A page's questions are many conditions over few rows: compiling them takes longer than asking them.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True
LOCALE_PATHS = [BASE_DIR / "gongkai" / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
# The admin's style sheet names a picture of the images app, which is not installed: its files come along, its models do not.
_wagtail = find_spec("wagtail")
STATICFILES_DIRS = [Path(_wagtail.origin).parent / "images" / "static"] if _wagtail and _wagtail.origin else []
MEDIA_ROOT = HOME / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}

WAGTAIL_SITE_NAME = "公开"
WAGTAILADMIN_BASE_URL = os.environ.get("GONGKAI_ADDRESS", f"http://127.0.0.1:{os.environ.get('PORT', '8000')}")
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILADMIN_PERMITTED_LANGUAGES = [("zh-hans", "简体中文")]
WAGTAIL_CONTENT_LANGUAGES = [("zh-hans", "简体中文")]
WAGTAIL_I18N_ENABLED = False
WAGTAIL_WORKFLOW_ENABLED = False
WAGTAILADMIN_COMMENTS_ENABLED = False
# A file past the limit is refused while it arrives, before it has filled a disk.
FILE_UPLOAD_HANDLERS = [
    "gongkai.interfaces.desk.forms.WithinLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
LOGIN_URL = "wagtailadmin_login"

# The baked portal, or none: for an office that publishes on somebody else's platform (docs/handbook/delivery.md). Without it nothing is
# baked and nothing served but one page that says where the information is, in a tree of its own.
_portal = os.environ.get("GONGKAI_PORTAL", "on")
if _portal not in ("on", "off"):
    raise ImproperlyConfigured("拒绝启动：GONGKAI_PORTAL 只能是 on 或 off。")
GONGKAI_PORTAL = _portal == "on"
GONGKAI_PORTAL_ROOT = HOME / "public"
GONGKAI_PUBLIC_ROOT = GONGKAI_PORTAL_ROOT if GONGKAI_PORTAL else HOME / "notice"
# Our own address as far as the operator has said it.
GONGKAI_ADDRESS = os.environ.get("GONGKAI_ADDRESS", "")
# Platforms: their tokens, each by the platform's code (GONGKAI_DELIVERY_TOKEN_PROVINCE), and the hosts of inner networks that may be asked.
GONGKAI_DELIVERY_TOKENS = {
    name.removeprefix("GONGKAI_DELIVERY_TOKEN_"): value.strip()
    for name, value in os.environ.items()
    if name.startswith("GONGKAI_DELIVERY_TOKEN_")
}
GONGKAI_DELIVERY_INNER_HOSTS = [
    host for host in os.environ.get("GONGKAI_DELIVERY_INNER_HOSTS", "").replace(" ", "").split(",") if host
]
GONGKAI_SITE_NAME = os.environ.get("GONGKAI_SITE_NAME", "政府信息公开")
# From how many percent of a paragraph that stands in last year's report, or in another unit's, the writer of a report is told so.
GONGKAI_SIMILARITY_LAST_YEAR = int(os.environ.get("GONGKAI_SIMILARITY_LAST_YEAR", 80))
GONGKAI_SIMILARITY_OTHERS = int(os.environ.get("GONGKAI_SIMILARITY_OTHERS", 60))
# What every page says of the site at its foot, each an environment variable: GONGKAI_SITE_CODE (网站标识码), GONGKAI_SITE_ICP …
GONGKAI_SITE = {
    name: os.environ.get(f"GONGKAI_SITE_{name.upper()}", "").strip()
    for name in (
        *("sponsor", "office", "code", "icp", "police", "report_error"),
        *("phone", "fax", "email", "address", "postcode", "hours"),
    )
}
# What opens the columns in which people are known (docs/handbook/keys.md): newest first, separated by commas, or one a line in a file.
_key_file = os.environ.get("GONGKAI_DATA_KEY_FILE", "")
GONGKAI_DATA_KEYS = [
    key
    for key in (
        Path(_key_file).read_text().split() if _key_file else os.environ.get("GONGKAI_DATA_KEYS", "").split(",")
    )
    if key
]
# The largest file that may be attached, in bytes.
GONGKAI_ATTACHMENT_LIMIT = int(os.environ.get("GONGKAI_ATTACHMENT_LIMIT", 50 * 1024 * 1024))
# The virus scanner every file handed in is shown to (docs/handbook/files.md): tcp://host:port or unix:///path of a clamd; none when empty.
GONGKAI_CLAMD = os.environ.get("GONGKAI_CLAMD", "").strip()
if GONGKAI_CLAMD and not re.fullmatch(r"tcp://\S+:\d{1,5}|unix:///\S+", GONGKAI_CLAMD):
    raise ImproperlyConfigured(
        "拒绝启动：GONGKAI_CLAMD 应当形如 tcp://127.0.0.1:3310 或者 unix:///run/clamav/clamd.ctl。"
    )
# Seconds it may be silent.
GONGKAI_CLAMD_SECONDS = float(os.environ.get("GONGKAI_CLAMD_SECONDS", 60))
# What the process that opens a file handed in may use (docs/handbook/files.md): bytes of memory, seconds of CPU, bytes unpacked in all,
# characters of text kept, pixels of a picture.
GONGKAI_EXAMINATION_LIMITS = {
    "memory": int(os.environ.get("GONGKAI_EXAMINATION_MEMORY", 1024 * 1024 * 1024)),
    "seconds": int(os.environ.get("GONGKAI_EXAMINATION_SECONDS", 20)),
    "unpacked": int(os.environ.get("GONGKAI_UNPACKED_LIMIT", 512 * 1024 * 1024)),
    "characters": int(os.environ.get("GONGKAI_TEXT_LIMIT", 2_000_000)),
    "pixels": int(os.environ.get("GONGKAI_PIXEL_LIMIT", 200_000_000)),
}
# Redaction of PDF files: seconds of CPU one step of it may take, the most pages, and bytes of what is made (docs/handbook/redaction.md).
GONGKAI_REDACTION_SECONDS = int(os.environ.get("GONGKAI_REDACTION_SECONDS", 120))
GONGKAI_REDACTION_PAGES = min(int(os.environ.get("GONGKAI_REDACTION_PAGES", 1000)), 1000)
GONGKAI_REDACTION_LARGEST = int(os.environ.get("GONGKAI_REDACTION_LARGEST", 512 * 1024 * 1024))
# How many months what is withheld may rest before it is assessed again: 条例 (2019) art. 18 says "periodically" and no number.
GONGKAI_REASSESSMENT_MONTHS = int(os.environ.get("GONGKAI_REASSESSMENT_MONTHS", 12))
# Months after which a disclosure guide nobody has touched is on the desk's list (条例 art. 53(2)); no law says how many.
GONGKAI_GUIDE_MONTHS = int(os.environ.get("GONGKAI_GUIDE_MONTHS", 12))
# Working days within which a public policy is explained, and what they are counted from: "published" or "issued" (its formed date).
GONGKAI_INTERPRETATION_DAYS = int(os.environ.get("GONGKAI_INTERPRETATION_DAYS", 3))
GONGKAI_INTERPRETATION_START = os.environ.get("GONGKAI_INTERPRETATION_START", "published")
# Annual reports: where an operator's own forms lie, a file each, and the names of the forms preferred where a year has several.
GONGKAI_REPORT_FORMS_FOLDER = Path(os.environ.get("GONGKAI_REPORT_FORMS_FOLDER", HOME / "report-forms"))
GONGKAI_REPORT_FORMS = os.environ.get("GONGKAI_REPORT_FORMS", "").replace(",", " ").split()
# Search: where the index lies, the address of an OpenSearch service to be used instead (empty: the index inside the process), and a file
# of words, one a line, that the general dictionary does not know.
GONGKAI_SEARCH_ROOT = HOME / "search"
GONGKAI_SEARCH_ENGINE = os.environ.get("GONGKAI_SEARCH_ENGINE", "")
GONGKAI_SEARCH_DICTIONARY = os.environ.get("GONGKAI_SEARCH_DICTIONARY", "")
# Consultations: the fewest calendar days of a term unless a reason is stated (重大行政决策程序暂行条例 art. 15), and the
# days after it within which the house publishes the result (no text says a number).
GONGKAI_CONSULTATION_DAYS = int(os.environ.get("GONGKAI_CONSULTATION_DAYS", 30))
GONGKAI_CONSULTATION_RESULT_DAYS = int(os.environ.get("GONGKAI_CONSULTATION_RESULT_DAYS", 30))
# Months after the last day of a consultation for which names and contacts of those who commented are kept; then they are cleared.
GONGKAI_CONTACT_MONTHS = int(os.environ.get("GONGKAI_CONTACT_MONTHS", 12))
# What the public may hand in with one comment: how many files, and how many bytes each.
GONGKAI_COMMENT_FILES = int(os.environ.get("GONGKAI_COMMENT_FILES", 3))
GONGKAI_COMMENT_FILE_LIMIT = int(os.environ.get("GONGKAI_COMMENT_FILE_LIMIT", 10 * 1024 * 1024))
# The citizens' doors: how often one address may send one form within so many minutes, and whose word about addresses is taken (networks of
# our own proxies; this machine by default, as nginx.conf has it).
GONGKAI_DOOR_LIMIT = int(os.environ.get("GONGKAI_DOOR_LIMIT", 10))
GONGKAI_DOOR_MINUTES = int(os.environ.get("GONGKAI_DOOR_MINUTES", 60))
GONGKAI_TRUSTED_PROXIES = os.environ.get("GONGKAI_TRUSTED_PROXIES", "127.0.0.0/8,::1/128").split(",")
# Applications: days to pay a 信息处理费 and whether they are working days (国办函〔2020〕109号 art. 6, elsewhere in some provinces);
# whether the withheld part of a partial disclosure must go to reconsideration first (no text says); working days a unit has for its part
# (the house's order of work); years a case is kept before what is known of its applicant may be destroyed.
GONGKAI_PAYMENT_DAYS = int(os.environ.get("GONGKAI_PAYMENT_DAYS", 30))
GONGKAI_PAYMENT_IN_WORKING_DAYS = os.environ.get("GONGKAI_PAYMENT_IN_WORKING_DAYS", "") == "1"
GONGKAI_PARTIAL_RECONSIDERED_FIRST = os.environ.get("GONGKAI_PARTIAL_RECONSIDERED_FIRST", "") == "1"
GONGKAI_PART_DAYS = int(os.environ.get("GONGKAI_PART_DAYS", 5))
# Messages (docs/handbook/chasing.md): who mail comes from and the server that takes it; the HTTP gateway for short messages. Empty: off.
# Whether applicants are told by message that their case went on; days after which what could not be sent is given up.
GONGKAI_MAIL_FROM = os.environ.get("GONGKAI_MAIL_FROM", "")
EMAIL_HOST = os.environ.get("GONGKAI_MAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("GONGKAI_MAIL_PORT", 25))
EMAIL_HOST_USER = os.environ.get("GONGKAI_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("GONGKAI_MAIL_PASSWORD", "")
EMAIL_USE_SSL = os.environ.get("GONGKAI_MAIL_TLS", "") == "ssl"
EMAIL_USE_TLS = os.environ.get("GONGKAI_MAIL_TLS", "") == "starttls"
EMAIL_TIMEOUT = 20
GONGKAI_SMS_ADDRESS = os.environ.get("GONGKAI_SMS_ADDRESS", "")
GONGKAI_SMS_TOKEN = os.environ.get("GONGKAI_SMS_TOKEN", "")
GONGKAI_NOTIFY_APPLICANTS = os.environ.get("GONGKAI_NOTIFY_APPLICANTS", "") == "1"
GONGKAI_MESSAGE_DAYS = int(os.environ.get("GONGKAI_MESSAGE_DAYS", 3))
# Working days within which the house deals with a request to correct one's own record: 条例 (2019) art. 41 sets none.
GONGKAI_CORRECTION_DAYS = int(os.environ.get("GONGKAI_CORRECTION_DAYS", 20))
# Working days left at which a limit is chased, and at which that goes higher (docs/handbook/chasing.md).
GONGKAI_CHASE_DAYS = int(os.environ.get("GONGKAI_CHASE_DAYS", 3))
GONGKAI_ESCALATE_DAYS = int(os.environ.get("GONGKAI_ESCALATE_DAYS", 1))
# Days a file that no record refers to waits for the act it came with to be tried again; then the worker destroys it.
GONGKAI_UNUSED_FILE_DAYS = int(os.environ.get("GONGKAI_UNUSED_FILE_DAYS", 7))
GONGKAI_RETENTION_YEARS = int(os.environ.get("GONGKAI_RETENTION_YEARS", 10))
# The citizens' door of applications: files with one application or amendment and bytes each; days a draft is kept that its writer asked
# to come back to, and hours any other is (then the worker erases it).
GONGKAI_ENCLOSURES = int(os.environ.get("GONGKAI_ENCLOSURES", 5))
GONGKAI_ENCLOSURE_LIMIT = int(os.environ.get("GONGKAI_ENCLOSURE_LIMIT", 10 * 1024 * 1024))
GONGKAI_DRAFT_DAYS = int(os.environ.get("GONGKAI_DRAFT_DAYS", 15))
GONGKAI_DRAFT_HOURS = int(os.environ.get("GONGKAI_DRAFT_HOURS", 2))
