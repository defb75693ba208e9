"""
Drawn: what a graph shows as pictures, beside the answers that it gives.
"""

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from .answers import Answer, Directory
from .dates import Day, day
from .graph import Store

if TYPE_CHECKING:
    from .chart import Card, Picture, Ties


class Drawn:
    """
    The pictures of a graph: charts, timelines, the map, and an agent as a card.
    """

    store: Store
    lang: str
    directory: Directory

    @cached_property
    def _ties(self) -> "Ties":
        from .chart import Ties

        return Ties(self.store)

    def draw(self, agent: str, *, on: Day = None, **options: Any) -> "Picture":
        """
        The structure chart of an organization or a person on a day, or its `timeline`.

        Options are those of `kg draw`: `timeline`, `direction`, `depth`,
        `minimum`, `limit`, `control`, `link_base`, `theme`.

        Raises:
            NotFound: nothing goes by that name.
            UsageError: an option cannot be drawn.
        """
        from . import chart

        return chart.draw(self._ties, self.directory, agent, day(on), self.lang, **options)

    def organization(self, name: str, *, on: Day = None) -> "Card":
        """
        An organization or a person on a day, which shows itself in a notebook.
        """
        from .chart import Card

        iri, when = self.directory.resolve(name), day(on)

        def ask(question: str) -> Answer:
            found: Answer = getattr(self, question)(iri, on=when)
            return found

        return Card(iri, self.directory.name(iri, when), when, self.draw(iri, on=when), ask)

    @cached_property
    def overview(self) -> dict[str, Any]:
        """
        A map of everybody over all time: nodes with fixed places, and edges with dates.
        """
        from .chart import overview

        return overview(self.store, self.directory)

    def map(self, *, on: Day = None, theme: str = "auto") -> "Picture":
        """
        The map of a day as a picture.
        """
        from .chart import Picture, draw_map

        when, data = day(on), self.overview
        return Picture(lambda look: draw_map(data, when, lang=self.lang, theme=look), theme)

    def _shown(self, answer: Answer, agent: str, on: date, **options: Any) -> Answer:
        """
        An answer that shows a chart above its table in a notebook.
        """
        answer.chart = lambda: self.draw(agent, on=on, **options).svg
        return answer
