"""
Names table: the search of names in a generation, a SQLite file beside its store.

The graph stays the truth: the table repeats the id, the names and the
identifiers of each organization and person, folded, with an index of their
trigrams, so that the one thing meant is found among millions without reading
the others. A store without it is searched by SPARQL.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import StoreError
from ..names import Iri, fold

if TYPE_CHECKING:
    import sqlite3

FILE = "names.sqlite"
SCORED = 20_000
"""
Up to so many names each is compared with a text; of more, those with the
rarest trigrams of the text, as far as together they are no more than these.
"""

BATCH = 10_000

SCHEMA = """
CREATE TABLE things (id INTEGER PRIMARY KEY, iri TEXT NOT NULL);
CREATE TABLE names (id INTEGER PRIMARY KEY, thing INTEGER NOT NULL, folded TEXT NOT NULL,
    text TEXT NOT NULL);
CREATE VIRTUAL TABLE parts USING fts5(folded, tokenize='trigram', detail='none', content='');
"""
INDEXES = """
CREATE UNIQUE INDEX things_iri ON things (iri);
CREATE INDEX names_folded ON names (folded);
CREATE INDEX names_thing ON names (thing);
INSERT INTO parts (parts) VALUES ('optimize');
CREATE VIRTUAL TABLE vocabulary USING fts5vocab('parts', 'row');
CREATE TABLE trigrams (part TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO trigrams SELECT term, doc FROM vocabulary;
"""


@dataclass(frozen=True, slots=True)
class Named:
    """
    An organization or a person, and what it goes by.

    `texts` are its id, its usual name, its identifiers and its other names: of
    those that resemble a text alike, a search shows the first.
    """

    iri: str
    texts: tuple[str, ...]


def write_names(path: Path, things: Iterable[Named]) -> int:
    """
    Write the table of some things, read one by one, and give their number.

    Each IRI stands once, in any order.

    Raises:
        StoreError: an IRI stands twice, or SQLite has no index of trigrams (before 3.34).
    """
    import sqlite3

    path.unlink(missing_ok=True)
    table = sqlite3.connect(path, isolation_level=None)
    count = 0
    try:
        table.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; " + SCHEMA)
        table.execute("BEGIN")
        numbered = enumerate(things, 1)
        texts = 0
        while batch := list(islice(numbered, BATCH)):
            named, parts = _rows_of(batch, texts)
            table.executemany("INSERT INTO things VALUES (?, ?)", ((n, t.iri) for n, t in batch))
            table.executemany("INSERT INTO names VALUES (?, ?, ?, ?)", named)
            table.executemany("INSERT INTO parts (rowid, folded) VALUES (?, ?)", parts)
            count, texts = batch[-1][0], texts + len(named)
        table.execute("COMMIT")
        table.executescript(INDEXES)
    except sqlite3.Error as error:
        raise StoreError(f"The names cannot be written to {path} ({error}).") from None
    finally:
        table.close()
    return count


def _rows_of(
    batch: Iterable[tuple[int, Named]], last: int
) -> tuple[list[tuple[int, int, str, str]], list[tuple[int, str]]]:
    """
    The rows of names, numbered on from the last, and of those that the index of parts takes.
    """
    named, parts = [], []
    for number, thing in batch:
        seen: set[str] = set()
        for text in dict.fromkeys(thing.texts):
            last += 1
            folded = fold(text)
            named.append((last, number, folded, text))
            if folded not in seen:
                seen.add(folded)
                parts.append((last, folded))
    return named, parts


class NamesTable:
    """
    The names of a generation, read-only; opened at the first question.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    @classmethod
    def beside(cls, folder: Path) -> "NamesTable | None":
        """
        The table of a generation's folder; None where it has none.
        """
        path = folder / FILE
        return cls(path) if path.exists() else None

    @cached_property
    def _table(self) -> "sqlite3.Connection":
        import sqlite3

        place = f"{self._path.absolute().as_uri()}?mode=ro&immutable=1"
        return sqlite3.connect(place, uri=True, check_same_thread=False)

    def entries(self, folded: str) -> list[tuple[Iri, str]]:
        """
        The things that go by a folded text, each with the text as written.
        """
        found = self._rows(
            "SELECT t.iri, n.text FROM names n JOIN things t ON t.id = n.thing"
            " WHERE n.folded = ? ORDER BY n.id",
            folded,
        )
        return [(Iri(iri), text) for iri, text in found]

    def near(self, folded: str) -> Iterator[tuple[str, Iri, str]]:
        """
        What may resemble a folded text: names, folded and as written, and their things.

        All of them where there are few, in the order in which they were written.
        Of many, all names of the things that share a rare trigram with the text,
        or start with it where it is shorter than three letters.
        """
        [(count,)] = self._rows("SELECT coalesce(max(id), 0) FROM names")
        chosen = ""
        if count > SCORED:
            things = sorted(self._candidates(folded))
            chosen = f" WHERE n.thing IN ({','.join(map(str, things))})"
        found = self._rows(
            "SELECT n.folded, t.iri, n.text FROM names n JOIN things t ON t.id = n.thing"
            f"{chosen} ORDER BY n.id"
        )
        return ((name, Iri(iri), text) for name, iri, text in found)

    def _candidates(self, folded: str) -> set[int]:
        """
        The numbers of the things whose names share a rare trigram with a text.
        """
        exact = "SELECT thing FROM names WHERE folded >= ? AND folded < ? LIMIT 500"
        found = {thing for (thing,) in self._rows(exact, folded, folded + "{")}
        parts = {folded[start : start + 3] for start in range(len(folded) - 2)}
        marks = ",".join("?" * len(parts))
        counted = self._rows(
            f"SELECT count, part FROM trigrams WHERE part IN ({marks}) ORDER BY count, part", *parts
        )
        rare: list[str] = []
        together = 0
        for count, part in counted:
            together += count
            if rare and together > SCORED:
                break
            rare.append(f'"{part}"')
        if rare:
            match = " OR ".join(rare)
            limited = f"SELECT rowid FROM parts WHERE parts MATCH ? LIMIT {SCORED}"
            rows = self._rows(f"SELECT thing FROM names WHERE id IN ({limited})", match)
            found |= {thing for (thing,) in rows}
        return found

    def _rows(self, query: str, *values: str | int) -> list[tuple[Any, ...]]:
        import sqlite3

        try:
            return self._table.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise StoreError(f"The names of the build are damaged ({error}). Run: kg build") from (
                None
            )
