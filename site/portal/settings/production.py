"""The portal for the public: every secret comes from the environment, or it does not start."""

from portal.settings.base import *  # noqa: F403
from portal.settings.base import CONTENT_SECURITY_POLICY, DATABASES, STORAGES, WAGTAILADMIN_BASE_URL, env
from portal.settings.log_config import log_config
from portal.settings.store import origin_of_store, s3_storage

DEBUG = False
LOGGING = log_config(env.str("LOG_LEVEL", default="WARNING"), as_json=True)
SECRET_KEY = env.str("SECRET_KEY")
# Earlier keys: links in mails that were signed with them go on working.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
# For links in mails and as the canonical host: BASE_URL, else the first public name in ALLOWED_HOSTS.
NOT_PUBLIC = (".", "*", "localhost", "127.", "[")
NAMES = [host for host in ALLOWED_HOSTS if not host.startswith(NOT_PUBLIC)]
CANONICAL_URL = env.str("BASE_URL", default=f"https://{NAMES[0]}" if NAMES else "")
WAGTAILADMIN_BASE_URL = CANONICAL_URL or WAGTAILADMIN_BASE_URL
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[f"https://{host}" for host in ALLOWED_HOSTS])
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# allauth limits requests by address: behind a proxy, without this, everybody has the same address.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=1)
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=3600)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT
DATABASES["default"].setdefault("CONN_MAX_AGE", 60)

if bucket := env.str("AWS_STORAGE_BUCKET_NAME", default=""):
    endpoint, region = env.str("AWS_S3_ENDPOINT_URL", default=None), env.str("AWS_S3_REGION_NAME", default=None)
    store = s3_storage(bucket, endpoint, region)
    # Given here, because boto3 reads only the process's environment; without keys it uses the machine's own role.
    store["OPTIONS"]["access_key"] = env.str("AWS_ACCESS_KEY_ID", default=None)
    store["OPTIONS"]["secret_key"] = env.str("AWS_SECRET_ACCESS_KEY", default=None)
    STORAGES["default"] = store
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"].append(origin_of_store(bucket, endpoint, region))  # type: ignore[index]
