"""
Views: who controls whom on one day, as a thing to ask, count and draw.
"""

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import Any

from ..control import CONTROLS, RELATIONS, RULES, Conclusion, conclude
from ..errors import UsageError
from ..graph import Store
from .answer import Answer
from .control import item_of
from .evidence import Evidence
from .explain import explain
from .naming import Directory
from .question import Question

SURE = ("yes", "presumed")


class ControlView:
    """
    Control on one day, by one rule with those that it builds on, or by all rules of control.

    Agents go by any name. Lists are ids in order; only certain conclusions
    (`yes`, `presumed`) count unless `open` asks for possible ones too.

    Examples:
        view = kg.open().at("2015-06-30").control()
        view.controllers("numergy")     # ['altice', 'altice-france', 'patrick-drahi', 'sfr']
        view.ultimate("numergy")        # ['patrick-drahi']
        view.group("altice")            # ['altice', 'altice-france', 'numergy', 'sfr', ...]
        view.explain("sfr", "numergy")  # an Answer
    """

    def __init__(
        self, store: Store, directory: Directory, on: date, lang: str, test: str | None = None
    ) -> None:
        if test is not None and test not in RELATIONS:
            raise UsageError(
                f"'{test}' does not say who controls whom: write one of {', '.join(RELATIONS)}."
            )
        self._question = Question(store, directory, on, lang)
        self.on, self.test = on, test
        self.tests = CONTROLS if test is None else (test,)
        if test in CONTROLS:
            self.tests = (*RULES[test].needs, test)

    @cached_property
    def conclusions(self) -> list[Conclusion]:
        """
        Every conclusion of the day, as the engine draws it.
        """
        return conclude(self._question.day, self.tests)

    def __len__(self) -> int:
        return len(self.conclusions)

    def __iter__(self) -> Iterator[Conclusion]:
        return iter(self.conclusions)

    def _chosen(self, *, open: bool) -> Iterator[Conclusion]:
        return (one for one in self.conclusions if open or one.verdict in SURE)

    def _id(self, agent: str) -> str:
        return self._question.directory.resolve(agent).slug

    def controllers(self, org: str, *, open: bool = False) -> list[str]:
        """
        Who controls an organization, directly and through others.
        """
        id = self._id(org)
        return sorted({one.controller for one in self._chosen(open=open) if one.controlled == id})

    def controlled(self, agent: str, *, open: bool = False) -> list[str]:
        """
        What an agent controls, directly and through others.
        """
        id = self._id(agent)
        return sorted({one.controlled for one in self._chosen(open=open) if one.controller == id})

    def ultimate(self, org: str) -> list[str]:
        """
        Those who control an organization and whom nobody controls for certain.
        """
        above = self.controllers(org)
        return [one for one in above if not set(self.controllers(one)) - {one}]

    def group(self, agent: str) -> list[str]:
        """
        An agent with all that it controls.
        """
        return sorted({self._id(agent), *self.controlled(agent)})

    def explain(self, agent: str, org: str) -> Answer:
        """
        The verdict of the rule, or of all, on one pair, and why.
        """
        question = self._question
        answer = explain(question.store, question.directory, agent, org, self.on, question.lang)
        if self.test:
            answer.answers = [item for item in answer.answers if item["test"] == self.test]
        return answer

    @property
    def table(self) -> Answer:
        """
        Every conclusion as an answer, with reasons and sources.
        """
        question = self._question
        cited = question.cited(claim for one in self.conclusions for claim in one.claims)
        evidence = Evidence(question.store, cited)
        items = [
            {"controlled": one.controlled, **item_of(question, evidence, one, "controller")}
            for one in self.conclusions
        ]
        columns = ("controlled", "controller", "test", "verdict", "ultimate", "certainty", "chain")
        return Answer("control", None, self.on, items, [], evidence.known_to(), columns)

    def to_networkx(self) -> Any:
        """
        Who controls whom with nobody between, as a directed graph of ids.

        Edges carry `test`, `verdict` and `certainty`; nodes their `name`.
        """
        import networkx

        graph = networkx.DiGraph(day=self.on.isoformat())
        for one in self.conclusions:
            for id in (one.controller, one.controlled):
                graph.add_node(id, name=self._question.name(id))
            if one.immediate:
                graph.add_edge(
                    one.controller,
                    one.controlled,
                    test=one.test,
                    verdict=one.verdict,
                    certainty=one.certainty,
                )
        return graph

    def to_pandas(self) -> Any:
        """
        Every conclusion as a row of a pandas DataFrame.

        Raises:
            MissingExtra: pandas is not installed.
        """
        return self.table.to_pandas()

    def __repr__(self) -> str:
        return f"<control on {self.on} by {', '.join(self.tests)}: {len(self)} conclusions>"

    def _repr_html_(self) -> str:
        return self.table._repr_html_()
