"""A populated portal on a machine of its own, that machine's end, and the empty one after it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.database_hashes import portal_hash
from tests.postgresql_template import dump, load, portal_dump, spare_database
from tests.services import servers
from tests.services.flow.portal import Installation
from tests.services.servers import spare_port
from tests.services.total_loss import population
from tests.services.total_loss.population import write_documents
from tests.template_database import EMPTY, kept, template_database

PASSPHRASE = "the passphrase of the drill, on paper too"
# What is kept by PostgreSQL is on its disk, as on a machine that is in use.
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "shared_buffers": "128MB"}
POPULATION = Path(population.__file__)


@dataclass
class Machine(Installation):
    """A portal whose backups go to a folder elsewhere."""

    location: Path = Path()
    secret_key: str = ""

    @property
    def env(self) -> dict[str, str]:
        passphrase = self.data.parent / "passphrase"
        passphrase.write_text(f"{PASSPHRASE}\n")
        own = {"BACKUP_LOCATION": str(self.location), "BACKUP_PASSPHRASE_FILE": str(passphrase)}
        return super().env | own | ({"SECRET_KEY": self.secret_key} if self.secret_key else {})


@dataclass(frozen=True)
class Size:
    """The size of a portal: its pages, and its megabytes of documents."""

    pages: int
    megabytes: int

    def __str__(self) -> str:
        return f"{self.pages:,} pages and {self.megabytes:,} MB of files"


@dataclass
class Timings:
    """Seconds that each part took, in the order in which they came."""

    parts: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def of(self, part: str) -> Iterator[None]:
        began = time.monotonic()
        yield
        self.parts[part] = self.parts.get(part, 0) + time.monotonic() - began

    def __str__(self) -> str:
        return ", ".join(f"{part} {seconds:.1f} s" for part, seconds in self.parts.items())


class Place:
    """A folder for machines, with the servers that each has, which end with it."""

    def __init__(self, folder: Path, vendor: str) -> None:
        self.folder, self.vendor = folder, vendor
        self.servers = ExitStack()

    def populated(self, size: Size) -> Machine:
        """Return a machine with a populated portal."""
        machine = self.empty("first")
        machine.secret_key = "the key of the first machine, which is in no file of the second"
        content = self.content(size)
        shutil.copytree(content, machine.data, dirs_exist_ok=True)
        if self.vendor == "postgresql":
            load(content / "dump.sql", machine.database_url)
        write_documents(machine.data / "files", size.megabytes)
        machine.move_in()
        return machine

    def content(self, size: Size) -> Path:
        """Return the folder in which the content of a portal of this size is kept, made where it is not there yet."""
        return kept(f"loss_{self.vendor}_{size.pages}_{size.megabytes}-{portal_hash(POPULATION)}", self.maker(size))

    def empty(self, name: str) -> Machine:
        """Return a machine with an empty folder and, where it has servers, an empty PostgreSQL and an empty Redis."""
        data = self.folder / name
        data.mkdir()
        urls = {}
        if self.vendor == "postgresql":
            server = self.servers.enter_context(servers.postgresql(**DURABLE))
            urls["database_url"] = server.portal_url(server.portal_database())
            urls["redis_url"] = self.servers.enter_context(servers.redis_server("the-password-of-redis")).url
        return Machine(data, port=spare_port(), location=self.folder / "backups", **urls)

    def destroy(self, machine: Machine) -> None:
        """Let nothing of a machine be left: neither its folder nor its servers' data."""
        self.servers.close()
        shutil.rmtree(machine.data)

    def maker(self, size: Size) -> Callable[[Path], None]:
        """Return what builds the content that is kept: a folder with the database, and with the small files."""

        def build(folder: Path) -> None:
            folder.mkdir()
            arguments = f"{size.pages}, {size.megabytes}, {str(folder)!r}"
            script = f"from tests.services.total_loss.population import populate; populate({arguments})"
            if self.vendor == "sqlite":
                shutil.copyfile(template_database(EMPTY), folder / "neary.sqlite3")
                Installation(folder).python(script)
                return
            with servers.postgresql() as server, spare_database(server.url("postgres")) as url:
                load(portal_dump(server.url("postgres"), EMPTY), url)
                Installation(folder, database_url=url).python(script)
                dump(url, folder / "dump.sql")

        return build
