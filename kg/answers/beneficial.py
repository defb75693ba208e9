"""
Beneficial owners, and shares held through others: the rules that look through chains.
"""

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from ..control import RULES
from ..control.beneficial import EUROPEAN, FRENCH, beneficial_owners
from ..control.beneficial_reasons import explain_owner, remarks
from ..control.integrated import share, tables
from ..graph import Store
from ..names import Iri
from ..reach import Reach
from .answer import Answer
from .evidence import Evidence
from .naming import Directory
from .phrases import phrase
from .question import Question

INTEGRATED = "integrated"
COLUMNS = ("controller", "name", "test", "verdict", "certainty", "reason")
DIGITS = 4

Answering = Callable[[Store, Directory, Iri, date, str], Answer]


def owners_by(rule: str) -> Answering:
    """
    What answers a rule about beneficial owners: each natural person, the surest first.
    """

    def answered(
        store: Store, directory: Directory, organization: Iri, on: date, lang: str
    ) -> Answer:
        question = Question(store, directory, on, lang, Reach(store, on).above([organization]))
        day = question.day.upstream({organization.slug})
        found = beneficial_owners(day, question.parties(), organization.slug, on, rule)
        evidence = Evidence(store, question.cited(c for one in found.owners for c in one.claims))
        items = [
            {
                "controller": one.owner,
                "name": question.name(one.owner),
                "test": rule,
                "verdict": one.verdict,
                "with": [],
                "ultimate": True,
                "chain": [one.owner, organization.slug],
                "reason": explain_owner(one, question.name, lang),
                "law": RULES[rule].law(lang),
                "certainty": "certain" if one.verdict in ("yes", "presumed") else "possible",
                "sources": evidence.of(*question.cited(one.claims)),
                "claims": list(one.claims),
            }
            for one in found.owners
        ]
        subject = directory.subject(organization, on)
        notes = remarks(found, lang)
        known_to = evidence.known_to() if items else None
        return Answer("controllers", subject, on, items, notes, known_to, COLUMNS)

    return answered


def integrated_answer(
    store: Store, directory: Directory, organization: Iri, on: date, lang: str
) -> Answer:
    """
    The share of the capital that each agent above holds, directly and through others.

    A measure, not a ground of control: its verdict is `measured`.
    """
    question = Question(store, directory, on, lang, Reach(store, on).above([organization]))
    day = question.day.upstream({organization.slug})
    columns = tables(day)
    holders = sorted({row.holder for row in day.holdings} - {organization.slug})
    found = [(holder, share(columns, holder, organization.slug)) for holder in holders]
    found = [(holder, part) for holder, part in found if part.high]
    found.sort(key=lambda pair: (-pair[1].low, -pair[1].high, pair[0]))
    claims = sorted(row.claim for row in day.holdings)
    evidence = Evidence(store, question.cited(claims))
    items = []
    for holder, part in found:
        low, high = _percent(part.low), _percent(part.high)
        figure = f"{low:g} %" if low == high else f"{low:g} - {high:g} %"
        items.append(
            {
                "controller": holder,
                "name": question.name(holder),
                "test": INTEGRATED,
                "verdict": "measured",
                "with": [],
                "ultimate": False,
                "chain": [holder, organization.slug],
                "reason": phrase(
                    "integrated-reason",
                    lang,
                    holder=question.name(holder),
                    share=figure.replace(".", ",") if lang == "fr" else figure,
                    organization=question.name(organization.slug),
                ),
                "law": RULES[INTEGRATED].law(lang),
                "certainty": "certain" if low == high else "possible",
                "capital": {"min": low, "max": high},
                "sources": evidence.of(*question.cited(claims)),
                "claims": claims,
            }
        )
    subject = directory.subject(organization, on)
    columns_shown = ("controller", "name", "test", "capital", "certainty")
    return Answer("controllers", subject, on, items, [], evidence.known_to(), columns_shown)


def _percent(part: Fraction) -> float:
    return round(float(part) * 100, DIGITS)


BENEFICIAL: dict[str, Answering] = {
    FRENCH: owners_by(FRENCH),
    EUROPEAN: owners_by(EUROPEAN),
    INTEGRATED: integrated_answer,
}
