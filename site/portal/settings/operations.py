"""Backups (docs/backup.md)."""

from portal.settings.environment import Env

env = Env()

# A folder, or s3://BUCKET/FOLDER; without it NEARY_DATA/backups.
BACKUP_LOCATION = env.str("BACKUP_LOCATION", default="")
# Without it no backups are made.
BACKUP_PASSPHRASE = env.str("BACKUP_PASSPHRASE", default="")
# What is lost at most, in hours; 0 makes none by the clock.
BACKUP_EVERY_HOURS = env.int("BACKUP_EVERY_HOURS", default=1)
# PostgreSQL: an empty database into which the newest backup is restored once a week.
BACKUP_TRIAL_DATABASE_URL = env.str("BACKUP_TRIAL_DATABASE_URL", default="")
# Where copies lie for the minutes that they are needed; without it beside the database, or the system's place.
BACKUP_SCRATCH = env.str("BACKUP_SCRATCH", default="")
