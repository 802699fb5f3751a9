"""Why the records of backups are about nobody."""

from common.personal_data import declare_mails, declare_not_personal

declare_not_personal("operations.BackupRun", message="what became of a backup, in a sentence of the portal's own")
declare_mails("operations/mail", {"backup_failed": "nobody"})
