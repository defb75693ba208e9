"""
Voting: the voting power of the direct holders of an organization.
"""

from datetime import date

from ..claims import percent
from ..control import RULES, Bounds, Refusal, voting_power
from ..control.columns import read_column
from ..control.power import RULE
from ..graph import Store
from ..names import Iri
from ..reach import Reach
from .answer import Answer
from .evidence import Evidence
from .naming import Directory
from .phrases import chance_text, phrase, share_text
from .question import Question

COLUMNS = ("controller", "name", "test", "verdict", "votes", "banzhaf", "normal", "shapley")
DIGITS = 6


def power_answer(
    store: Store, directory: Directory, organization: Iri, on: date, lang: str
) -> Answer:
    """
    The voting power of each direct holder, the greatest first; or why it is refused.

    The verdict is `measured`: a power index is no ground of control. `banzhaf`
    is the chance to decide, `normal` its part of the sum, `shapley` the chance
    to be the pivot.
    """
    question = Question(store, directory, on, lang, Reach(store, on).above([organization]))
    held = question.day.agents_only().held(organization.slug)
    column = read_column(organization.slug, held, question.day.whole) if held else None
    found = voting_power(column)
    name = question.name
    subject = directory.subject(organization, on)
    if isinstance(found, Refusal):
        details = {
            "organization": name(organization.slug),
            "holder": name(found.holder) if found.holder else "",
            "known": share_text(Bounds(found.known, found.known), lang),
        }
        notes = [phrase(f"power-{found.why}", lang, **details)]
        return Answer("controllers", subject, on, [], notes, None, COLUMNS)
    evidence = Evidence(store, question.cited(row.claim for row in held))
    items = []
    for one in found:
        claims = [row.claim for row in held if row.holder == one.holder]
        share = share_text(Bounds(one.votes, one.votes), lang)
        figures = {
            "banzhaf": chance_text(float(one.banzhaf), lang),
            "shapley": chance_text(float(one.shapley), lang),
        }
        said = phrase(
            "power-reason",
            lang,
            holder=name(one.holder),
            share=share,
            organization=name(organization.slug),
            **figures,
        )
        items.append(
            {
                "controller": one.holder,
                "name": name(one.holder),
                "test": RULE,
                "verdict": "measured",
                "with": [],
                "ultimate": False,
                "chain": [one.holder, organization.slug],
                "reason": f"{said}. {phrase('power-measure', lang)}",
                "law": RULES[RULE].law(lang),
                "certainty": "certain",
                "votes": percent(one.votes),
                "banzhaf": round(float(one.banzhaf), DIGITS),
                "normal": round(float(one.normal), DIGITS),
                "shapley": round(float(one.shapley), DIGITS),
                "sources": evidence.of(*question.cited(claims)),
                "claims": claims,
            }
        )
    notes = []
    rest = (column.base if column else 0) - sum(one.votes for one in found)
    if rest > 0:
        text = share_text(Bounds(rest, rest), lang)
        notes.append(phrase("power-ocean", lang, rest=text, organization=name(organization.slug)))
    return Answer("controllers", subject, on, items, notes, evidence.known_to(), COLUMNS)
