"""The words of each alert: what is wrong, and what to do."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

# {rule: (what is wrong, what to do)}.
WORDS: dict[str, tuple[str | Promise, str | Promise]] = {
    "worker_stopped": (
        _("The effects of changes wait: no worker carries them out."),
        _("Start the worker again. Nothing is lost; all that waits follows in order."),
    ),
    "beat_stopped": (
        _("Nothing comes from the scheduler (beat) any more: backups, reminders and planned publications wait."),
        format_lazy(_("Start beat and the worker again. Both need the same {variable}."), variable="REDIS_URL"),
    ),
    "web_stopped": (
        _("No web process has answered a request for minutes."),
        _("Open the portal. If it does not answer, start the web process again and read its log."),
    ),
    "mails_waiting": (
        _("The mail server does not take mails."),
        format_lazy(
            _("Run “{command}”. The mails wait and are sent when the server answers."),
            command="manage.py doctor --only mail",
        ),
    ),
    "events_given_up": (
        _("Effects of changes were given up after many attempts."),
        format_lazy(
            _("Read the causes with “{command}”, repair them, then run “{second}”."),
            command="manage.py outbox status",
            second="manage.py outbox retry",
        ),
    ),
    "outbox_long": (
        _("Very many effects of changes wait: the worker does not keep up."),
        format_lazy(_("Start more workers, or raise {variable}."), variable="WORKER_CONCURRENCY"),
    ),
    "checks_waiting": (
        _("Automatic checks of pages wait for long."),
        format_lazy(
            _("Look whether the worker is busy with other things: “{command}”."), command="manage.py outbox status"
        ),
    ),
    "search_away": (
        format_lazy(_("{server} does not answer. The database searches meanwhile."), server="Elasticsearch"),
        format_lazy(
            _("Start {server} again and read its log. Its index is completed by itself."), server="Elasticsearch"
        ),
    ),
    "search_behind": (
        format_lazy(_("{server} lacks many changed pages: the search finds old texts."), server="Elasticsearch"),
        format_lazy(_("Look whether the worker runs, then run “{command}”."), command="manage.py search_index repair"),
    ),
    "redis_away": (
        format_lazy(_("{server} does not answer. The portal works, but more slowly."), server="Redis"),
        format_lazy(_("Start {server} again and read its log. Nothing is lost."), server="Redis"),
    ),
    "disk_full": (
        _("A disk is nearly full."),
        _("Delete what is not needed, or give the portal a larger disk. A full disk loses what people write."),
    ),
    "backup_late": (
        _("There is no recent backup."),
        format_lazy(_("Run “{command}” and read what it says."), command="manage.py backup"),
    ),
    "backup_untried": (
        _("No backup was restored on trial for more than a week."),
        format_lazy(_("Run “{command}” and read what it says."), command="manage.py backup --try"),
    ),
    "mirror_old": (
        _("The copy of the portal, which readers see when it is down, is older than a day."),
        format_lazy(_("Run “{command}” and read what it says."), command="manage.py mirror"),
    ),
    "server_errors": (
        _("Many requests end in an error of the server."),
        format_lazy(_("Search the log of the web process for lines of the level {level}."), level="ERROR"),
    ),
    "slow_answers": (
        _("The portal answers slowly."),
        format_lazy(
            _("Look at load and memory of the machine. More web processes help: {variable}."),
            variable="WEB_CONCURRENCY",
        ),
    ),
    "desk_waits": (
        _("Something has waited for an editor for days."),
        _("Speak with the editors: the desk shows what waits."),
    ),
    "board_mail_unread": (
        _("Mails to discussion boards are not read."),
        format_lazy(_("Look whether the worker runs: “{command}”."), command="manage.py outbox status"),
    ),
    "figures_missing": (
        _("Some figures of the portal cannot be read, so their alerts are silent."),
        format_lazy(
            _("Run “{command}”, and search the log for “{words}”."),
            command="manage.py doctor",
            words="could not be read",
        ),
    ),
}

# {unit of a rule: how a number of it is written}.
UNITS: dict[str, str | Promise] = {
    "": "{number}",
    "%": "{number} %",
    "ms": _("{number} ms"),
    "s": _("{number} s"),
    "h": _("{number} h"),
    "d": _("{number} d"),
}

# {rule: what it watches}.
TITLES: dict[str, str | Promise] = {
    "worker_stopped": _("Effects of changes"),
    "beat_stopped": _("Work by the clock"),
    "web_stopped": _("Web processes"),
    "mails_waiting": _("Mail server"),
    "events_given_up": _("Given-up effects"),
    "outbox_long": _("Number of waiting effects"),
    "checks_waiting": _("Automatic checks"),
    "search_away": _("Search engine"),
    "search_behind": _("Index of the search engine"),
    "redis_away": _("Broker and cache of pages"),
    "disk_full": _("Room on the disks"),
    "backup_late": _("Backups"),
    "backup_untried": _("Trials of backups"),
    "mirror_old": _("Copy of the portal"),
    "server_errors": _("Server errors"),
    "slow_answers": _("Time of answers"),
    "desk_waits": _("The editors' desk"),
    "board_mail_unread": _("Mails to boards"),
    "figures_missing": _("Figures of this page"),
}
