"""The parts of the drill of alerts, and the rules that each breaks for real."""

from __future__ import annotations

PARTS: dict[str, set[str]] = {
    "work": {
        "worker_stopped",
        "checks_waiting",
        "board_mail_unread",
        "beat_stopped",
        "web_stopped",
        "mails_waiting",
        "events_given_up",
        "outbox_long",
    },
    "servers": {"redis_away", "backup_late", "backup_untried", "mirror_old", "search_away", "search_behind"},
    "requests": {"desk_waits", "figures_missing", "slow_answers", "server_errors"},
    "disk": {"disk_full"},
}
