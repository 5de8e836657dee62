"""Settings, read from the environment. Every variable is listed in the README."""

import os
import sys
from pathlib import Path

import environ
from django.utils.csp import CSP

from portal.environment import flag, number, origin, require, require_both, secret_key, smtp_options

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# Four ways to run: DEMO (invented data, known passwords), DEBUG (development), PORTAL_TEST (the tests), or for real.
DEMO = flag("DEMO")
DEBUG = flag("DEBUG")
TESTING = flag("PORTAL_TEST", default="pytest" in sys.modules)
PRODUCTION = not (DEMO or DEBUG or TESTING)
if PRODUCTION:
    require(
        [
            "SECRET_KEY",
            "ALLOWED_HOSTS",
            "SITE_URL",
            "EMAIL_URL",
            "DEFAULT_FROM_EMAIL",
            "OPERATOR_NAME",
            "OPERATOR_EMAIL",
        ]
    )

DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / ".data"))).resolve()
DATA_DIR.mkdir(mode=0o755, parents=True, exist_ok=True)

HOST = env.str("HOST", default="127.0.0.1")
PORT = number("PORT", default=8000, least=1)
SITE_URL = env.str("SITE_URL", default=f"http://{HOST if HOST != '0.0.0.0' else '127.0.0.1'}:{PORT}").rstrip("/")
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=["*"] if HOST == "0.0.0.0" else [HOST, "127.0.0.1", "localhost", "[::1]"]
)
SECRET_KEY = secret_key(keep_in=None if PRODUCTION else DATA_DIR / "secret-key")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])

# The operator: who runs this portal, and whether it is an authority (decides which texts are true).
OPERATOR_NAME = env.str("OPERATOR_NAME", default="Idéburenportalen (demonstration)")
OPERATOR_EMAIL = env.str("OPERATOR_EMAIL", default="kontakt@portalen.example")
OPERATOR_IS_AUTHORITY = flag("OPERATOR_IS_AUTHORITY")

# Months after the financial year within which the yearly statement is to be handed in to the portal.
ANNUAL_STATEMENT_MONTHS = number("ANNUAL_STATEMENT_MONTHS", default=6, least=1)

# --- Applications ---

INSTALLED_APPS = [
    "portal",
    "procurement",
    "registry",
    "portal.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_htmx",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portal.middleware.PrivatePagesMiddleware",
    "portal.middleware.RefusedRequestMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "portal.middleware.SecondFactorMiddleware",
    "portal.middleware.RefusedAccountFormMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
AUTH_USER_MODEL = "portal.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["portal.templatetags.ui", "portal.templatetags.drawing"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.navigation.navigation",
            ],
        },
    }
]
FORM_RENDERER = "portal.forms.renderer.PortalRenderer"

LANGUAGE_CODE = "sv"
TIME_ZONE = "Europe/Stockholm"
USE_I18N = True
USE_TZ = True

# --- Database, cache, background work ---

if "DATABASE_URL" not in os.environ:
    from portal.embedded_postgres import database_url

    os.environ["DATABASE_URL"] = database_url(DATA_DIR, durable=not TESTING)  # children inherit it

DATABASES = {"default": env.db("DATABASE_URL")}
DATABASES["default"] |= {"ATOMIC_REQUESTS": True, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
# Only registry.reading.prepared binds its parameters in the server, so only its questions keep their plan.
DATABASES["default"].setdefault("OPTIONS", {})["prepare_threshold"] = 1
if flag("DATABASE_POOL"):  # the web server's processes (portal/wsgi.py); a pool needs connections that are given back
    pool = {"min_size": 1, "max_size": number("DATABASE_POOL_SIZE", default=8, least=1), "timeout": 10}
    DATABASES["default"] |= {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": False}
    DATABASES["default"]["OPTIONS"]["pool"] = pool

# One cache for all processes: rate limits must count everybody's attempts.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache", "TIMEOUT": 300}}

# How long a drawn list of organisations may be shown again while no organisation changes, and the large total of
# another list. Kept in each process.
SEARCH_KEPT_SECONDS = number("SEARCH_KEPT_SECONDS", default=30)

# How old, in days, Kammarkollegiet's answer and an entity's own statement may be before what rests on them is unknown.
OFFICIAL_REGISTER_FRESH_DAYS = number("OFFICIAL_REGISTER_FRESH_DAYS", default=45)
GROUND_STATEMENT_FRESH_DAYS = number("GROUND_STATEMENT_FRESH_DAYS", default=365)
# Kammarkollegiet's list: how many percent may vanish before a person is asked, and how large it may be.
OFFICIAL_REGISTER_GUARD = number("OFFICIAL_REGISTER_GUARD", default=5)
OFFICIAL_REGISTER_LARGEST = 20 * 2**20  # bytes
# Kolada's figures: after how many days they should be read again, and how many percent of a measure's may vanish.
KOLADA_FRESH_DAYS = number("KOLADA_FRESH_DAYS", default=200)
KOLADA_GUARD = number("KOLADA_GUARD", default=5)

TASK_QUEUES = ["default", "mail"]
TASKS = {"default": {"BACKEND": "portal.task_backend.ProcrastinateBackend", "QUEUES": TASK_QUEUES}}
if TESTING:
    TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend", "QUEUES": TASK_QUEUES}}
PROCRASTINATE_IMPORT_PATHS = ["portal.task_backend", "portal.periodic"]

# --- Mail: written to an outbox in the database, delivered from there ---

MAIL_DIR = DATA_DIR / "mail"
MAILERS = {
    "default": {"BACKEND": "registry.mail.OutboxBackend"},
    "delivery": {"BACKEND": "registry.mail.FolderBackend", "OPTIONS": {"folder": str(MAIL_DIR)}},
}
if PRODUCTION or "EMAIL_URL" in os.environ:
    MAILERS["delivery"] = {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": smtp_options("EMAIL_URL"),
    }
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Idéburenportalen <noreply@portalen.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Gets the newest digest of the status log each day. An address outside the operator's reach, or nothing.
LOG_MIRROR_EMAIL = env.str("LOG_MIRROR_EMAIL", default="")

# --- Files ---

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "documents"},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if TESTING:
    STORAGES["default"] = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
if DEMO or PRODUCTION:
    STORAGES["staticfiles"]["BACKEND"] = "portal.static_files.PortalStaticFilesStorage"
    WHITENOISE_KEEP_ONLY_HASHED_FILES = True
else:
    WHITENOISE_USE_FINDERS = True
    WHITENOISE_AUTOREFRESH = True

# --- Receipts: the key that signs their PDF. Without one, in production, they are kept unsigned ---

RECEIPT_KEY = env.str("RECEIPT_KEY", default="")
RECEIPT_CERTIFICATE = env.str("RECEIPT_CERTIFICATE", default="")
require_both("RECEIPT_KEY", "RECEIPT_CERTIFICATE")
RECEIPT_DEMO_KEY = None if PRODUCTION else DATA_DIR / "receipt-key"

# --- Accounts ---

AUTHENTICATION_BACKENDS = ["portal.accounts.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
if TESTING:  # a strong hash costs a tenth of a second for each user a test makes
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_FORMS = {
    "login": "portal.account_forms.LoginForm",
    "signup": "portal.account_forms.SignupForm",
    "add_email": "portal.account_forms.AddEmailForm",
    "reset_password": "portal.account_forms.ResetPasswordForm",
}
# Beside allauth's own. For each address that asks; a large authority may stand behind one.
ACCOUNT_RATE_LIMITS = {"check": "60/m/ip", "receipt": "120/h/ip", "verify": "60/m/ip"}
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if PRODUCTION else "http"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "add_webauthn": "portal.account_forms.AddPasskeyForm",
    "edit_webauthn": "portal.account_forms.EditPasskeyForm",
}
MFA_TOTP_ISSUER = "Idéburenportalen"
MFA_TOTP_TOLERANCE = 1  # a code typed as the next one came, or by a telephone half a minute off, is still right
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
SECOND_FACTOR_REQUIRED_OF = "registry.access.requires_second_factor"

# OpenID Connect towards a broker for e-legitimation. Only its subject is kept (portal/accounts.py).
OIDC_SERVER_URL = env.str("OIDC_SERVER_URL", default="")
OIDC_ORIGINS = []
SOCIALACCOUNT_ADAPTER = "portal.accounts.SocialAccountAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_STORE_TOKENS = False
if OIDC_SERVER_URL:
    require(["OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"])
    OIDC_ORIGINS = env.list("OIDC_ORIGINS", default=[origin("OIDC_SERVER_URL", OIDC_SERVER_URL)])
    SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "SCOPE": ["openid"],
            "APPS": [
                {
                    "provider_id": "e-legitimation",
                    "name": env.str("OIDC_NAME", default="e-legitimation"),
                    "client_id": env.str("OIDC_CLIENT_ID"),
                    "secret": env.str("OIDC_CLIENT_SECRET"),
                    "settings": {"server_url": OIDC_SERVER_URL, "fetch_userinfo": False},
                }
            ],
        }
    }

# --- Protection ---

SECURE_CSP = {
    "default-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    # A sign-in form that leads on to the broker counts as sent there.
    "form-action": [CSP.SELF, *OIDC_ORIGINS],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "object-src": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
if PRODUCTION:
    CSRF_TRUSTED_ORIGINS = [origin("SITE_URL", SITE_URL)]
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^status/$", r"^status\.json$"]  # asked by the machine beside it, over http
    SECURE_HSTS_SECONDS = number("HSTS_SECONDS", default=365 * 24 * 60 * 60)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE_HSTS_SECONDS > 0
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
# How many proxies of ours stand in front. They must set X-Forwarded-For and X-Forwarded-Proto themselves.
ALLAUTH_TRUSTED_PROXY_COUNT = number("PROXIES", default=0)
if ALLAUTH_TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Of a form's fields; files are measured by their own form. Every text is searched for personnummer, which takes time.
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024

LOGGING_CONFIG = "portal.logging.configure"
LOGGING = {"level": env.str("LOG_LEVEL", default="WARNING" if TESTING else "INFO")}
