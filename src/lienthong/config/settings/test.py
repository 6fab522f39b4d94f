"""Settings of the tests: a real PostgreSQL, mail and files kept aside, nothing relaxed that users would meet."""

import atexit
import os
import shutil
import tempfile

os.environ.setdefault("SECRET_KEY", "test-only-not-a-secret")
os.environ.setdefault("DATABASE_URL", "postgresql://lienthong@127.0.0.1:5432/lienthong")
# Never the DATA_DIR of the caller (`make` names the demo's, which a fresh clone does not have): each test process has its own.
os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="lienthong-test-")
atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)
os.environ.setdefault("BANK_WEBHOOK_SECRET", "test-bank-secret")
os.environ.setdefault("POST_SECRET", "test-post-secret")
os.environ.setdefault("POST_WEBHOOK_SECRET", "test-post-webhook-secret")

from lienthong.config.settings.base import *  # noqa: E402, F403  # the environment must stand before base reads it

ALLOWED_HOSTS = ["*"]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
