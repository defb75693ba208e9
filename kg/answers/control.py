"""
Control: who controls an organization on a day, and what an agent controls.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from ..claims import Claims, read_claims
from ..control import RULES, Conclusion, Day, Judgement, judge, reason
from ..errors import UsageError
from ..graph import Store
from ..names import Iri, mint
from .answer import Answer
from .deals import read_deals
from .evidence import Evidence
from .naming import Directory
from .words import say

COLUMNS = ("name", "test", "verdict", "ultimate", "certainty", "chain", "reason")
VERDICTS = ("yes", "presumed", "possible", "undetermined")


def controllers(
    store: Store,
    directory: Directory,
    org: str,
    on: date,
    lang: str,
    *,
    test: str | None = None,
    assume: str | None = None,
) -> Answer:
    """
    Who controls an organization on a day, directly and through others.

    Every rule's positive and open conclusions, the surest and nearest first.
    `assume` is the id of a deal to take as done.
    """
    organization = directory.resolve(org, organization=True)
    return _answer(
        "controllers", store, directory, organization, on, lang, test=test, assume=assume
    )


def controlled(
    store: Store,
    directory: Directory,
    agent: str,
    on: date,
    lang: str,
    *,
    test: str | None = None,
) -> Answer:
    """
    What an organization or a person controls on a day, directly and through others.
    """
    return _answer("controlled", store, directory, directory.resolve(agent), on, lang, test=test)


def _answer(
    question: str,
    store: Store,
    directory: Directory,
    subject: Iri,
    on: date,
    lang: str,
    *,
    test: str | None,
    assume: str | None = None,
) -> Answer:
    if test is not None and test not in RULES:
        raise UsageError(f"'{test}' is not a rule: write one of {', '.join(RULES)}.")
    claims = read_claims(store)
    day = claims.on(on)
    notes = []
    if assume:
        day, deal = assumed(store, day, assume)
        notes.append(say("assumed", lang, deal=deal))
    above = question == "controllers"
    tests = [test] if test else None
    judged = judge(day, tests, about={subject.slug} if above else None)
    found = [
        one
        for one in judged.conclusions
        if (one.controlled if above else one.controller) == subject.slug
    ]
    found.sort(key=lambda one: (_rank(one), one.controller, one.controlled))
    iris = claim_iris(claims)
    evidence = Evidence(store, [iris[id] for one in found for id in one.claims if id in iris])

    def name(slug: str) -> str:
        return directory.name(_iri(directory, slug), on)

    items = []
    for one in found:
        cited = [iris[id] for id in one.claims if id in iris]
        other = one.controller if above else one.controlled
        items.append(
            {
                "controller" if above else "controlled": other,
                "name": name(other),
                "test": one.test,
                "verdict": one.verdict,
                "with": list(one.jointly),
                "ultimate": one.ultimate,
                "chain": list(one.chain),
                "reason": reason(one, name, lang),
                "law": RULES[one.test].law(lang),
                "certainty": one.certainty,
                "sources": evidence.of(*cited) if cited else [],
                "claims": list(one.claims),
            }
        )
    notes += _notes(day, judged, found, subject, name, lang) if above else []
    first = "controller" if above else "controlled"
    columns = (first, *COLUMNS)
    known_to = evidence.known_to() if found else None
    return Answer(question, directory.subject(subject, on), on, items, notes, known_to, columns)


def _rank(one: Conclusion) -> tuple[int, int, int]:
    return VERDICTS.index(one.verdict), len(one.chain), list(RULES).index(one.test)


def _notes(
    day: Day,
    judged: Judgement,
    found: list[Conclusion],
    subject: Iri,
    name: Callable[[str], str],
    lang: str,
) -> list[str]:
    """
    Why nobody controls, where nobody does; what the answer takes for granted.
    """
    notes = []
    if not any(one.test == "majority" and one.verdict == "yes" for one in found):
        notes.append(say("no-majority", lang, name=name(subject.slug)))
    for deadlock in judged.deadlocks:
        names = ", ".join(name(holder) for holder in deadlock.holders)
        notes.append(say("deadlock", lang, names=names, name=name(deadlock.organization)))
    for organization in judged.self_controlled:
        notes.append(say("self-controlled", lang, name=name(organization)))
    held = day.held(subject.slug)
    if any(holding.votes_follow_capital and holding.known for holding in held):
        notes.append(say("votes-follow", lang))
    return notes


def claim_iris(claims: Claims) -> dict[str, Iri]:
    """
    The IRI of each claim that control rests on, by its id.
    """
    return {claim.claim.slug: claim.claim for claim in (*claims.shareholdings, *claims.rights)}


def _iri(directory: Directory, slug: str) -> Iri:
    organization = mint("organization", slug)
    return organization if organization in directory.things else mint("person", slug)


def assumed(store: Store, day: Day, assume: str) -> tuple[Day, str]:
    """
    The claims of a day with a deal taken as done: the sellers' shares to the acquirer.

    Without sellers named, or with a share smaller than theirs, the share is
    taken from the sellers in proportion.

    Raises:
        UsageError: the deal is not known.
    """
    iri = mint("acquisition", assume) if not assume.startswith("http") else Iri(assume)
    deals = read_deals(store, deal=iri)
    if not deals:
        known = [deal["deal"].slug for deal in read_deals(store)]
        from rapidfuzz import process

        near = [hit[0] for hit in process.extract(assume, known, limit=5)]
        raise UsageError(f"'{assume}' is not a deal. Nearest: {', '.join(near)}.")
    deal = deals[0]
    sellers = {seller.slug for seller in deal["sellers"]}
    target, acquirer = deal["target"].slug, deal["acquirer"].slug
    holdings = []
    for holding in day.holdings:
        if holding.held == target and holding.holder in sellers:
            holdings.append(replace(holding, holder=acquirer))
        else:
            holdings.append(holding)
    return Day(holdings, day.rights), deal["deal"].slug
