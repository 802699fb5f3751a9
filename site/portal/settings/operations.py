"""Backups (docs/backup.md) and metrics and alerts (docs/metrics.md)."""

from portal.settings.environment import Env

env = Env()

# A folder, or s3://BUCKET/FOLDER; without it NEARY_DATA/backups.
BACKUP_LOCATION = env.str("BACKUP_LOCATION", default="")
# The store of an s3:// location; that of the portal's own files where nothing else is said.
BACKUP_S3_ENDPOINT_URL = env.str("BACKUP_S3_ENDPOINT_URL", default=env.str("AWS_S3_ENDPOINT_URL", default=""))
BACKUP_S3_REGION_NAME = env.str("BACKUP_S3_REGION_NAME", default=env.str("AWS_S3_REGION_NAME", default=""))
BACKUP_S3_ACCESS_KEY_ID = env.str("BACKUP_S3_ACCESS_KEY_ID", default=env.str("AWS_ACCESS_KEY_ID", default=""))
BACKUP_S3_SECRET_ACCESS_KEY = env.str(
    "BACKUP_S3_SECRET_ACCESS_KEY", default=env.str("AWS_SECRET_ACCESS_KEY", default="")
)
# Without it no backups are made.
BACKUP_PASSPHRASE = env.str("BACKUP_PASSPHRASE", default="")
# What is lost at most, in hours; 0 makes none by the clock.
BACKUP_EVERY_HOURS = env.int("BACKUP_EVERY_HOURS", default=1)
# PostgreSQL: an empty database into which the newest backup is restored once a week.
BACKUP_TRIAL_DATABASE_URL = env.str("BACKUP_TRIAL_DATABASE_URL", default="")
# Where copies lie for the minutes that they are needed; without it beside the database, or the system's place.
BACKUP_SCRATCH = env.str("BACKUP_SCRATCH", default="")

# What a scrape of /metrics must bring, 20 characters or more; without it the address does not exist.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")

# Who gets mails about alerts; without it all administrators. And the free share of a disk below which one is told.
ALERT_ADDRESSES = env.list("ALERT_ADDRESSES", default=[])
ALERT_DISK_FREE_PERCENT = env.int("ALERT_DISK_FREE_PERCENT", default=10)
# Whether something asks /health/live all the time, as containers do: then silence of the web processes is an alert.
WEB_IS_ASKED = env.bool("WEB_IS_ASKED", default=False)
# Whether web processes watch too, once a minute after a request.
WATCH_FROM_WEB = True

# The folder of the mirror, which nginx serves while no web process answers; empty, none is kept (docs/mirror.md).
MIRROR_DIR = env.str("NEARY_MIRROR_DIR", default="")
