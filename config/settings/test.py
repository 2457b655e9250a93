"""The test suite: SQLite by default, PostgreSQL when GONGKAI_DATABASE_URL names it."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("GONGKAI_HOME", tempfile.mkdtemp(prefix="gongkai-test-"))

from .base import *  # noqa: F403
from .base import DATABASES, HOME

DEBUG = False
SECRET_KEY = "only-for-tests-never-served-to-anyone-0123456789"  # noqa: S105
GONGKAI_DATA_KEYS = ["b25seS1mb3ItdGVzdHMtMDEyMzQ1Njc4OWFiY2RlZmc="]
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATABASES["default"]["CONN_MAX_AGE"] = 0
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: the second writer and the killed process of a fault test are real.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(HOME) / "test.sqlite3")}
