"""Settings of the tests: a real PostgreSQL, mail and files kept aside, nothing relaxed that users would meet."""

import os
import tempfile

os.environ.setdefault("SECRET_KEY", "test-only-not-a-secret")
os.environ.setdefault("DATABASE_URL", "postgresql://lienthong@127.0.0.1:5432/lienthong")
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="lienthong-test-"))
os.environ.setdefault("BANK_WEBHOOK_SECRET", "test-bank-secret")

from lienthong.config.settings.base import *  # noqa: F403  # the environment must stand before base reads it

ALLOWED_HOSTS = ["*"]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
