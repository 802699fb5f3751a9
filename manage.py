#!/usr/bin/env python
"""Neary's command line."""

import os
import sys
from pathlib import Path


def main() -> None:
    # `site` is a module of the standard library: site/ can only be a source root, never a package.
    sys.path.insert(0, str(Path(__file__).resolve().parent / "site"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        if "doctor" not in sys.argv[1:2]:
            raise
        # Settings that cannot be read are what doctor is asked about: a sentence says more than a traceback.
        sys.exit(f"Faults:\n  settings: {error}. Put that right in the environment, and ask again.")


if __name__ == "__main__":
    main()
