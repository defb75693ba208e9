"""
Job: one export at work: what is written, of which day, and who is told.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ..graph import Store
from ..graph.triples import CURATED, DERIVED
from .drawing import STEP, Note, Picture, Tell, picture
from .stamp import Stamp, stamp_of
from .subjects import Subjects
from .vocabulary import Vocabulary


def silent(stage: str) -> None:
    """
    Say nothing.
    """


@dataclass(slots=True)
class Job:
    """
    What a writer may ask for: the store, the picture, the stamp, the ontology's words.

    `lines` asks for one record a line, where a format has such a form.
    """

    store: Store
    on: date | None
    stamp: Stamp
    lang: str = "en"
    tell: Tell = silent
    lines: bool = False
    _absent: set[str] | None = field(default=None)

    def picture(self, *, planned: bool = True, note: Note | None = None) -> Picture:
        """
        The graph as nodes and edges.
        """
        return picture(
            self.store, self.on, planned=planned, lang=self.lang, tell=self.tell, note=note
        )

    def vocabulary(self) -> Vocabulary:
        """
        The ontology's words.
        """
        return Vocabulary(self.store, self.lang)

    def absent(self) -> set[str]:
        """
        The things that do not belong to the state of the day, looked up once.
        """
        if self._absent is None:
            self._absent = set()
            if self.on:
                for graph in (CURATED, DERIVED):
                    self._absent |= Subjects(self.store, graph).gone(self.on)
        return self._absent

    def ticked(self, items: Sequence[Any] | Any) -> Iterator[Any]:
        """
        Items one by one, with a word to the one who waits now and then.
        """
        for number, item in enumerate(items):
            if number % STEP == 0:
                self.tell("write")
            yield item


def job_of(
    store: Store,
    on: date | None,
    *,
    lang: str = "en",
    manifest: Mapping[str, Any] | None = None,
    tell: Tell = silent,
) -> Job:
    """
    A job on a store, stamped.
    """
    return Job(store, on, stamp_of(store, on, manifest or {}, lang), lang, tell)
