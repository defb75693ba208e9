"""
Groups: what the State or a family holds, directly and through whom.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ..control import WHOLE, Bounds
from ..control.claims import CONCERT, OVERSIGHT, Holding
from ..control.joint import pair_of
from ..control.registry import relations
from ..control.relation import UNDETERMINED, YES, Facts, Relation
from ..graph import Store
from ..reach import Reach
from .answer import Answer, Item
from .evidence import Evidence
from .naming import Directory
from .phrases import listed, phrase, share_bounds, share_text
from .question import Question

COLUMNS = ("held", "name", "direct", "through", "capital", "votes", "verdict", "sources")
CONTROLLED = "fr-l233-3"
LINKS = ("control", "presumed", "oversight", "possible", "undetermined")
"""
How an intermediary is linked to the agent, the plainest first.
"""


def group(store: Store, directory: Directory, agent: str, on: date, lang: str) -> Answer:
    """
    What an agent holds on a day, directly and through the organizations behind it.

    Each held organization has its direct share, the share through each
    intermediary with how that is linked to the agent (`control`, `presumed`,
    `possible`, `undetermined`; `oversight` is public oversight, never control),
    and the totals. `capital` and `votes` count each claim once. An intermediary
    that is only possibly the agent's adds to the upper bound alone. `verdict`
    says whether the agent controls the organization. Concerts of the group are
    shown apart.
    """
    subject = directory.resolve(agent)
    reach = Reach(store, on)
    reach.below(subject, holdings=True)
    question = Question(store, directory, on, lang, reach)
    facts = Facts(question.day)
    relation = relations(facts, (CONTROLLED,))[CONTROLLED]
    members = _members(question, relation, subject.slug)
    helds: dict[str, list[Holding]] = {}
    for row in question.day.holdings:
        if row.holder in members and row.held != row.holder:
            helds.setdefault(row.held, []).append(row)
    evidence = Evidence(store, question.cited(row.claim for rows in helds.values() for row in rows))
    question.expect({*helds, *(row.holder for rows in helds.values() for row in rows)})
    items, notes = [], []
    for held, rows in sorted(helds.items()):
        concerts = list(_concerts(question, held, members))
        notes += [_concert_note(question, held, concert) for concert in concerts]
        held_verdict = relation.verdict(subject.slug, held)
        items.append(
            {
                "held": held,
                "name": question.name(held),
                "direct": _direct(rows, subject.slug),
                "through": list(_through(question, rows, members, subject.slug)),
                "capital": _total(rows, members, "capital"),
                "votes": _total(rows, members, "votes"),
                "verdict": held_verdict or "no",
                "concert": concerts,
                "sources": evidence.of(*question.cited(row.claim for row in rows)),
                "claims": [row.claim for row in rows],
            }
        )
    overseen = [one for one, member in members.items() if member.link == "oversight"]
    if overseen:
        names = listed([question.name(one) for one in sorted(overseen)], lang)
        notes.insert(0, phrase("group-oversight", lang, names=names))
    if items:
        notes.insert(0, phrase("group-once", lang))
    else:
        notes.insert(0, phrase("group-none", lang, agent=question.name(subject.slug)))
    who = directory.subject(subject, on)
    return Answer("group", who, on, items, notes, evidence.known_to(), COLUMNS)


@dataclass(frozen=True, slots=True)
class _Member:
    """
    An organization through which the agent holds: how it is linked, and the path to it.
    """

    link: str
    path: tuple[str, ...]


def _members(question: Question, relation: Relation, agent: str) -> dict[str, _Member]:
    """
    The agent, whom it may control, whom it oversees, and whom those control.

    What several control together counts when all of them are of the group.
    """
    found = {agent: _Member("control", (agent,))}
    todo = [agent]
    while todo:
        one = todo.pop(0)
        fresh = list(_below(relation, one, found[one]))
        for right in question.day.rights:
            if one not in right.holders:
                continue
            mine = found[one]
            if right.kind == OVERSIGHT:
                path = (*mine.path, right.organization)
                fresh.append((right.organization, _weaker(mine.link, "oversight"), path))
            elif len(right.holders) > 1 and set(right.holders) <= set(found):
                link = max((found[holder].link for holder in right.holders), key=LINKS.index)
                fresh += _below(relation, pair_of(right.holders), _Member(link, mine.path))
        for other, link, path in fresh:
            old = found.get(other)
            if old is None or LINKS.index(link) < LINKS.index(old.link):
                found[other] = _Member(link, path)
                todo.append(other)
    return found


def _below(
    relation: Relation, one: str, member: _Member
) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """
    Whom a member may control: how that links it to the agent, and the path.
    """
    for other in relation.groups[UNDETERMINED].of(one):
        verdict = relation.verdict(one, other)
        if other != one and verdict:
            link = _weaker(member.link, "control" if verdict == YES else verdict)
            chain = relation.groups[verdict].explain(one, other).chain
            yield other, link, (*member.path, *chain[1:])


def _weaker(one: str, other: str) -> str:
    return max(one, other, key=LINKS.index)


def _direct(rows: Iterable[Holding], agent: str) -> Item | None:
    mine = [row for row in rows if row.holder == agent]
    return share_bounds(_sum(mine, "capital")) if mine else None


def _through(
    question: Question, rows: Iterable[Holding], members: dict[str, _Member], agent: str
) -> Iterator[Item]:
    """
    The share of each intermediary, the largest first.
    """
    by_holder: dict[str, list[Holding]] = {}
    for row in rows:
        if row.holder != agent:
            by_holder.setdefault(row.holder, []).append(row)
    for holder, mine in sorted(
        by_holder.items(), key=lambda pair: (-_sum(pair[1], "capital").high, pair[0])
    ):
        yield {
            "id": holder,
            "name": question.name(holder),
            "link": members[holder].link,
            "path": list(members[holder].path),
            "capital": share_bounds(_sum(mine, "capital")),
            "votes": share_bounds(_sum(mine, "votes")),
        }


def _sum(rows: Iterable[Holding], kind: str) -> Bounds:
    """
    What rows hold together: possible versions of one holder's lot count once.
    """
    low = high = 0
    maybe: dict[str, int] = {}
    for row in rows:
        share: Bounds = getattr(row, kind)
        if row.certain:
            low, high = low + share.low, high + share.high
        else:
            maybe[row.holder] = max(maybe.get(row.holder, 0), share.high)
    return Bounds(min(low, WHOLE), max(min(low, WHOLE), min(WHOLE, high + sum(maybe.values()))))


def _total(rows: Iterable[Holding], members: dict[str, _Member], kind: str) -> Item:
    """
    The consolidated share: the least by those who are surely of the group, the most by all.
    """
    rows = list(rows)
    sure = [row for row in rows if members[row.holder].link in LINKS[:3]]
    return share_bounds(Bounds(_sum(sure, kind).low, _sum(rows, kind).high))


def _concerts(question: Question, held: str, members: dict[str, _Member]) -> Iterator[Item]:
    """
    The concerts over an organization in which the group takes part, with what all hold.
    """
    for right in question.day.over(held):
        if right.kind != CONCERT or not set(right.holders) & set(members):
            continue
        rows = [row for row in question.day.held(held) if row.holder in right.holders]
        yield {
            "id": right.claim,
            "with": list(right.holders),
            "capital": share_bounds(_sum(rows, "capital")),
            "votes": share_bounds(_sum(rows, "votes")),
        }


def _concert_note(question: Question, held: str, concert: Item) -> str:
    rows = [row for row in question.day.held(held) if row.holder in concert["with"]]
    return phrase(
        "group-concert",
        question.lang,
        members=listed([question.name(one) for one in concert["with"]], question.lang),
        capital=share_text(_sum(rows, "capital"), question.lang),
        votes=share_text(_sum(rows, "votes"), question.lang),
        organization=question.name(held),
    )
