"""Limits of the process, and the account that it runs under."""

from __future__ import annotations

import os
import resource
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from operations.doctor.findings import SetupFinding, warning
from operations.doctor.registry import check

FEWEST_FILES = 1024
# The portal's containers have a gigabyte, of which the kernel shows a little less.
LEAST_MEMORY = 900 * 1024**2
# A number that stands for no limit has more digits than any machine has memory.
NO_LIMIT = 2**60
CGROUP_LIMITS = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))


@check()
def account() -> Iterator[SetupFinding]:
    """Tell when the portal runs as root: a fault could affect the whole machine."""
    if user_id() == 0:
        yield warning(
            "This process runs as root, so a fault in it would affect the whole machine.",
            "Run the portal and doctor under an account of their own.",
        )


@check()
def open_files() -> Iterator[SetupFinding]:
    """Tell when the process may open too few files at once."""
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    # -1 stands for no limit.
    if 0 <= limit < FEWEST_FILES:
        yield warning(
            f"A process may open only {limit} files; when all are in use, visitors wait.",
            "Raise it to 4096 (ulimit -n, LimitNOFILE of systemd, or ulimits of compose).",
        )


@check()
def memory() -> Iterator[SetupFinding]:
    """Tell when the machine or container has too little memory for the portal."""
    found = memory_limit()
    if found < LEAST_MEMORY:
        yield warning(
            f"There are {found / 1024**2:.0f} MB of memory, so processes may be killed.",
            "Give the machine or the container at least 1 GB.",
        )


@check()
def bytecode() -> Iterator[SetupFinding]:
    """Tell when compiled Python modules are not written to disk, so that each start compiles them again."""
    if os.environ.get("PYTHONDONTWRITEBYTECODE") and not is_compiled():
        yield warning(
            "PYTHONDONTWRITEBYTECODE is set, so nothing is compiled and each start takes some seconds more.",
            "Remove that variable, or run python -m compileall as the image does.",
        )


def user_id() -> int:
    """Return the operating system's user id of this process (0 is root)."""
    return os.geteuid()


def memory_limit() -> int:
    """Return the bytes of memory of this machine, or of its container when that has fewer."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    # The first is of cgroup 2, the second of cgroup 1; "max" stands for no limit.
    limits = [int(text) for path in CGROUP_LIMITS if path.exists() and (text := path.read_text().strip()).isdecimal()]
    return min([machine, *(limit for limit in limits if limit < NO_LIMIT)])


def is_compiled() -> bool:
    """Return whether compiled Python modules exist beside the portal's code (__pycache__)."""
    return (Path(settings.SITE_ROOT) / "common" / "__pycache__").exists()
