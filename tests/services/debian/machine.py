"""A fresh Debian in a folder, which boots its own systemd in namespaces of its own. Needs root and debootstrap."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.services.processes import REPOSITORY, CommandFailed, ServerMissing, wait_for
from tests.template_database import kept

SUITE = "bookworm"
SOURCE = "/srv/neary-source"
NAME = "portal.example.org"
BOOT = Path(__file__).with_name("boot")
NAMESPACES = ("--mount", "--pid", "--net", "--uts", "--ipc", "--cgroup")
PATHS = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
# How this machine reaches the registries of packages; a fresh Debian with a plain way out needs none of it.
WAY_OUT = ("etc/resolv.conf", "etc/pip.conf", "etc/ssl/certs/ca-certificates.crt")


@dataclass
class Machine:
    """A Debian in the folder `root`; once booted its network is its own loopback alone."""

    root: Path
    systemd: subprocess.Popen[bytes] | None = None
    env: dict[str, str] = field(default_factory=dict)

    def lay_source(self) -> None:
        """Put a copy of this repository there, as a checkout would."""
        folder = self.root / SOURCE.lstrip("/")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        names = subprocess.run(listed, cwd=REPOSITORY, capture_output=True, check=True).stdout
        pack = subprocess.run(
            ["tar", "--create", "--null", "--files-from=-"],
            cwd=REPOSITORY,
            input=names,
            capture_output=True,
            check=True,
        )
        subprocess.run(["tar", "--extract", "--no-same-owner"], cwd=folder, input=pack.stdout, check=True)

    def before_boot(self, *command: str) -> str:
        """Run a command in the folder with this machine's network; no server is started by it."""
        refusal = self.root / "usr/sbin/policy-rc.d"
        refusal.write_text("#!/bin/sh\nexit 101\n")
        refusal.chmod(0o755)
        mounts = (
            'mount --make-rprivate /; mount -t proc proc "$0/proc"; mount --bind /dev "$0/dev"; exec chroot "$0" "$@"'
        )
        try:
            enter = ["unshare", "--mount", "--fork", "bash", "-c", mounts, str(self.root)]
            return ended([*enter, *self.environment(way_out=True), *command])
        finally:
            refusal.unlink()

    def boot(self) -> None:
        """Start its systemd and wait until all units are up. Raises ServerMissing when systemd does not start."""
        command = ["unshare", *NAMESPACES, "--fork", "--kill-child", str(BOOT), str(self.root)]
        with (self.root / "var/log/boot.log").open("wb") as log:
            self.systemd = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            wait_for(self.is_up, "systemd", 240, every=0.5)
        except TimeoutError as error:
            said = (self.root / "var/log/boot.log").read_text()
            raise ServerMissing(f"{error}: {said}{self.run('systemctl', '--failed')}") from error

    def is_up(self) -> bool:
        """Return whether every unit has started. Raises ServerMissing when systemd has ended."""
        assert self.systemd
        if self.systemd.poll() is not None:
            raise ServerMissing(f"systemd ended at once: {(self.root / 'var/log/boot.log').read_text()}")
        try:
            return self.run("systemctl", "is-system-running").strip() == "running"
        except CommandFailed:
            return False

    def run(self, *command: str, text: str | None = None, network: bool = False, **variables: str) -> str:
        """Run a command as root on the booted machine and give what it printed; `network` lends it a way out."""
        return ended([*self.entered(network), *self.environment(way_out=network, **variables), *command], text)

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """Start a command as root on the booted machine."""
        return subprocess.Popen([*self.entered(), *self.environment(), *command], stdout=subprocess.PIPE)

    def entered(self, network: bool = False) -> list[str]:
        """Return the command that enters the machine."""
        assert self.systemd
        children = Path(f"/proc/{self.systemd.pid}/task/{self.systemd.pid}/children").read_text().split()
        if not children:
            raise CommandFailed("systemd has not started yet")
        spaces = [name for name in NAMESPACES if not (network and name == "--net")]
        return ["nsenter", f"--target={children[0]}", *spaces, "--root", "--wd"]

    def environment(self, way_out: bool = False, **variables: str) -> list[str]:
        """Return the command that sets the variables of root's shell there, and no other."""
        chosen = {"HOME": "/root", "PATH": PATHS, "LANG": "C.UTF-8", "PORTAL_NAME": NAME} | self.env | variables
        if way_out:
            chosen |= {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
        return ["env", "-i", *(f"{name}={value}" for name, value in chosen.items())]

    def install(self, *steps: str, network: bool = False, **variables: str) -> str:
        """Run steps of systemd/install on the booted machine."""
        return self.run(f"{SOURCE}/systemd/install", *steps, network=network, **variables)

    def property(self, unit: str, name: str) -> str:
        """Return a property of a unit as systemd tells it."""
        return self.run("systemctl", "show", f"--property={name}", "--value", unit).strip()

    def stop(self) -> None:
        """End it at once with all its processes, as a power cut would."""
        if self.systemd:
            self.systemd.kill()
            self.systemd.wait()
            self.systemd = None


def ended(command: list[str], text: str | None = None) -> str:
    """Run a command to its end and give what it printed. Raises CommandFailed with its last words."""
    done = subprocess.run(
        command, input=text, capture_output=True, text=True, stdin=None if text else subprocess.DEVNULL
    )
    if done.returncode:
        raise CommandFailed(f"{command} failed: {done.stdout[-4000:]}{done.stderr[-4000:]}")
    return done.stdout


def bootstrap(folder: Path) -> None:
    """Make a Debian with systemd in a folder."""
    ended(
        ["debootstrap", "--variant=minbase", "--include=ca-certificates,systemd,systemd-sysv,dbus", SUITE, str(folder)]
    )
    # Else the servers of all copies would keep the same identity.
    (folder / "etc/machine-id").write_text("")


@contextmanager
def debian(folder: Path) -> Iterator[Machine]:
    """A fresh Debian that has not booted, with this repository in SOURCE. Raises ServerMissing."""
    if os.geteuid() != 0:
        raise ServerMissing("only root makes a Debian in a folder")
    if not shutil.which("debootstrap"):
        raise ServerMissing("debootstrap is not installed (Debian: debootstrap)")
    subprocess.run(["cp", "--archive", kept(f"debian-{SUITE}", bootstrap), folder], check=True)
    for name in WAY_OUT:
        if Path("/", name).exists():
            shutil.copy(Path("/", name), folder / name)
    (folder / "etc/hostname").write_text("portal\n")
    machine = Machine(folder)
    machine.lay_source()
    try:
        yield machine
    finally:
        machine.stop()
        shutil.rmtree(folder)
