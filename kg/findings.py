"""
Findings: what is wrong with data, where, and what to write instead.

Every rule that can be broken has an id and its words, in English and French,
in one catalogue. A rule's text has two halves: what was found, what to write.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from .errors import Place

ERROR = "error"
WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Rule:
    """
    A rule of the data: its id, how grave a breach is, its words by language.
    """

    id: str
    severity: str
    words: dict[str, tuple[str, str]]


def _read_catalogue() -> dict[str, Rule]:
    text = (Path(__file__).parent / "findings.json").read_text(encoding="utf-8")
    return {
        id: Rule(
            id,
            entry.get("severity", ERROR),
            {lang: (entry[lang][0], entry[lang][1]) for lang in ("en", "fr")},
        )
        for id, entry in json.loads(text).items()
    }


CATALOGUE = _read_catalogue()


@dataclass(frozen=True, slots=True)
class Finding:
    """
    One breach of one rule at one place.

    `details` fills the blanks of the rule's words.
    """

    rule: str
    place: Place
    details: dict[str, str] = field(default_factory=dict)

    @property
    def severity(self) -> str:
        """
        `error` stops a build, `warning` does not.
        """
        return CATALOGUE[self.rule].severity

    def found(self, lang: str = "en") -> str:
        """
        What was found.
        """
        return CATALOGUE[self.rule].words[lang][0].format(**self.details)

    def write(self, lang: str = "en") -> str:
        """
        What to write instead.
        """
        return CATALOGUE[self.rule].words[lang][1].format(**self.details)

    def text(self, lang: str = "en") -> str:
        """
        The finding on one line, as an editor can jump to it.
        """
        return f"{self.place}: {self.found(lang)}; {self.write(lang)}"

    def __str__(self) -> str:
        return self.text()


class CellError(ValueError):
    """
    A cell breaks a rule; whoever knows the place makes a finding of it.
    """

    def __init__(self, rule: str, **details: object) -> None:
        self.rule = rule
        self.details = {name: str(value) for name, value in details.items()}
        finding = Finding(rule, Place(""), self.details)
        super().__init__(f"{finding.found()}; {finding.write()}")

    def at(self, place: Place) -> Finding:
        """
        This breach, at its place.
        """
        return Finding(self.rule, place, self.details)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """
    Findings by file, line and column: the order in which a curator meets them.
    """
    return sorted(findings, key=lambda finding: (finding.place, finding.rule, finding.text()))
