"""
Card: an organization or a person on a day, as a notebook shows it.
"""

import html
from collections.abc import Callable
from datetime import date

from ..answers import Answer
from ..names import Iri
from .picture import Picture


class Card:
    """
    An agent on a day: its chart, who holds and leads it, what it holds.

    Examples:
        card = kg.open().organization("cloudwatt", on="2014-10-01")
        card.owners[0]["holder"]   # 'orange'
        card                       # in a notebook: the chart and the tables
    """

    def __init__(
        self,
        iri: Iri,
        name: str,
        on: date,
        picture: Picture,
        ask: Callable[[str], Answer],
    ) -> None:
        self.iri, self.name, self.on, self.picture = iri, name, on, picture
        self._ask = ask

    @property
    def id(self) -> str:
        """
        The id that tables and answers use.
        """
        return self.iri.slug

    @property
    def owners(self) -> Answer:
        """
        Who holds it.
        """
        return self._ask("owners")

    @property
    def owned(self) -> Answer:
        """
        What it holds.
        """
        return self._ask("owned")

    @property
    def leaders(self) -> Answer:
        """
        Who leads it.
        """
        return self._ask("leaders")

    def __repr__(self) -> str:
        return f"<{self.name} ({self.id}) on {self.on}>"

    def _repr_html_(self) -> str:
        asked = ("owned",) if "/person/" in self.iri else ("owners", "leaders", "owned")
        tables = "".join(
            f"<h4>{html.escape(name)}</h4>{getattr(self, name).table_html()}" for name in asked
        )
        return self.picture.svg + tables
