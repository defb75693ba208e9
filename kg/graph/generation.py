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
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from ..errors import StoreError
from ..findings import Finding
from .names_table import FILE, Named, NamesTable, write_names
from .store import OxigraphStore

FORMAT = 1
"""
The form of a generation; another number is another, unreadable, form.
"""

KEPT = 2


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
        Its store, read-only, with its names table if it has one.
        """
        return OxigraphStore.open(self.folder / "store", NamesTable.beside(self.folder))


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
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _lock(folder):
            return _publish(folder, quads, manifest, names)
    except OSError as error:
        raise StoreError(f"The build cannot be written to {folder} ({error}).") from None


def _publish(
    folder: Path, quads: Iterable[ox.Quad], manifest: dict[str, Any], names: Iterable[Named]
) -> Generation:
    generations = folder / "generations"
    generations.mkdir(exist_ok=True)
    for leftover in folder.glob(".building-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    numbers = [int(path.name) for path in generations.iterdir() if path.name.isdigit()]
    number = max(numbers, default=0) + 1
    draft = folder / f".building-{number}"
    draft.mkdir()
    try:
        store = ox.Store(str(draft / "store"))
        store.bulk_extend(quads)
        store.flush()
        count = len(store)
        del store
        if not write_names(draft / FILE, names):
            (draft / FILE).unlink()
        full = {**manifest, "format": FORMAT, "generation": number, "quads": count}
        text = json.dumps(full, ensure_ascii=False, indent=1, sort_keys=True)
        (draft / "manifest.json").write_text(text + "\n", encoding="utf-8")
        _sync(draft)
        final = generations / str(number)
        os.rename(draft, final)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    link = folder / ".current"
    link.unlink(missing_ok=True)
    link.symlink_to(Path("generations") / str(number))
    os.replace(link, folder / "current")
    for old in sorted(numbers)[: -(KEPT - 1)]:
        shutil.rmtree(generations / str(old), ignore_errors=True)
    return Generation(final, full)


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
