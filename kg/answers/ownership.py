"""
Ownership: who holds an organization on a day, and what an agent holds.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from ..claims import (
    PREFIX,
    ControlRight,
    Shareholding,
    read_rights,
    read_shareholdings,
    rows,
    values,
)
from ..graph import Store
from ..names import Iri
from ..shares import Share
from .answer import Answer, bounds_text, figure
from .evidence import Evidence
from .naming import Directory
from .words import number, right, say

COLUMNS = ("capital", "votes", "certainty", "from", "until", "standing", "sources")
SHOWN = ("counted", "alternative")


def owners(store: Store, directory: Directory, org: str, on: date, lang: str) -> Answer:
    """
    Who holds an organization on a day.

    Counted claims and the alternatives of other sources are answers, each with
    its standing; what must not be added up is told in the notes. A division,
    which has no shares, belongs to a legal person: it is shown with the
    standing `division`.
    """
    organization = directory.resolve(org, organization=True)
    claims = read_shareholdings(store, held=organization)
    rights = [claim for claim in read_rights(store, organization=organization) if _holds(claim, on)]
    answer = _answer("owners", "holder", store, directory, organization, claims, on, lang)
    for claim in rights:
        if claim.kind == "attachment":
            answer.answers += _division(store, directory, claim, on)
    notes = _life(store, directory, organization, on, lang)
    for claim in rights:
        holders = ", ".join(directory.name(holder, on) for holder in claim.holders)
        if claim.kind == "attachment":
            name = directory.name(organization, on)
            notes.append(say("division", lang, name=name, owner=holders))
        elif claim.standing == "counted":
            kind = right(claim.kind, lang)
            notes.append(say("right", lang, kind=kind, holders=holders, claim=claim.claim.slug))
    counted = [claim for claim in claims if claim.standing == "counted" and _holds(claim, on)]
    if not answer.answers:
        notes.append(say("nothing-known", lang, name=directory.name(organization, on)))
    notes += _sum(counted, on, lang)
    answer.notes = [*notes, *answer.notes]
    return answer


def owned(store: Store, directory: Directory, agent: str, on: date, lang: str) -> Answer:
    """
    What an organization or a person holds on a day.
    """
    holder = directory.resolve(agent)
    claims = read_shareholdings(store, holder=holder)
    answer = _answer("owned", "held", store, directory, holder, claims, on, lang)
    for claim in read_rights(store, holder=holder):
        if claim.kind == "attachment" and holder in claim.holders and _holds(claim, on):
            answer.answers += _division(store, directory, claim, on, held=True)
    if not answer.answers:
        answer.notes.insert(0, say("owned-nothing", lang, name=directory.name(holder, on)))
    return answer


def _holds(claim: Shareholding | ControlRight, on: date) -> bool:
    return claim.certainty(on) is not None


def _answer(
    question: str,
    end: str,
    store: Store,
    directory: Directory,
    subject: Iri,
    claims: list[Shareholding],
    on: date,
    lang: str,
) -> Answer:
    """
    The claims that hold on the day as answers, the largest first, and their notes.
    """

    def other(claim: Shareholding) -> Iri:
        return claim.holder if end == "holder" else claim.held

    holding = [claim for claim in claims if _holds(claim, on)]
    shown = [claim for claim in holding if claim.standing in SHOWN]
    shown.sort(key=lambda claim: (-_size(claim.capital), other(claim).slug, claim.claim))
    evidence = Evidence(store, [claim.claim for claim in shown])
    directory.expect(other(claim) for claim in holding)
    items = [
        {
            end: other(claim).slug,
            "name": directory.name(other(claim), on),
            "capital": bounds(claim.capital),
            "votes": bounds(claim.votes) if claim.votes.known else None,
            "certainty": claim.certainty(on),
            "from": claim.starts or None,
            "until": claim.ends or None,
            "standing": claim.standing,
            "sources": evidence.of(claim.claim),
            "claim": claim.claim.slug,
        }
        for claim in shown
    ]
    notes = _notes(holding, claims, lambda claim: directory.name(other(claim), on), evidence, lang)
    return Answer(
        question,
        directory.subject(subject, on),
        on,
        items,
        notes,
        evidence.known_to(),
        columns=(end, "name", *COLUMNS),
    )


def bounds(share: Share) -> dict[str, Any]:
    """
    A share's bounds as an answer shows them; None is unknown, not zero.

    A strict bound is told beside: `more than 50` is not `at least 50`.
    """
    found: dict[str, Any] = {"min": share.minimum, "max": share.maximum}
    if share.minimum_exclusive:
        found["min_exclusive"] = True
    if share.maximum_exclusive:
        found["max_exclusive"] = True
    return found


def _size(share: Share) -> Decimal:
    figure = share.printed or share.minimum or share.maximum
    return figure if figure is not None else Decimal(-1)


def _figure(share: Share, lang: str) -> str:
    """
    A share as a sentence gives it: its figure where it is one, else its bounds.
    """
    if share.printed is not None and share.minimum is not None and share.maximum is not None:
        return number(share.printed, lang)
    low, high = share.minimum, share.maximum
    return number(
        bounds_text(low, high, exclusive=(share.minimum_exclusive, share.maximum_exclusive)),
        lang,
    )


def _notes(
    holding: list[Shareholding],
    claims: list[Shareholding],
    name: Callable[[Shareholding], str],
    evidence: Evidence,
    lang: str,
) -> list[str]:
    by_id = {claim.claim: claim for claim in claims}
    notes = []
    unknown = [
        name(claim)
        for claim in holding
        if claim.standing == "counted" and not claim.capital.known and not claim.votes.known
    ]
    if unknown:
        notes.append(say("shares-unknown", lang, names=", ".join(unknown)))
    for claim in holding:
        if claim.standing == "alternative" and claim.counterpart in by_id:
            notes.append(
                say(
                    "differs",
                    lang,
                    name=name(claim),
                    counted=_figure(by_id[claim.counterpart].capital, lang),
                    alternative=_figure(claim.capital, lang),
                    other=", ".join(item["id"] for item in evidence.of(claim.claim)),
                )
            )
        elif claim.standing in ("indirect", "aggregate"):
            share = _figure(claim.capital, lang)
            notes.append(
                say(claim.standing, lang, name=name(claim), share=share, claim=claim.claim.slug)
            )
    return notes


def _sum(counted: list[Shareholding], on: date, lang: str) -> list[str]:
    """
    Whether the counted shares make the whole, when all of them are figures.
    """
    figures = [claim.capital.printed for claim in counted]
    if not figures or not all(claim.certainty(on) == "certain" for claim in counted):
        return []
    if any(figure is None for figure in figures):
        return []
    total = sum((figure for figure in figures if figure is not None), Decimal(0))
    if total == 100:
        return []
    shown = number(figure(total), lang)
    if abs(total - 100) <= Decimal("0.3"):
        return [say("rest-rounding", lang, sum=shown)]
    if total > 100:
        return []
    return [say("rest", lang, sum=shown, rest=number(figure(100 - total), lang))]


def _division(
    store: Store, directory: Directory, claim: ControlRight, on: date, *, held: bool = False
) -> list[dict[str, Any]]:
    evidence = Evidence(store, [claim.claim])
    whole = {"min": Decimal(100), "max": Decimal(100)}
    return [
        {
            "held" if held else "holder": (claim.organization if held else holder).slug,
            "name": directory.name(claim.organization if held else holder, on),
            "capital": whole,
            "votes": None,
            "certainty": claim.certainty(on),
            "from": claim.starts or None,
            "until": claim.ends or None,
            "standing": "division",
            "sources": evidence.of(claim.claim),
            "claim": claim.claim.slug,
        }
        for holder in claim.holders
    ]


def _life(store: Store, directory: Directory, organization: Iri, on: date, lang: str) -> list[str]:
    """
    Notes for a day before an organization was founded or after it ended.
    """
    query = (
        PREFIX
        + "SELECT ?founded ?foundedNotBefore ?dissolved ?dissolvedNotAfter WHERE { "
        + values("organization", organization)
        + "?organization kg:name ?name ."
        + " OPTIONAL { ?organization kg:founded ?founded ; kg:foundedNotBefore ?foundedNotBefore }"
        + " OPTIONAL { ?organization kg:dissolved ?dissolved ;"
        + " kg:dissolvedNotAfter ?dissolvedNotAfter } }"
    )
    notes = []
    for row in rows(store, query):
        name = directory.name(organization, on)
        if row["foundedNotBefore"] and on < row["foundedNotBefore"]:
            notes.append(say("not-yet", lang, name=name, since=row["founded"]))
        if row["dissolvedNotAfter"] and on >= row["dissolvedNotAfter"]:
            notes.append(say("ended", lang, name=name, until=row["dissolved"]))
    return notes
