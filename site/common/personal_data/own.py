"""The personal data of counted hits and of the portal's own log."""

from common.personal_data.declarations import declare_not_personal, declare_store

declare_not_personal("common.HitCount", key="a keyed hash of what is counted: no address can be read from it")
declare_store(
    "log of the portal",
    whose="nobody by name; connections in the web server's own log of requests",
    why="finding faults",
    seen_by="administrators",
    kept="the portal writes to its console alone; what keeps the lines is told to keep them for 14 days",
    erasure="no line of the portal's names a person: people stand in it by number",
)
