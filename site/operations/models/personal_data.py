"""Why the records of backups and erasures are about nobody."""

from common.personal_data import declare_mails, declare_not_personal, declare_payload
from operations.outbox_events import ERASURE_FILES, ERASURE_RECORD, MIRROR_CLOSE

HASH = "a keyed hash: the portal alone can tell whose, given the address"

declare_not_personal("operations.BackupRun", message="what became of a backup, in a sentence of the portal's own")
declare_not_personal("operations.Erasure", address_hash=HASH)
declare_not_personal("operations.Sample", figures="numbers about the portal")
declare_mails("operations/mail", {"alerts": "nobody", "backup_failed": "nobody"})
declare_payload(ERASURE_RECORD, "her names and numbers until they are written beside the backups; emptied then")
declare_payload(MIRROR_CLOSE, "ids of pages, or of an organization")
declare_payload(ERASURE_FILES, "what somebody is recognised by in files; emptied once she is erased there too")
