"""
Snapshot: the graph as of one day.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from .answers import ControlView


class Snapshot:
    """
    The graph as of one day: every question that takes a day, without saying it again.

    Examples:
        day = kg.open().at("2014-10-01")
        day.owners("cloudwatt")
        day.explain("orange", "cloudwatt")
        day.control("majority").controllers("numergy")
    """

    def __init__(self, graph: Any, on: date) -> None:
        self.graph = graph
        self.on = on

    def control(self, test: str | None = None) -> ControlView:
        """
        Who controls whom on that day, by one rule or by all rules of control.

        Raises:
            UsageError: the rule does not say who controls whom.
        """
        graph = self.graph
        return ControlView(graph.store, graph.directory, self.on, graph.lang, test)

    def _repr_html_(self) -> str:
        return str(self.graph.map(on=self.on).svg)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name not in (
            "owners",
            "owned",
            "controllers",
            "controlled",
            "leaders",
            "map",
            "organization",
            "sovereignty",
            "deals",
            "draw",
            "explain",
            "group",
            "to_networkx",
            "to_igraph",
            "export",
        ):
            raise AttributeError(name)
        question = getattr(self.graph, name)
        return lambda *args, **options: question(*args, on=self.on, **options)
