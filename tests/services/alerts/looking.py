"""A process of the portal that looks at all figures whenever it is asked: what `manage.py alerts` does each time.

It answers each line of its input with one that names the broken rules. Starting a process for each look would take
most of the drill's time.
"""

from __future__ import annotations

import json
import sys

PREFIX = "LOOKED "


def main() -> None:
    import django

    django.setup()

    from django.utils import timezone

    from operations.alerts.watch import look

    for _line in sys.stdin:
        broken = sorted(each.rule.name for each in look(timezone.now()) if each.is_broken)
        print(PREFIX + json.dumps(broken), flush=True)


if __name__ == "__main__":
    main()
