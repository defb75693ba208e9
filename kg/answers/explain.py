"""
Explain: the verdict of every test on one pair, and why.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ..claims import Shareholding
from ..control import RELATIONS, RULES, Bounds, Conclusion, Day, judge_pair, reason
from ..control.claims import JOINT, Holding
from ..control.joint import members
from ..control.reasons import gap_text
from ..control.registry import CONTROL
from ..control.relation import Facts
from ..control.stakes import CAPITAL, PARTICIPATION, SUBSIDIARY, capital_columns
from ..errors import UsageError
from ..graph import Store
from ..reach import Reach
from .alternatives import Pair, alternative_notes, differences, worlds
from .answer import Answer, Item
from .evidence import Evidence
from .naming import Directory
from .ownership import bounds
from .phrases import listed, phrase, share_bounds, share_text
from .question import Question
from .words import right

COLUMNS = ("test", "verdict", "certainty", "chain", "reason", "missing")
THEN = {
    "majority": "then-votes",
    "fr-l233-3": "then-presumption",
    SUBSIDIARY: "then-subsidiary",
    PARTICIPATION: "then-participation",
}
"""
What the figure that is missing would change, by test.
"""


def explain(
    store: Store,
    directory: Directory,
    agent: str,
    org: str,
    on: date,
    lang: str,
    *,
    assume: str | Sequence[str] | None = None,
    with_alternatives: bool = False,
) -> Answer:
    """
    Whether an agent controls an organization on a day, test by test, and why.

    Each test answers yes, presumed, possible, undetermined or no, with the
    chain link by link, what is missing and what it would change. Rights beside
    the shares are told in the notes, never added.

    Raises:
        UsageError: the two are the same, or the assumption is impossible.
    """
    controller = directory.resolve(agent)
    organization = directory.resolve(org, organization=True)
    if controller == organization:
        raise UsageError(f"'{org}' cannot control itself: name two.")
    reach = Reach(store, on).above([controller, organization])
    question = Question(store, directory, on, lang, reach)
    if assume:
        question.suppose(assume)
    case = _Case(question, controller.slug, organization.slug)
    drafts = [case.draft(question.day, test) for test in RELATIONS]
    apart: list[Item] = []
    if with_alternatives:
        apart = _where_others_are_right(case, drafts)
    beside = list(case.rights())
    every = [*drafts, *apart]
    claims = dict.fromkeys(claim for draft in every for claim in draft["claims"])
    evidence = Evidence(store, question.cited([*claims, *(claim for claim, _ in beside)]))
    items = [_with_sources(question, evidence, draft) for draft in every]
    if question.before is not None:
        before = {test: case.draft(question.before, test)["verdict"] for test in RELATIONS}
        for item in items:
            item["before"] = before[item["test"]]
            item["change"] = "kept" if item["before"] == item["verdict"] else "changed"
    notes = [*question.notes, *(note for _, note in beside)]
    subject = directory.subject(organization, on)
    columns = COLUMNS + (("alternative",) if with_alternatives else ())
    return Answer("explain", subject, on, items, notes, evidence.known_to(), columns)


def undetermined(answer: Answer) -> bool:
    """
    Whether some test of control is undetermined, and none says yes or presumed.
    """
    verdicts = {
        item["verdict"]
        for item in answer
        if RULES[item["test"]].kind == CONTROL and not item.get("alternative")
    }
    return "undetermined" in verdicts and not verdicts & {"yes", "presumed"}


def _with_sources(question: Question, evidence: Evidence, draft: Item) -> Item:
    for link in draft["links"]:
        cited = question.cited([link["claim"]])
        link["sources"] = evidence.of(*cited) if cited else []
    cited = question.cited(draft["claims"])
    return {**draft, "sources": evidence.of(*cited) if cited else []}


def _where_others_are_right(case: "_Case", drafts: list[Item]) -> list[Item]:
    """
    The tests whose verdict differs where another source is right.
    """
    question = case.question
    counted = {(case.agent, draft["test"], ""): str(draft["verdict"]) for draft in drafts}

    def verdicts(day: Day) -> dict[Pair, str]:
        return {(case.agent, test, ""): case.draft(day, test)["verdict"] for test in RELATIONS}

    cases = worlds(question.store, question.claims, question.on, case.organization)
    apart = differences(cases, counted, verdicts)
    question.notes += alternative_notes(
        apart, counted, case.organization, question.name, question.lang
    )
    for draft in drafts:
        draft["alternative"] = None
    return [
        {
            **case.draft(world.day, test),
            "alternative": world.item(counted.get((agent, test, ""), "no")),
        }
        for world, changed in apart
        for agent, test, _ in changed
    ]


@dataclass(slots=True)
class _Case:
    """
    One pair, and the words for what is found about it.
    """

    question: Question
    agent: str
    organization: str

    def draft(self, day: Day, test: str) -> Item:
        """
        The verdict of a test as an answer shows it, but for its sources.
        """
        above = day.upstream({self.organization})
        found = judge_pair(above, self.agent, self.organization, (test,))[test]
        name, lang = self.question.name, self.question.lang
        links = list(self._links(day, found)) if found else list(self._held(above))
        claims = found.claims if found else tuple(link["claim"] for link in links)
        runner_up = found.runner_up if found else None
        return {
            "controller": self.agent,
            "controlled": self.organization,
            "test": test,
            "title": RULES[test].title(lang),
            "verdict": found.verdict if found else "no",
            "certainty": found.certainty if found else "certain",
            "reason": reason(found, name, lang) if found else self._no(above, test),
            "chain": list(found.chain) if found else [],
            "law": RULES[test].law(lang),
            "with": sorted({*self._with(day), *(found.jointly if found else ())}),
            "runner_up": runner_up
            and {"holder": runner_up.holder, "votes": share_bounds(runner_up.share)},
            "links": links,
            "missing": list(self._missing(found)) if found else [],
            "claims": list(dict.fromkeys(claims)),
        }

    def _with(self, day: Day) -> list[str]:
        """
        Who shares a concert, an agreement or a stated control over the organization.
        """
        return sorted(
            {
                holder
                for right in day.over(self.organization)
                if right.kind in JOINT and self.agent in right.holders
                for holder in right.holders
            }
            - {self.agent}
        )

    def _links(self, day: Day, found: Conclusion) -> Iterator[Item]:
        """
        The links of a conclusion, from the controller down.
        """
        for step in found.steps:
            if step.share is None:
                for holder in members(step.by):
                    yield self._link(holder, step.organization, step.kind, step.claims[0])
            for part in step.parts:
                for row in day.held(step.organization):
                    if row.claim in part.claims and row.holder in part.holders:
                        yield self._share_link(row)

    def _held(self, day: Day) -> Iterator[Item]:
        """
        What the agent and those whom it may control hold of the organization.
        """
        group = Facts(day).closed.possible.of(self.agent)
        for row in day.held(self.organization):
            if row.holder in group:
                yield self._share_link(row)

    def _link(self, holder: str, held: str, kind: str, claim: str) -> Item:
        unknown = {"min": None, "max": None}
        said = next((one for one in self.question.claims.rights if one.claim.slug == claim), None)
        return {
            "holder": holder,
            "held": held,
            "kind": kind,
            "capital": unknown,
            "votes": None,
            "from": (said.starts if said else "") or None,
            "until": (said.ends if said else "") or None,
            "claim": claim,
            "sources": [],
        }

    def _share_link(self, row: Holding) -> Item:
        """
        A shareholding as a link: its printed bounds, or those of an assumption.
        """
        said = _shareholding(self.question.claims.shareholdings, row.claim)
        link = self._link(row.holder, row.held, "shareholding", row.claim)
        link["from"], link["until"] = row.starts or None, row.ends or None
        as_claimed = said and row.capital == Bounds(said.capital.low, said.capital.high)
        if said and as_claimed:
            link["capital"] = bounds(said.capital)
            link["votes"] = bounds(said.votes) if said.votes.known else None
        else:
            link["capital"] = share_bounds(row.capital)
            link["votes"] = None if row.votes_follow_capital else share_bounds(row.votes)
        return link

    def _missing(self, found: Conclusion) -> Iterator[str]:
        """
        What is missing, and what it would change.
        """
        name, lang = self.question.name, self.question.lang
        for gap in found.missing:
            then = {
                "rest": "then-rest",
                "rival": "then-rival",
                "dates": "then-dates",
                "share-unknown": THEN[found.test],
                "share-range": THEN[found.test],
            }.get(gap.kind)
            if gap.kind.startswith("share") and gap.organization != self.organization:
                then = THEN["majority"]
            text = gap_text(gap, name, lang)
            colon = "\u00a0: " if lang == "fr" else ": "
            yield f"{text}{colon}{phrase(then, lang)}" if then else text

    def _no(self, day: Day, test: str) -> str:
        """
        Why a test says no.
        """
        question, law = self.question, RULES[test].law(self.question.lang)
        lang, name = question.lang, question.name
        words = {"agent": name(self.agent), "organization": name(self.organization), "law": law}
        if test in (SUBSIDIARY, PARTICIPATION) and not day.is_company(self.agent):
            return _sentence(phrase("no-company", lang, **words))
        facts = Facts(day)
        columns = capital_columns(facts) if test in (SUBSIDIARY, PARTICIPATION) else facts.columns
        column, what = columns.get(self.organization), CAPITAL
        if columns is facts.columns:
            what = "votes"
        group = facts.closed.possible.of(self.agent)
        held = column is not None and any(holder in group for holder in column.holders())
        others = [
            one
            for one in facts.closed.certain.above(self.organization)
            if one not in group and self.agent not in facts.closed.possible.of(one)
        ]
        if column is None or not held:
            text = phrase("holds-nothing", lang, **words) + f" ({law})"
            return _sentence(text)
        share = column.share(column.least(facts.closed.certain.of(self.agent)), column.most(group))
        said = phrase(
            "holds", lang, share=share_text(share, lang), what=phrase(what, lang), **words
        )
        end = phrase(f"no-{test}", lang, **words)
        if test == "fr-l233-3" and 5 * share.high > 2 * day.whole:
            rivals = [b for b in column.blocks if not any(one in group for one in b.holders)]
            rivals.sort(key=lambda block: (-block.low, block.holders))
            if rivals:
                end = phrase("no-rival", lang, rival=name(rivals[0].holders[0]), **words)
        if others and test != PARTICIPATION:
            names = listed([name(one) for one in members(others[0])], lang)
            end += "; " + phrase("no-other", lang, other=names, **words)
        return _sentence(said + ("\u00a0: " if lang == "fr" else ": ") + end)

    def rights(self) -> Iterator[tuple[str, str]]:
        """
        The rights over the organization that are no share, each with its claim.
        """
        question = self.question
        for one in question.day.over(self.organization):
            if one.kind == "attachment":
                continue
            yield (
                one.claim,
                phrase(
                    "right-beside",
                    question.lang,
                    kind=right(one.kind, question.lang),
                    holders=listed(
                        [question.name(holder) for holder in one.holders], question.lang
                    ),
                    organization=question.name(one.organization),
                    claim=one.claim,
                ),
            )


def _shareholding(claims: Iterable[Shareholding], id: str) -> Shareholding | None:
    return next((claim for claim in claims if claim.claim.slug == id), None)


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."
