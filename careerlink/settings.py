"""The one settings file. Everything that differs between places comes from the environment.

ENVIRONMENT=demo (default) runs on one machine with SQLite and in-process parts;
ENVIRONMENT=production refuses whatever is only good for a demonstration.
A bad value stops the start and names itself.
"""

import json
import sys
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / ".var"
env = environ.Env()
YES, NO = ("1", "true", "yes", "on"), ("0", "false", "no", "off")


def _refuse(name: str, why: str) -> None:
    raise ImproperlyConfigured(f"{name}: {why}")


def _read(kind: str, name: str, default):
    """Read one value; a value of the wrong kind stops the start with its name."""
    if kind == "bool" and (given := env.str(name, default="")).lower() not in ("", *YES, *NO):
        _refuse(name, f"must be one of {', '.join(YES + NO)}, not {given!r}")
    try:
        return getattr(env, kind)(name, default=default)
    except (ValueError, ImproperlyConfigured) as error:
        raise ImproperlyConfigured(f"{name}: {error}") from error


ENVIRONMENT = _read("str", "ENVIRONMENT", "demo")
if ENVIRONMENT not in ("demo", "production"):
    _refuse("ENVIRONMENT", f"must be 'demo' or 'production', not {ENVIRONMENT!r}")
PRODUCTION = ENVIRONMENT == "production"
TESTING = "pytest" in sys.modules
DEBUG = _read("bool", "DEBUG", False)
if PRODUCTION and DEBUG:
    _refuse("DEBUG", "must not be on in production")

VAR_DIR = Path(_read("str", "VAR_DIR", str(VAR_DIR)))
VAR_DIR.mkdir(parents=True, exist_ok=True)

# --- Where the portal lives ---------------------------------------------------------------
_DEMO_SECRET = "demo-only-secret-key-that-production-refuses-to-start-with"  # noqa: S105 refused in production
SECRET_KEY = _read("str", "SECRET_KEY", _DEMO_SECRET)
if PRODUCTION and (SECRET_KEY == _DEMO_SECRET or len(SECRET_KEY) < 50):
    _refuse("SECRET_KEY", "set one of at least 50 characters in production")
SECRET_KEY_FALLBACKS = _read("list", "SECRET_KEY_FALLBACKS", [])
# Stamps and seals the trail. Older keys stay among the fallbacks for good: what they sealed is checked with them.
_DEMO_AUDIT_KEY = "demo-only-audit-key-that-production-refuses-to-start-with"
AUDIT_KEY = _read("str", "AUDIT_KEY", _DEMO_AUDIT_KEY)
AUDIT_KEY_FALLBACKS = _read("list", "AUDIT_KEY_FALLBACKS", [])
if not AUDIT_KEY:
    _refuse("AUDIT_KEY", "must not be empty")
if PRODUCTION and (AUDIT_KEY == _DEMO_AUDIT_KEY or len(AUDIT_KEY) < 50):
    _refuse("AUDIT_KEY", "set one of at least 50 characters in production")
if AUDIT_KEY in (SECRET_KEY, *SECRET_KEY_FALLBACKS):
    _refuse("AUDIT_KEY", "must be another one than SECRET_KEY")

PORT = _read("int", "PORT", 8000)
SITE_URL = _read("str", "SITE_URL", f"http://localhost:{PORT}").rstrip("/")
_site = urlsplit(SITE_URL)
if _site.scheme not in ("http", "https") or not _site.hostname:
    _refuse("SITE_URL", f"must look like https://careerlink.example.org, not {SITE_URL!r}")
HTTPS = _site.scheme == "https"
if PRODUCTION and not HTTPS:
    _refuse("SITE_URL", "must start with https:// in production")
ALLOWED_HOSTS = _read("list", "ALLOWED_HOSTS", [_site.hostname, "localhost", "127.0.0.1"])
if PRODUCTION and "*" in ALLOWED_HOSTS:
    _refuse("ALLOWED_HOSTS", "must name hosts in production, not '*'")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
TRUSTED_PROXY_COUNT = _read("int", "TRUSTED_PROXY_COUNT", 1 if PRODUCTION else 0)
if TRUSTED_PROXY_COUNT < 0:
    _refuse("TRUSTED_PROXY_COUNT", "must be 0 or more")

# --- Rooms ----------------------------------------------------------------------------------
INSTALLED_APPS = [
    "careerlink.web",
    "careerlink.taxonomy",
    "careerlink.audit",
    "careerlink.outbox",
    "careerlink.accounts",
    "partners",
    "events",
    "referrals",
    "careerlink.dashboard",
    "careerlink.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "heroicons",
    "csp",
]
MIDDLEWARE = [
    "careerlink.web.middleware.request_id",
    # Whatever goes wrong further in, the answer passes through these.
    "careerlink.web.middleware.headers",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "careerlink.web.middleware.probes",
    "careerlink.web.middleware.database_down",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "careerlink.web.middleware.hidden_origins",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "careerlink.accounts.middleware.log_ins_end",
    "careerlink.accounts.middleware.suspended_people_are_out",
    "careerlink.web.middleware.no_null_bytes",
    "careerlink.accounts.middleware.LoginFirst",
    "careerlink.accounts.middleware.person_zone",
    "careerlink.accounts.middleware.terms_first",
]
ROOT_URLCONF = "careerlink.urls"
WSGI_APPLICATION = "careerlink.wsgi.application"
APPEND_SLASH = True
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "careerlink.dashboard.context.shell",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "careerlink.web.templatetags.icons",
                "careerlink.web.templatetags.web",
            ],
        },
    }
]

# --- Database, cache ---------------------------------------------------------------------------
try:
    DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'careerlink.sqlite3'}")}
except Exception as error:  # django-environ raises several kinds for a bad address
    raise ImproperlyConfigured(f"DATABASE_URL: {error}") from error
if not DATABASES["default"].get("ENGINE", "").endswith(("sqlite3", "postgresql")):
    _refuse("DATABASE_URL", "must look like postgres://user:password@host:5432/name or sqlite:///path")
SQLITE = DATABASES["default"]["ENGINE"].endswith("sqlite3")
if PRODUCTION and SQLITE:
    _refuse("DATABASE_URL", "must name a PostgreSQL database in production")
if SQLITE:
    # Without IMMEDIATE a reading transaction that turns to writing fails at once under contention.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = _read("int", "CONN_MAX_AGE", 60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"].setdefault("OPTIONS", {})["connect_timeout"] = 3
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHE_URL = _read("str", "CACHE_URL", "")
if CACHE_URL:
    try:
        CACHES = {"default": env.cache_url("CACHE_URL")}
    except Exception as error:
        raise ImproperlyConfigured(f"CACHE_URL: {error}") from error
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": VAR_DIR / "cache",
        }
    }
if PRODUCTION and ("locmem" in CACHES["default"]["BACKEND"] or not CACHE_URL):
    _refuse("CACHE_URL", "must name a cache shared by all processes in production, such as redis://")

# --- Background work ---------------------------------------------------------------------------
CELERY_BROKER_URL = _read("str", "CELERY_BROKER_URL", f"sqla+sqlite:///{VAR_DIR / 'broker.sqlite3'}")
if ":" not in CELERY_BROKER_URL:
    _refuse("CELERY_BROKER_URL", f"must look like redis://host:6379/0, not {CELERY_BROKER_URL!r}")
if PRODUCTION and CELERY_BROKER_URL.startswith(("sqla+", "memory:", "filesystem:")):
    _refuse("CELERY_BROKER_URL", "must name a real broker in production, such as redis://")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_ROUTES = {
    "careerlink.outbox.tasks.*": {"queue": "mail"},
    "events.tasks.rank_*": {"queue": "matching"},  # these and the next alone load the matcher with its arrays
    "partners.tasks.rank_*": {"queue": "matching"},
}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_TIMEOUT = 1
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TIMEZONE = "UTC"
# A page that rings the bell waits for no broker: no second try, and at most 1.5 s on one that hangs.
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, float] = {"max_retries": 0}
if CELERY_BROKER_URL.startswith(("redis://", "rediss://")):
    CELERY_BROKER_TRANSPORT_OPTIONS |= {"socket_connect_timeout": 1, "socket_timeout": 1.5}

# --- Mail ----------------------------------------------------------------------------------------
EMAIL_URL = _read("str", "EMAIL_URL", f"filemail:///{VAR_DIR / 'mail'}")
try:
    _email = env.email_url_config(EMAIL_URL)
except Exception as error:
    raise ImproperlyConfigured(f"EMAIL_URL: {error}") from error
EMAIL_BACKEND = _email["EMAIL_BACKEND"]
EMAIL_HOST = _email.get("EMAIL_HOST") or "localhost"
EMAIL_PORT = _email.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = _email.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = _email.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS = _email.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _email.get("EMAIL_USE_SSL", False)
EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_TIMEOUT = 20
if PRODUCTION and not EMAIL_BACKEND.endswith("smtp.EmailBackend"):
    _refuse("EMAIL_URL", "must name an SMTP server in production")
DEFAULT_FROM_EMAIL = _read("str", "DEFAULT_FROM_EMAIL", f"CareerLink <hello@{_site.hostname}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
MAIL_BODY_DAYS = _read("int", "MAIL_BODY_DAYS", 30)
if MAIL_BODY_DAYS < 1:
    _refuse("MAIL_BODY_DAYS", "must be 1 or more days")
BOUNCE_URL = _read("str", "BOUNCE_URL", "")
if BOUNCE_URL and urlsplit(BOUNCE_URL).scheme not in ("imap", "imaps", "maildir"):
    _refuse("BOUNCE_URL", "must look like imaps://user:password@host/INBOX or maildir:///path")
MODERATOR_EMAILS = _read("list", "MODERATOR_EMAILS", [] if PRODUCTION else ["admin@demo.test"])

# --- What the page about trust says of the operator --------------------------------------------------
HOSTING_PLACE = _read("str", "HOSTING_PLACE", "")
INCIDENT_CONTACT = _read("str", "INCIDENT_CONTACT", "")
# A JSON list of {"name": …, "what": …, "where": …}: who else handles personal data, for what, and where.
_subprocessors = _read("str", "SUBPROCESSORS", "")
try:
    SUBPROCESSORS = json.loads(_subprocessors) if _subprocessors else None
except ValueError as error:
    raise ImproperlyConfigured(f"SUBPROCESSORS: {error}") from error
if SUBPROCESSORS is not None and not (
    isinstance(SUBPROCESSORS, list)
    and all(isinstance(one, dict) and set(one) == {"name", "what", "where"} for one in SUBPROCESSORS)
):
    _refuse("SUBPROCESSORS", 'must be a JSON list of {"name": …, "what": …, "where": …}; [] when there are none')

# --- People ----------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
LOGOUT_REDIRECT_URL = "landing"
SITE_NAME = "CareerLink"

ACCOUNT_ADAPTER = "careerlink.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_FORMS = {
    "login": "careerlink.accounts.forms.LoginForm",
    "confirm_login_code": "careerlink.accounts.forms.LoginCodeForm",
    "confirm_email_verification_code": "careerlink.accounts.forms.AddressCodeForm",
    "change_password": "careerlink.accounts.forms.NewPasswordForm",
    "reset_password": "careerlink.accounts.forms.ResetForm",
}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60  # mail may take its time
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_TIMEOUT = 20 * 60
PASSWORD_RESET_TIMEOUT = 24 * 3600
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = False
ACCOUNT_MAX_EMAIL_ADDRESSES = 5
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # but everywhere else, see careerlink.accounts.receivers
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_RATE_LIMITS = {
    "login_failed": "",  # counted in the database instead, see careerlink.accounts.actions.one_try
    # Mails to one address: a double click is fine, a bombardment is not.
    "confirm_email": "3/10s/key,10/h/key",
    "request_login_code": "20/m/ip,3/m/key,10/h/key",
    "reset_password": "20/m/ip,3/m/key,10/h/key",
}
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT
MFA_ADAPTER = "careerlink.accounts.adapters.MFAAdapter"
MFA_FORMS = {
    "authenticate": "careerlink.accounts.forms.SecondStepForm",
    "reauthenticate": "careerlink.accounts.forms.SecondStepAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = SITE_NAME
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
SOCIALACCOUNT_ADAPTER = "careerlink.accounts.adapters.SocialAccountAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_ONLY = False
# Single sign-on: a JSON object in the shape that django-allauth documents, for example
# {"openid_connect": {"APPS": [{"provider_id": "demo", "client_id": "…", "secret": "…", "settings": {…}}]}}
try:
    SOCIALACCOUNT_PROVIDERS = env.json("SOCIALACCOUNT_PROVIDERS", default={})
except ValueError as error:
    raise ImproperlyConfigured(f"SOCIALACCOUNT_PROVIDERS: {error}") from error
# What speaks with the log-in of a college weighs 20 MB in each web worker, so it is loaded where one is configured.
INSTALLED_APPS += [
    f"allauth.socialaccount.providers.{name}"
    for name in ("openid_connect", "saml")
    if name in SOCIALACCOUNT_PROVIDERS or TESTING
]


def _sign_on_origins() -> list[str]:
    """Where single sign-on sends people: a browser holds a form's redirect to the policy as well."""
    apps = [app.get("settings", {}) for one in SOCIALACCOUNT_PROVIDERS.values() for app in one.get("APPS", [])]
    urls = [app.get("server_url") or app.get("idp", {}).get("sso_url") or "" for app in apps]
    return sorted({f"{url.scheme}://{url.netloc}" for url in map(urlsplit, urls) if url.netloc})


# --- Sessions, cookies, headers ---------------------------------------------------------------------
_HOST_PREFIX = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{_HOST_PREFIX}session"
CSRF_COOKIE_NAME = f"{_HOST_PREFIX}csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
# How long a log-in lasts without a click, and altogether.
SESSION_LIMITS = {
    "passing": (timedelta(hours=12), timedelta(days=30)),
    "staying": (timedelta(days=14), timedelta(days=30)),
    "moderator": (timedelta(minutes=30), timedelta(hours=12)),
}
SESSION_COOKIE_AGE = 12 * 3600
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]  # who watches over the process asks it without the proxy
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXY_COUNT else None
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # what is said to her is in no cookie
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF, *_sign_on_origins()],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
CSRF_FAILURE_VIEW = "careerlink.web.views.csrf_failure"

# --- Words, times ------------------------------------------------------------------------------------
LANGUAGE_CODE = "en-us"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- Files --------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
PRIVATE_ROOT = Path(_read("str", "PRIVATE_ROOT", str(VAR_DIR / "private")))
BACKUP_ROOT = Path(_read("str", "BACKUP_ROOT", str(VAR_DIR / "backups")))
# What a restore must know of the time after the backup; see careerlink.web.ledger.
LEDGER_ROOT = Path(_read("str", "LEDGER_ROOT", str(VAR_DIR / "ledger")))
STORAGES = {
    "default": {"BACKEND": "careerlink.web.files.PrivateStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG or TESTING
WHITENOISE_ALLOW_ALL_ORIGINS = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "careerlink.web.files.BoundedUpload",
]

CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- Checks and logs --------------------------------------------------------------------------------
# The address is unique without regard to capitals, by a constraint that this check does not see.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
LOG_LEVEL = _read("str", "LOG_LEVEL", "INFO" if PRODUCTION else "WARNING").upper()
if LOG_LEVEL not in ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"):
    _refuse("LOG_LEVEL", f"must be DEBUG, INFO, WARNING, ERROR or CRITICAL, not {LOG_LEVEL!r}")
LOGGING_CONFIG = "careerlink.web.logs.configure"
LOGGING = {"json": PRODUCTION, "level": LOG_LEVEL}
