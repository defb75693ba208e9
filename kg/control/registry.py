"""
Registry: the rules, in the order in which they are answered.

A new rule is a room with a function from the facts of a day, and from the
relations it needs, to its relation; and one entry here.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from . import majority, presumption
from .relation import Facts, Relation

Relations = Mapping[str, Relation]


@dataclass(frozen=True, slots=True)
class Rule:
    """
    A rule of control: its words, its law, the rules that it builds on.

    Texts are by language, `fr` and `en`.
    """

    id: str
    titles: Mapping[str, str]
    definitions: Mapping[str, str]
    laws: Mapping[str, str]
    needs: tuple[str, ...]
    relate: Callable[[Facts, Relations], Relation]

    def title(self, lang: str) -> str:
        """
        The name of the rule.
        """
        return self.titles[lang]

    def definition(self, lang: str) -> str:
        """
        What the rule says, in one line.
        """
        return self.definitions[lang]

    def law(self, lang: str) -> str:
        """
        The text that the rule comes from.
        """
        return self.laws[lang]


RULES: dict[str, Rule] = {
    rule.id: rule
    for rule in (
        Rule(
            id=majority.RULE,
            titles={"en": "majority of the votes", "fr": "majorité des droits de vote"},
            definitions={
                "en": "holds more than half of the votes, alone or with what it controls",
                "fr": "détient plus de la moitié des votes, seul ou avec ce qu'il contrôle",
            },
            laws={
                "en": "Commerce Code, art. L.233-3 I 1° and L.233-4",
                "fr": "Code de commerce, art. L.233-3 I 1° et L.233-4",
            },
            needs=(),
            relate=lambda facts, _: majority.relate(facts),
        ),
        Rule(
            id=presumption.RULE,
            titles={
                "en": "control beyond a majority (L.233-3)",
                "fr": "contrôle hors majorité (L.233-3)",
            },
            definitions={
                "en": "is said to control, or appoints the board as a shareholder, or is presumed"
                " to control with more than 40 % of the votes when nobody holds more",
                "fr": "est dit contrôler, ou nomme les organes de direction en étant associé, ou"
                " est présumé contrôler avec plus de 40 % des votes si nul n'en détient plus",
            },
            laws={
                "en": "Commerce Code, art. L.233-3 I 2° to 4° and II, and L.233-4",
                "fr": "Code de commerce, art. L.233-3 I 2° à 4° et II, et L.233-4",
            },
            needs=(majority.RULE,),
            relate=lambda facts, found: presumption.relate(facts, found[majority.RULE]),
        ),
    )
}
"""
The rules by id. A rule comes after those that it needs.
"""


def relations(facts: Facts, rules: Iterable[str] = RULES) -> dict[str, Relation]:
    """
    The relation of each rule asked for, and of those that they need, in order.
    """
    wanted = set(rules)
    for rule in reversed(RULES.values()):
        if rule.id in wanted:
            wanted.update(rule.needs)
    found: dict[str, Relation] = {}
    for rule in RULES.values():
        if rule.id in wanted:
            found[rule.id] = rule.relate(facts, found)
    return found
