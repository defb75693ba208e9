"""
Generations: immutable builds on disk, published by an atomic swap.

A folder of builds holds `generations/<id>/` and a link `current` to one of
them. A build that fails leaves `current` as it was; readers open a generation
read-only, any number at a time.
"""

import contextlib
import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Any, TypeVar

import pyoxigraph as ox

from ..errors import StoreError
from ..findings import Finding
from .ledger import Ledger
from .names_table import FILE, Named, NamesTable, write_names
from .store import OxigraphStore

FORMAT = 1
"""
The form of a generation; another number is another, unreadable, form.
"""

KEPT = 2
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Generation:
    """
    One published build: its folder, what its manifest says, and, just built,
    what was found odd on the way.
    """

    folder: Path
    manifest: dict[str, Any]
    warnings: tuple[Finding, ...] = ()

    def store(self) -> OxigraphStore:
        """
        Its store, read-only, with its names table and its arrays if it has them.
        """
        rows = self.manifest.get("tables", {}).get("shareholdings", 0)
        names, ledger = NamesTable.beside(self.folder), Ledger.beside(self.folder, rows)
        return OxigraphStore.open(self.folder / "store", names, ledger)


def current(folder: Path) -> Generation:
    """
    The published generation of a folder.

    Raises:
        StoreError: nothing is published there, or it is damaged or of another form.
    """
    path = (folder / "current").resolve()
    try:
        manifest = json.loads((path / "manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise StoreError(f"No graph is built in {folder}. Run: kg build") from None
    except (OSError, ValueError) as error:
        raise StoreError(f"The build in {folder} is damaged ({error}). Run: kg build") from None
    if manifest.get("format") != FORMAT:
        raise StoreError(f"The build in {folder} has another form. Run: kg build")
    return Generation(path, manifest)


def publish(
    folder: Path,
    quads: Iterable[ox.Quad],
    manifest: dict[str, Any],
    names: Iterable[Named] = (),
) -> Generation:
    """
    Write a new generation and make it the current one, all or nothing.

    `names` make its names table; without any, names are searched in the store.

    Raises:
        StoreError: another build is at work, or the disk refuses.
    """
    with drafting(folder) as draft:
        draft.fill(lambda store: store.bulk_extend(quads))
        draft.name(names)
        return draft.publish(manifest)


class Draft:
    """
    A generation being written: nobody reads it before it is published.
    """

    def __init__(self, builds: Path, number: int) -> None:
        self._builds = builds
        self._number = number
        self._quads = 0
        # A failed draft's store may stay open in this process for a while: never its name again.
        self.folder = builds / f".building-{number}-{token_hex(4)}"

    def fill(self, work: Callable[[ox.Store], Result]) -> Result:
        """
        Fill the draft's store, once, and count its quads.

        The store is closed when `work` has let go of it: a store that is open
        still moves its files about, and they could not be published.
        """
        store = ox.Store(str(self.folder / "store"))
        result = work(store)
        store.flush()
        self._quads = len(store)
        return result

    def name(self, things: Iterable[Named]) -> int:
        """
        Write the names table, and give the number of things; without any there is none.
        """
        count = write_names(self.folder / FILE, things)
        if not count:
            (self.folder / FILE).unlink()
        return count

    def scratch(self, name: str) -> Path:
        """
        The path of a working file, which is not published.
        """
        folder = self.folder / "scratch"
        folder.mkdir(exist_ok=True)
        return folder / name

    def publish(self, manifest: dict[str, Any]) -> Generation:
        """
        Make the draft the current generation.
        """
        shutil.rmtree(self.folder / "scratch", ignore_errors=True)
        full = {**manifest, "format": FORMAT, "generation": self._number, "quads": self._quads}
        text = json.dumps(full, ensure_ascii=False, indent=1, sort_keys=True)
        (self.folder / "manifest.json").write_text(text + "\n", encoding="utf-8")
        _sync(self.folder)
        generations = self._builds / "generations"
        final = generations / str(self._number)
        os.rename(self.folder, final)
        link = self._builds / ".current"
        link.unlink(missing_ok=True)
        link.symlink_to(Path("generations") / str(self._number))
        os.replace(link, self._builds / "current")
        for old in sorted(n for n in _numbers(generations) if n != self._number)[: -(KEPT - 1)]:
            shutil.rmtree(generations / str(old), ignore_errors=True)
        return Generation(final, full)


@contextlib.contextmanager
def drafting(folder: Path) -> Iterator[Draft]:
    """
    A draft of the next generation of a folder, which no one else can write to meanwhile.

    Whatever is raised before it is published, an interruption too, removes it.

    Raises:
        StoreError: another build is at work, or the disk refuses.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _lock(folder):
            generations = folder / "generations"
            generations.mkdir(exist_ok=True)
            for leftover in folder.glob(".building-*"):
                shutil.rmtree(leftover, ignore_errors=True)
            draft = Draft(folder, max(_numbers(generations), default=0) + 1)
            draft.folder.mkdir()
            try:
                yield draft
            except BaseException:
                shutil.rmtree(draft.folder, ignore_errors=True)
                raise
    except OSError as error:
        raise StoreError(f"The build cannot be written to {folder} ({error}).") from None


def _numbers(generations: Path) -> list[int]:
    return [int(path.name) for path in generations.iterdir() if path.name.isdigit()]


@contextlib.contextmanager
def _lock(folder: Path) -> Iterator[None]:
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StoreError(f"Another build is writing to {folder}; wait for it.") from None
        yield


def _sync(folder: Path) -> None:
    for path in [*folder.rglob("*"), folder]:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
