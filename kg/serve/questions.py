"""
Questions: what may be asked by address, with which parameters, and who answers it.

One table is the JSON API, its OpenAPI description and its documentation. The
answers are those of `kg.knowledge.KnowledgeGraph`, the same objects that
`--format json` prints.
"""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..answers import Answer
from ..answers.changes import KINDS as CHANGES
from ..control import RELATIONS
from ..errors import UsageError
from ..knowledge import KnowledgeGraph

LANGS = ("en", "fr")
STAGES = ("talks", "announced", "signed", "completed", "abandoned")
LONGEST = 500
"""
Characters that a parameter may have.
"""


@dataclass(frozen=True, slots=True)
class Parameter:
    """
    A parameter of a question: its name, kind and meaning, and a value that finds something.

    `kind` is text, day, flag, choice or list; `choices` those of a choice.
    """

    name: str
    kind: str
    en: str
    fr: str
    example: str = ""
    required: bool = False
    choices: tuple[str, ...] = ()

    def meaning(self, lang: str) -> str:
        """
        What it means, in a language.
        """
        return self.fr if lang == "fr" else self.en

    def read(self, values: Sequence[str]) -> Any:
        """
        The value of the texts given for it; None where there are none.

        Raises:
            UsageError: it is missing, given twice, too long, or not of its kind.
        """
        for value in values:
            if len(value) > LONGEST:
                raise UsageError(f"{self.name} is longer than {LONGEST} characters.")
            if any(unicodedata.category(character) == "Cc" for character in value):
                raise UsageError(f"{self.name} holds a control character.")
        given = [value.strip() for value in values if value.strip()]
        if not given:
            if self.required:
                raise UsageError(f"{self.name} is missing: {self.en}, such as {self.example}.")
            return None
        if self.kind == "list":
            return given
        if len(given) > 1:
            raise UsageError(f"{self.name} is given {len(given)} times: give it once.")
        value = given[0]
        if self.kind == "flag":
            if value not in ("true", "false"):
                raise UsageError(f"{self.name}: '{value}' is not true or false.")
            return value == "true"
        if self.kind == "choice" and value not in self.choices:
            raise UsageError(f"{self.name}: '{value}' is none of {', '.join(self.choices)}.")
        return value


ORG = Parameter(
    "org",
    "text",
    "an id, name, SIREN, LEI or IRI of an organization",
    "identifiant, nom, SIREN, LEI ou IRI d'une organisation",
    "cloudwatt",
    required=True,
)
AGENT = Parameter(
    "agent",
    "text",
    "an id, name or IRI of an organization or a person",
    "identifiant, nom ou IRI d'une organisation ou d'une personne",
    "orange",
    required=True,
)
ON = Parameter("on", "day", "the day asked about (today)", "le jour demandé (aujourd'hui)")
TEST = Parameter("test", "choice", "one rule only", "une seule règle", choices=tuple(RELATIONS))
ASSUME = Parameter(
    "assume",
    "list",
    "a deal taken as done: its id, or 'A buys 10 of B from C'; several may be given",
    "opération supposée faite : son identifiant, ou « A buys 10 of B from C » ; répétable",
)
OTHERS = Parameter(
    "with_alternatives",
    "flag",
    "try what other sources say where they differ",
    "essayer ce que disent les autres sources là où elles diffèrent",
)


@dataclass(frozen=True, slots=True)
class Question:
    """
    A question by address: its words, its parameters, and the method that answers it.
    """

    id: str
    en: str
    fr: str
    parameters: tuple[Parameter, ...]
    ask: Callable[[KnowledgeGraph, dict[str, Any]], Answer]

    def title(self, lang: str) -> str:
        """
        What is asked, in a language.
        """
        return self.fr if lang == "fr" else self.en

    def read(self, given: Mapping[str, Sequence[str]]) -> dict[str, Any]:
        """
        The parameters of a request.

        Raises:
            UsageError: one is not the question's, is missing, or is not of its kind.
        """
        known = {parameter.name for parameter in self.parameters}
        unknown = sorted(set(given) - known - {"lang", "format"})
        if unknown:
            has = ", ".join(sorted(known)) or "none"
            raise UsageError(f"{self.id} has no parameter {', '.join(unknown)}: it has {has}.")
        found = {one.name: one.read(given.get(one.name, ())) for one in self.parameters}
        return {name: value for name, value in found.items() if value is not None}


def _named(method: str, *places: str) -> Callable[[KnowledgeGraph, dict[str, Any]], Answer]:
    def ask(graph: KnowledgeGraph, given: dict[str, Any]) -> Answer:
        rest = {name: value for name, value in given.items() if name not in places}
        answer: Answer = getattr(graph, method)(*(given[name] for name in places), **rest)
        return answer

    return ask


def _sovereignty(graph: KnowledgeGraph, given: dict[str, Any]) -> Answer:
    orgs = given.pop("org", [])
    every = given.pop("all", False)
    if bool(orgs) == every:
        raise UsageError("Give one or several org, or all=true.")
    return graph.sovereignty(*orgs, every=every, **given)


QUESTIONS: dict[str, Question] = {
    question.id: question
    for question in (
        Question(
            "owners",
            "Who holds an organization on a day",
            "Qui détient une organisation un jour donné",
            (ORG, ON),
            _named("owners", "org"),
        ),
        Question(
            "owned",
            "What an organization or a person holds on a day",
            "Ce que détient une organisation ou une personne un jour donné",
            (AGENT, ON),
            _named("owned", "agent"),
        ),
        Question(
            "controllers",
            "Who controls an organization on a day, by which rule",
            "Qui contrôle une organisation un jour donné, par quelle règle",
            (ORG, ON, TEST, ASSUME, OTHERS),
            _named("controllers", "org"),
        ),
        Question(
            "controlled",
            "What an organization or a person controls on a day",
            "Ce que contrôle une organisation ou une personne un jour donné",
            (AGENT, ON, TEST),
            _named("controlled", "agent"),
        ),
        Question(
            "explain",
            "The verdict of every rule for a pair, and why",
            "Le verdict de chaque règle pour une paire, et pourquoi",
            (AGENT, ORG, ON, ASSUME, OTHERS),
            _named("explain", "agent", "org"),
        ),
        Question(
            "leaders",
            "Who led an organization on a day",
            "Qui dirigeait une organisation un jour donné",
            (
                ORG,
                ON,
                Parameter("every_post", "flag", "directors too", "administrateurs compris"),
            ),
            _named("leaders", "org"),
        ),
        Question(
            "sovereignty",
            "Our reading of the SecNumCloud capital rule",
            "Notre lecture de la règle de capital de SecNumCloud",
            (
                Parameter("org", "list", ORG.en, ORG.fr, "s3ns"),
                Parameter("all", "flag", "all providers", "tous les prestataires"),
                ON,
                OTHERS,
            ),
            _sovereignty,
        ),
        Question(
            "group",
            "What an agent holds, directly and through others",
            "Ce que détient un agent, directement et à travers d'autres",
            (AGENT, ON),
            _named("group", "agent"),
        ),
        Question(
            "history",
            "What happened to an organization, oldest first",
            "Ce qui est arrivé à une organisation, du plus ancien au plus récent",
            (ORG,),
            _named("history", "org"),
        ),
        Question(
            "changes",
            "What differs between two days",
            "Ce qui diffère entre deux jours",
            (
                Parameter("since", "day", "the first day", "le premier jour", "2015-01-01", True),
                Parameter("until", "day", "the second day", "le second jour", "2015-12-31", True),
                Parameter(
                    "kind",
                    "choice",
                    "one kind of change",
                    "un type de changement",
                    choices=CHANGES,
                ),
            ),
            _named("changes", "since", "until"),
        ),
        Question(
            "deals",
            "The deals of an organization, or all",
            "Les opérations d'une organisation, ou toutes",
            (
                Parameter("org", "text", ORG.en, ORG.fr, "cloudwatt"),
                Parameter("stage", "choice", "one stage", "un stade", choices=STAGES),
                ON,
            ),
            _named("deals"),
        ),
        Question(
            "find",
            "What goes by a name, or nearly",
            "Ce qui porte un nom, ou presque",
            (Parameter("text", "text", "a name", "un nom", "numericable", True),),
            _named("find", "text"),
        ),
        Question(
            "rules", "The rules, with their law", "Les règles et leur droit", (), _named("rules")
        ),
    )
}


def read_lang(given: Mapping[str, Sequence[str]]) -> str:
    """
    The language that a request asks for, English unless it says otherwise.

    Raises:
        UsageError: it is neither en nor fr.
    """
    chosen: str = Parameter("lang", "choice", "", "", choices=LANGS).read(given.get("lang", ()))
    return chosen or "en"
