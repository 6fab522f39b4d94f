"""What every installation shares."""

import os
from pathlib import Path

from django.utils.csp import CSP

from lienthong.config import env

PACKAGE = Path(__file__).resolve().parents[2]
PROJECT = PACKAGE.parents[1]  # the checkout; what `make` builds lies there, from wherever a command is started
DATA_DIR = env.path("DATA_DIR", ".data")

DEBUG = False
SECRET_KEY = env.text("SECRET_KEY")
ALLOWED_HOSTS = env.text("ALLOWED_HOSTS", "localhost,127.0.0.1").split(",")
PUBLIC_URL = env.text("PUBLIC_URL", "http://127.0.0.1:8000")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
DATABASES = {"default": env.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    # ours, from the bottom up: the order of modules is data, a test keeps it
    "lienthong.kit.ui",
    "lienthong.foundation.workdays",
    "lienthong.foundation.numbering",
    "lienthong.foundation.organizations",
    "lienthong.foundation.accounts",
    "lienthong.foundation.audit",
    "lienthong.foundation.files",
    "lienthong.foundation.workflows",
    "lienthong.foundation.decisions",
    "lienthong.foundation.notifications",
    "lienthong.foundation.signing",
    "lienthong.foundation.payments",
    "lienthong.foundation.vault",
    "lienthong.foundation.postal",
    "lienthong.foundation.registers",
    "lienthong.foundation.reading",
    "lienthong.domain.eforms",
    "lienthong.domain.declarations",
    "lienthong.domain.procedures",
    "lienthong.domain.eligibility",
    "lienthong.domain.scans",
    "lienthong.domain.results",
    "lienthong.domain.dossiers",
    "lienthong.domain.ratings",
    "lienthong.domain.figures",
    "lienthong.domain.tickets",
    "lienthong.domain.copies",
    "lienthong.domain.life_events",
    "lienthong.domain.searches",
    "lienthong.domain.comparisons",
    "lienthong.domain.lateness",
    "lienthong.domain.correspondence",
    "lienthong.domain.drafts",
    "lienthong.domain.archive",
    "lienthong.flows",
    "lienthong.sites.portal",
    "lienthong.sites.workplace",
    "lienthong.config",
    # theirs
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "procrastinate.contrib.django",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "lienthong.config.problems.ProblemMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "lienthong.foundation.accounts.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "lienthong.config.refusals.RefusalMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "lienthong.foundation.files.middleware.WholeBodyMiddleware",
]

ROOT_URLCONF = "lienthong.config.urls"
WSGI_APPLICATION = "lienthong.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lienthong.config.context.page",
            ],
        },
    }
]

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "lienthong.foundation.accounts.passwords.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "lienthong.foundation.accounts.passwords.NotCommon"},
]
LOGIN_URL = "/dang-nhap/"
LOGIN_REDIRECT_URL = "/"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600

# Sign-in (django-allauth): citizens by VNeID or by a local account with an e-mail code, officers by name and password.
ACCOUNT_ADAPTER = "lienthong.foundation.accounts.signin.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "lienthong.foundation.accounts.forms.SignInForm",
    "signup": "lienthong.foundation.accounts.forms.SignUpForm",
    "change_password": "lienthong.foundation.accounts.forms.ChangePasswordForm",
    "set_password": "lienthong.foundation.accounts.forms.SetPasswordForm",
    "reset_password": "lienthong.foundation.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "lienthong.foundation.accounts.forms.NewPasswordForm",
    "reauthenticate": "lienthong.foundation.accounts.forms.ReauthenticateForm",
    "confirm_email_verification_code": "lienthong.foundation.accounts.forms.EmailCodeForm",
    "confirm_password_reset_code": "lienthong.foundation.accounts.forms.ResetCodeForm",
}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_VERIFICATION_MAX_RESEND_COUNT = 3
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_SESSION_COOKIE_AGE = SESSION_COOKIE_AGE
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
SOCIALACCOUNT_ADAPTER = "lienthong.foundation.accounts.signin.SocialAccountAdapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_STORE_TOKENS = False
MFA_ADAPTER = "lienthong.foundation.accounts.signin.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an account made by VNeID needs no e-mail to have a second factor
MFA_TOTP_ISSUER = "Liên Thông"
MFA_FORMS = {
    "authenticate": "lienthong.foundation.accounts.forms.SecondFactorForm",
    "reauthenticate": "lienthong.foundation.accounts.forms.SecondFactorAgainForm",
    "activate_totp": "lienthong.foundation.accounts.forms.ActivateTotpForm",
    "add_webauthn": "lienthong.foundation.accounts.forms.AddPasskeyForm",
}

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
FORMAT_MODULE_PATH = ["lienthong.config.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", str(PROJECT / "build" / "static"))
STATICFILES_DIRS = [path for path in [env.path("FRONTEND_DIR", str(PROJECT / "build" / "frontend"))] if path.exists()]
MEDIA_ROOT = DATA_DIR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "frame-src": [CSP.SELF, "blob:"],
    "frame-ancestors": [CSP.SELF],
    "base-uri": [CSP.SELF],
    "form-action": [CSP.SELF, *filter(None, [os.environ.get("VNEID_ISSUER")])],
}

MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {"host": env.text("EMAIL_HOST", "127.0.0.1"), "port": env.number("EMAIL_PORT", 25), "timeout": 20},
    }
}
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "Dịch vụ công tỉnh Gia Lai <khong-tra-loi@gialai.gov.vn>")

# Mailboxes documents are collected from: a root certificate to believe besides those of the system. The sandbox has one of its own.
SANDBOX_IMAP_PORT = env.number("SANDBOX_IMAP_PORT", 0)
SANDBOX_IMAP_PASSWORD = env.text("SANDBOX_IMAP_PASSWORD", "")
MAILBOX_CA_FILE = env.text("MAILBOX_CA_FILE", str(DATA_DIR / "imap.pem") if SANDBOX_IMAP_PORT else "")

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_ON_APP_READY = "lienthong.config.worker.connect"

# The province this installation serves; everything shown as its name comes from here.
PROVINCE_NAME = env.text("PROVINCE_NAME", "Gia Lai")
PROVINCE_CODE = env.text("PROVINCE", "52")
PROFILE = env.text("PROFILE", "2tier-2025")

# From how many working days before its end on a step counts as due soon.
SOON_WORKING_DAYS = env.number("SOON_WORKING_DAYS", 2)

# Outside systems, each behind an adapter.
SANDBOX_URL = env.text("SANDBOX_URL", "")
BANK_APP_URL = f"{SANDBOX_URL}/ngan-hang/chuyen-tien?payload=" if SANDBOX_URL else ""
VNEID_ISSUER = env.text("VNEID_ISSUER", "")
VNEID_CLIENT_ID = env.text("VNEID_CLIENT_ID", "lienthong")
VNEID_CLIENT_SECRET = env.text("VNEID_CLIENT_SECRET", "")
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "SCOPE": ["openid", "profile", "email", "phone", "address"],
        "APPS": [
            {
                "provider_id": "vneid",
                "name": "VNeID",
                "client_id": VNEID_CLIENT_ID,
                "secret": VNEID_CLIENT_SECRET,
                "settings": {"server_url": VNEID_ISSUER},
            }
        ],
    }
}
# The national catalogue (CSDLQG thủ tục hành chính) and the address under which the portal is read back for the comparison.
NATIONAL_CATALOGUE_URL = env.text("NATIONAL_CATALOGUE_URL", SANDBOX_URL)
NATIONAL_CATALOGUE_USERNAME = env.text("NATIONAL_CATALOGUE_USERNAME", "lienthong")
NATIONAL_CATALOGUE_PASSWORD = env.text("NATIONAL_CATALOGUE_PASSWORD", "")
PORTAL_ADDRESS = env.text("PORTAL_ADDRESS", PUBLIC_URL)
BANK_BIN = env.text("BANK_BIN", "970415")
BANK_ACCOUNT = env.text("BANK_ACCOUNT", "113366668888")
BANK_ACCOUNT_NAME = env.text("BANK_ACCOUNT_NAME", "KHO BAC NHA NUOC GIA LAI")
BANK_WEBHOOK_SECRET = env.text("BANK_WEBHOOK_SECRET", "")
# Where refunds are asked for; without an address they are paid in cash, or by hand and noted.
BANK_API_URL = env.text("BANK_API_URL", SANDBOX_URL)
# The post (VNPost): without an address the platform offers no post.
POST_URL = env.text("POST_URL", SANDBOX_URL)
POST_TOKEN = env.text("POST_TOKEN", "lienthong")
POST_SECRET = env.text("POST_SECRET", "")
POST_WEBHOOK_SECRET = env.text("POST_WEBHOOK_SECRET", "")
# National registers, through the data sharing platform: without an address officers compare papers by hand.
REGISTERS_URL = env.text("REGISTERS_URL", SANDBOX_URL)
REGISTERS_CLIENT_ID = env.text("REGISTERS_CLIENT_ID", "lienthong")
REGISTERS_CLIENT_SECRET = env.text("REGISTERS_CLIENT_SECRET", "")
LOOKUPS_AN_HOUR = env.number("LOOKUPS_AN_HOUR", 60)
PDF_FONTS_DIR = env.path("PDF_FONTS_DIR", str(PROJECT / "build" / "fonts"))
TRAINED_DATA_DIR = env.path("TRAINED_DATA_DIR", str(PROJECT / "build" / "tessdata"))
# Who owns the files that are read: the key in addresses -> what answers for it.
READING_SOURCES = {
    "ho-so": "lienthong.domain.dossiers.views.readable.SOURCE",
    "van-ban": "lienthong.domain.correspondence.views.readable.SOURCE",
    "ban-sao": "lienthong.domain.copies.views.readable.SOURCE",
    "cho-vao-so": "lienthong.domain.correspondence.views.waiting_readable.SOURCE",
    "ho-so-cong-viec": "lienthong.domain.archive.views.readable.SOURCE",
    "du-thao": "lienthong.domain.drafts.views.readable.SOURCE",
}
# Pictures of pages that somebody looked at: may be deleted at any time, are drawn again.
PAGES_DIR = env.path("PAGES_DIR", str(DATA_DIR / "pages"))
PAGES_MOST_BYTES = env.number("PAGES_MOST_MB", 2048) * 1024 * 1024
# Signatures: where keys lie, how much proof they carry, who stamps time, whom we believe besides our own authority.
SIGNING_KEYS_DIR = env.path("SIGNING_KEYS_DIR", str(DATA_DIR / "keys"))
SIGNING_LEVEL = env.text("SIGNING_LEVEL", "B-T" if SANDBOX_URL else "B-B")
TSA_URL = env.text("TSA_URL", f"{SANDBOX_URL}/ca/tsa" if SANDBOX_URL else "")
TRUSTED_ROOTS = env.text("TRUSTED_ROOTS", str(DATA_DIR / "ca" / "goc.pem") if SANDBOX_URL else "")
PKCS11_MODULE = env.text("PKCS11_MODULE", "")
PKCS11_PIN = env.text("PKCS11_PIN", "")
CSC_URL = env.text("CSC_URL", f"{SANDBOX_URL}/csc/v1" if SANDBOX_URL else "")
CSC_CLIENT_ID = env.text("CSC_CLIENT_ID", "lienthong")
CSC_CLIENT_SECRET = env.text("CSC_CLIENT_SECRET", "")
CSC_AUTH = env.text("CSC_AUTH", "oauth2")  # or "basic"
# The bridge to a token on an officer's desk (docs/guides/cau-noi-ky-so.md).
BRIDGE_URL = env.text("BRIDGE_URL", f"{SANDBOX_URL}/cau-noi" if SANDBOX_URL else "http://127.0.0.1:14741")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "WARNING")},
}
