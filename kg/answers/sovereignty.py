"""
Sovereignty: whether providers meet the capital rule of SecNumCloud on a day.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction
from typing import Any

from ..control import Day
from ..control.integrated import CAPITAL, VOTES, Interval
from ..control.outsiders import Figures
from ..control.parties import Parties
from ..control.sovereignty import NOT_MET, UNDETERMINED, Assessment, assess
from ..control.sovereignty_reasons import explain, hull, missing
from ..errors import UsageError
from ..graph import Store
from ..names import Iri, mint
from ..reach import Reach
from .alternatives import World, worlds
from .answer import Answer, Item, bounds_text
from .evidence import Evidence
from .naming import Directory
from .offerings import providers, qualifications, technology_of
from .question import Question

COLUMNS = (
    "organization",
    "name",
    "verdict",
    "largest_non_eu",
    "total_non_eu",
    "seat",
    "qualified",
    "reason",
    "sources",
)
DIGITS = Decimal("0.0001")

WORDS: dict[str, tuple[str, str]] = {
    "ours": (
        "Our reading of a public rule (SecNumCloud 3.2, 19.6), from public data; it is not a"
        " decision of ANSSI.",
        "Notre lecture d'une règle publique (SecNumCloud 3.2, 19.6), d'après des données publiques"
        " ; ce n'est pas une décision de l'ANSSI.",
    ),
    "division": (
        "{name} is no legal person: the rule is applied to {owner}, to which it belongs.",
        "{name} n'est pas une personne morale : la règle est appliquée à {owner}, dont elle"
        " relève.",
    ),
    "alternative": (
        "The verdict depends on the source: {case}, our reading for {name} is {verdict} rather than"
        " {counted}.",
        "Le verdict dépend de la source : {case}, notre lecture pour {name} est « {verdict} » et"
        " non « {counted} ».",
    ),
    "qualified": (
        "{name} offers a service qualified on that day ({offerings}), while our reading is"
        " {verdict}: the qualification is ANSSI's, on a file that is not public.",
        "{name} propose un service qualifié ce jour-là ({offerings}), alors que notre lecture est"
        " « {verdict} » : la qualification est celle de l'ANSSI, sur un dossier non public.",
    ),
    "votes-follow": (
        "Where votes are not published, they are taken to follow the capital.",
        "Quand les droits de vote ne sont pas publiés, ils sont réputés suivre le capital.",
    ),
    "met": ("met", "règle satisfaite"),
    "not_met": ("not met", "règle non satisfaite"),
    "undetermined": ("undetermined", "indéterminée"),
}


class Shown(dict[str, Any]):
    """
    A value of several parts that has a short form in a table.
    """

    def __str__(self) -> str:
        if "country" in self:
            return str(self["country"] or "?")
        capital, votes = (
            bounds_text(self[name]["min"], self[name]["max"]) for name in (CAPITAL, VOTES)
        )
        shares = capital if capital == votes else f"{capital} (votes {votes})"
        return f"{self['holder'] or '-'} {shares}" if "holder" in self else shares


def _say(key: str, lang: str, **details: object) -> str:
    return WORDS[key][1 if lang == "fr" else 0].format(**details)


def sovereignty(
    store: Store,
    directory: Directory,
    orgs: Sequence[str],
    on: date,
    lang: str,
    *,
    every: bool = False,
    with_alternatives: bool = False,
) -> Answer:
    """
    Whether organizations meet the capital rule on a day: met, not met or undetermined.

    `every` asks about all that provide an offering and exist on the day. Notes
    tell where another source gives another verdict; `with_alternatives` adds
    those verdicts as answers, last.

    Raises:
        UsageError: neither an organization nor `every` is given, or both.
    """
    if every == bool(orgs):
        raise UsageError("Name one organization or several, or ask about all of them: not both.")
    chosen = (
        providers(store, on)
        if every
        else list(dict.fromkeys(directory.resolve(org, organization=True) for org in orgs))
    )
    question = Question(store, directory, on, lang, Reach(store, on).above(chosen))
    parties = question.parties()
    found = [(assess(question.day, parties, one.slug, on), None) for one in chosen]
    differing = [
        (other, case) for one, _ in found for other, case in _elsewhere(question, parties, one)
    ]
    shown: list[tuple[Assessment, World | None]] = [*found]
    if with_alternatives:
        shown += differing
    cited = [_cited(question, one) for one, _ in shown]
    evidence = Evidence(store, [iri for iris in cited for iri in iris])
    qualified = qualifications(store, chosen, on)
    technology = technology_of(store, chosen, on, directory)
    verdicts = {one.organization: one.verdict for one, _ in found}
    items = []
    for (one, case), iris in zip(shown, cited, strict=True):
        item = _item(question, parties, one)
        item["sources"] = evidence.of(*iris)
        item["qualified"] = qualified.get(one.organization, [])
        item["technology"] = technology.get(one.organization, [])
        if with_alternatives:
            item["alternative"] = case.item(verdicts[one.organization]) if case else None
        items.append(item)
    notes = [_say("ours", lang)]
    for (one, _), item in zip(found, items, strict=False):
        notes += _notes(question, one, item)
    notes += [
        _say(
            "alternative",
            lang,
            case=case.text(other.legal_person, question.name, lang),
            name=question.name(other.organization),
            verdict=_say(other.verdict, lang),
            counted=_say(verdicts[other.organization], lang),
        )
        for other, case in differing
    ]
    if _votes_follow(question.day, [one for one, _ in found]):
        notes.append(_say("votes-follow", lang))
    return Answer(
        "sovereignty",
        directory.subject(chosen[0], on) if len(orgs) == 1 else None,
        on,
        items,
        list(dict.fromkeys(notes)),
        evidence.known_to() if items else None,
        (*COLUMNS, "alternative") if with_alternatives else COLUMNS,
    )


def _item(question: Question, parties: Parties, one: Assessment) -> Item:
    """
    An assessment as an answer shows it; sources, offerings and technology come later.
    """
    lang = question.lang
    return {
        "organization": one.organization,
        "name": question.name(one.organization),
        "verdict": one.verdict,
        "largest_non_eu": Shown(holder=one.largest, **_figures(one.figures_of_one)),
        "total_non_eu": Shown(_figures(one.together)),
        "reason": explain(one, parties, question.name, lang),
        "sources": [],
        "qualified": [],
        "technology": [],
        "seat": Shown(country=one.country, in_union=one.within, legal_person=one.legal_person),
        "missing": missing(one, question.name, lang),
        "readings": dict(one.readings),
        "claims": list(one.claims),
    }


def _figures(figures: Figures) -> dict[str, dict[str, Decimal]]:
    """
    Capital and votes over both readings, in percent, rounded outwards.
    """
    return {measure: _percent(hull(figures, [measure])) for measure in (CAPITAL, VOTES)}


def _percent(share: Interval) -> dict[str, Decimal]:
    return {
        "min": _rounded(share.low, ROUND_FLOOR),
        "max": _rounded(share.high, ROUND_CEILING),
    }


def _rounded(part: Fraction, rounding: str) -> Decimal:
    percent = Decimal(part.numerator * 100) / Decimal(part.denominator)
    return percent.quantize(DIGITS, rounding=rounding).normalize() + 0


def _cited(question: Question, one: Assessment) -> list[Iri]:
    """
    The claims behind an assessment; the organization itself where its seat decides.
    """
    claims = question.cited(one.claims)
    seat = any(fault.kind == "seat" for fault in one.faults)
    return [mint("organization", one.legal_person)] if seat or not claims else claims


def _notes(question: Question, one: Assessment, item: Item) -> Iterator[str]:
    lang, name = question.lang, question.name(one.organization)
    if one.legal_person != one.organization:
        yield _say("division", lang, name=name, owner=question.name(one.legal_person))
    if item["qualified"] and one.verdict in (NOT_MET, UNDETERMINED):
        offerings = ", ".join(offering["offering"] for offering in item["qualified"])
        verdict = _say(one.verdict, lang)
        yield _say("qualified", lang, name=name, offerings=offerings, verdict=verdict)


def _elsewhere(
    question: Question, parties: Parties, one: Assessment
) -> Iterator[tuple[Assessment, World]]:
    """
    The verdicts that differ where another source is right, each told once.

    A source is tried alone, with all that it says of the organization: 40 % of
    the one holder goes with 60 % of the other.
    """
    told = {one.verdict}
    for case in worlds(question.store, question.claims, question.on, one.legal_person):
        if case.single:
            other = assess(case.day, parties, one.organization, question.on)
            if other.verdict not in told:
                told.add(other.verdict)
                yield other, case


def _votes_follow(day: Day, found: Sequence[Assessment]) -> bool:
    claims = {claim for one in found for claim in one.claims}
    return any(
        holding.votes_follow_capital and holding.known and holding.claim in claims
        for holding in day.holdings
    )
