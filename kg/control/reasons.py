"""
Reasons: the text of a conclusion, in French and in English.

A presumption or a possibility is never worded as control.
"""

from collections.abc import Callable, Iterable, Sequence

from .claims import ATTACHMENT, BOARD, CONCERT, STATED, WHOLE, Bounds
from .joint import BETWEEN, members
from .percent import percent
from .presumption import PRESUMPTION
from .relation import PRESUMED, UNDETERMINED, YES
from .stakes import CAPITAL, PARTICIPATION, SUBSIDIARY
from .steps import VOTES, Part, Step
from .verdicts import Conclusion, Gap

Namer = Callable[[str], str]

JOINTLY = "jointly"

GROUNDS = (
    SUBSIDIARY,
    PARTICIPATION,
    PRESUMPTION,
    JOINTLY,
    CONCERT,
    STATED,
    BOARD,
    VOTES,
    ATTACHMENT,
)
"""
Grounds from the weakest to the plainest: the law cited is that of the first met.
"""

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "and": " and ",
        VOTES: "votes",
        CAPITAL: "capital",
        "one": "{holder} holds {share} of the {what} of {of}{notes}",
        "dated": "{holder} holds, if the dates allow it, {share} of the {what} of {of}{notes}",
        "several": "{holders} together hold {share} of the {what} of {of}{notes}",
        "member": "{holder} ({share})",
        "unknown": "{holder} holds a share of {of} that is not published",
        "unknown-share": "share not published",
        "follows": "votes taken to follow capital",
        "own": "{share} of those that can be exercised: {own} are its own shares",
        "half": "more than half",
        ATTACHMENT: "{organization} is a division of {holder}",
        STATED: "sources say that {holder} controls {organization}",
        JOINTLY: "sources say that {holder} control {organization} jointly",
        CONCERT: "acting in concert, more than half",
        "yes-jointly": "{controller} control {organization} jointly, neither alone ({law})",
        "presumed-jointly": "{controller} are presumed to control {organization} jointly, neither"
        " alone, rebuttable ({law})",
        "possible-jointly": "{controller} may control {organization} jointly: possible, not certain"
        " ({law})",
        "undetermined-jointly": "whether {controller} control {organization} jointly cannot be said"
        " ({law})",
        BOARD: "{holder}, a shareholder of {organization}, appoints most of its board",
        PRESUMPTION: "more than 40 %, and nobody holds more{next}",
        "open": "more than 40 %{next}",
        "next": " (next: {holder}, {share})",
        YES: "{controller} controls {organization} ({law})",
        "presumed-direct": "presumed to control it, rebuttable ({law})",
        PRESUMED: "{controller} is presumed to control {organization}, rebuttable ({law})",
        "possible": "{controller} may control {organization}: possible, not certain ({law})",
        UNDETERMINED: "whether {controller} controls {organization} cannot be said ({law})",
        "majority-undetermined": "whether {controller} holds a majority of the votes of"
        " {organization} cannot be said ({law})",
        "fr-l233-1-yes": "{organization} is a subsidiary of {controller} ({law})",
        "fr-l233-1-presumed": "{organization} is a subsidiary of {controller} if presumed control"
        " counts, rebuttable ({law})",
        "fr-l233-1-possible": "{organization} may be a subsidiary of {controller}: possible, not"
        " certain ({law})",
        "fr-l233-1-undetermined": "whether {organization} is a subsidiary of {controller} cannot be"
        " said ({law})",
        "fr-l233-2-yes": "{controller} has a participation in {organization} ({law})",
        "fr-l233-2-presumed": "{controller} has a participation in {organization} if presumed"
        " control counts, rebuttable ({law})",
        "fr-l233-2-possible": "{controller} may have a participation in {organization}: possible,"
        " not certain ({law})",
        "fr-l233-2-undetermined": "whether {controller} has a participation in {organization}"
        " cannot be said ({law})",
        "missing": "Missing: {gaps}",
        "share-unknown": "the share of {holder} in {organization}",
        "share-range": "the exact share of {holder} in {organization} ({share})",
        "dates": "the exact dates of what {holder} holds or can decide in {organization}",
        "treasury": "how many of its own shares {organization} holds ({share})",
        "overfull": "which of the shares in {organization} is wrong: they exceed 100 %",
        "rival": "whether {holder} holds more of {organization} ({share})",
        "reverse": "whether {organization} controls {holder}",
        "rest": "who holds the rest of {organization} ({share})",
        "law-votes": "Commerce Code, art. L.233-3 I 1°",
        "law-" + SUBSIDIARY: "Commerce Code, art. L.233-1",
        "law-" + PARTICIPATION: "Commerce Code, art. L.233-2",
        "law-" + ATTACHMENT: "a division is part of its legal person",
        "law-" + STATED: "Commerce Code, art. L.233-3 I",
        "law-" + JOINTLY: "Commerce Code, art. L.233-3 III",
        "law-" + CONCERT: "Commerce Code, art. L.233-3 III and L.233-10",
        "law-" + BOARD: "Commerce Code, art. L.233-3 I 4°",
        "law-" + PRESUMPTION: "Commerce Code, art. L.233-3 II",
        "at-least": "at least {low}",
        "at-most": "at most {high}",
        "more-than": "more than {low}",
        "less-than": "less than {high}",
        "about": "about {mid}",
        "between": "between {low} and {high}",
        "any": "an unknown share",
        "colon": ": ",
        "semicolon": "; ",
    },
    "fr": {
        "and": " et ",
        VOTES: "des droits de vote",
        CAPITAL: "du capital",
        "one": "{holder} détient {share} {what} {of}{notes}",
        "dated": "{holder} détient, si les dates le permettent, {share} {what} {of}{notes}",
        "several": "{holders} détiennent ensemble {share} {what} {of}{notes}",
        "member": "{holder} ({share})",
        "unknown": "{holder} détient une part non publiée {of}",
        "unknown-share": "part non publiée",
        "follows": "votes réputés suivre le capital",
        "own": "{share} de ceux qui peuvent être exercés\u00a0: {own} sont autodétenus",
        "half": "plus de la moitié",
        ATTACHMENT: "{organization} est une division {of_holder}",
        STATED: "selon les sources, {holder} contrôle {organization}",
        JOINTLY: "selon les sources, {holder} contrôlent conjointement {organization}",
        CONCERT: "de concert, plus de la moitié",
        "yes-jointly": "{controller} contrôlent conjointement {organization}, et non l'un d'eux"
        " seul ({law})",
        "presumed-jointly": "le contrôle conjoint {of} par {controller} est présumé, sauf preuve"
        " contraire ({law})",
        "possible-jointly": "il est possible, non certain, que {controller} contrôlent"
        " conjointement {organization} ({law})",
        "undetermined-jointly": "on ne peut dire si {controller} contrôlent conjointement"
        " {organization} ({law})",
        BOARD: "{holder}, associé {of}, nomme la majorité de ses organes de direction",
        PRESUMPTION: "plus de 40\u00a0%, et nul n'en détient davantage{next}",
        "open": "plus de 40\u00a0%{next}",
        "next": " (suivant\u00a0: {holder}, {share})",
        YES: "{controller} contrôle {organization} ({law})",
        "presumed-direct": "contrôle présumé, sauf preuve contraire ({law})",
        PRESUMED: "le contrôle {of} par {controller} est présumé, sauf preuve contraire ({law})",
        "possible": "il est possible, non certain, que {controller} contrôle {organization}"
        " ({law})",
        UNDETERMINED: "on ne peut dire si {controller} contrôle {organization} ({law})",
        "majority-undetermined": "on ne peut dire si {controller} détient la majorité des droits"
        " de vote {of} ({law})",
        "fr-l233-1-yes": "{organization} est une filiale {of_controller} ({law})",
        "fr-l233-1-presumed": "{organization} est une filiale {of_controller} si le contrôle"
        " présumé compte, sauf preuve contraire ({law})",
        "fr-l233-1-possible": "il est possible, non certain, que {organization} soit une filiale"
        " {of_controller} ({law})",
        "fr-l233-1-undetermined": "on ne peut dire si {organization} est une filiale"
        " {of_controller} ({law})",
        "fr-l233-2-yes": "{controller} a une participation dans {organization} ({law})",
        "fr-l233-2-presumed": "{controller} a une participation dans {organization} si le contrôle"
        " présumé compte, sauf preuve contraire ({law})",
        "fr-l233-2-possible": "il est possible, non certain, que {controller} ait une participation"
        " dans {organization} ({law})",
        "fr-l233-2-undetermined": "on ne peut dire si {controller} a une participation dans"
        " {organization} ({law})",
        "missing": "Il manque\u00a0: {gaps}",
        "share-unknown": "la part détenue par {holder} dans {organization}",
        "share-range": "la part exacte détenue par {holder} dans {organization} ({share})",
        "dates": "les dates exactes de ce que {holder} détient ou peut décider dans {organization}",
        "treasury": "combien de ses propres actions {organization} détient ({share})",
        "overfull": "laquelle des parts de {organization} est fausse\u00a0: leur somme dépasse"
        " 100\u00a0%",
        "rival": "savoir si {holder} ne détient pas davantage {of} ({share})",
        "reverse": "savoir si {organization} ne contrôle pas {holder}",
        "rest": "qui détient le reste {of} ({share})",
        "law-votes": "Code de commerce, art. L.233-3 I 1°",
        "law-" + SUBSIDIARY: "Code de commerce, art. L.233-1",
        "law-" + PARTICIPATION: "Code de commerce, art. L.233-2",
        "law-" + ATTACHMENT: "une division fait partie de sa personne morale",
        "law-" + STATED: "Code de commerce, art. L.233-3 I",
        "law-" + JOINTLY: "Code de commerce, art. L.233-3 III",
        "law-" + CONCERT: "Code de commerce, art. L.233-3 III et L.233-10",
        "law-" + BOARD: "Code de commerce, art. L.233-3 I 4°",
        "law-" + PRESUMPTION: "Code de commerce, art. L.233-3 II",
        "at-least": "au moins {low}",
        "at-most": "au plus {high}",
        "more-than": "plus de {low}",
        "less-than": "moins de {high}",
        "about": "environ {mid}",
        "between": "entre {low} et {high}",
        "any": "une part inconnue",
        "colon": "\u00a0: ",
        "semicolon": "\u00a0; ",
    },
}


def reason(conclusion: Conclusion, named: Namer, lang: str) -> str:
    """
    Why a conclusion holds, or what it lacks: link by link, with its law.

    `named` gives the name of an id, `lang` is `fr` or `en`.
    """
    words = WORDS[lang]
    steps, verdict = conclusion.steps, conclusion.verdict
    joint = next((step.by for step in steps if BETWEEN in step.by), "")
    controller = conclusion.controller

    def name_of(id: str) -> str:
        return _list([named(one) for one in members(id)], lang)

    said = words["semicolon"].join(_step(step, verdict, name_of, lang) for step in steps)
    stake = conclusion.ground == CAPITAL
    kinds = {conclusion.test} if stake else {_ground(step) for step in steps}
    law = words["law-" + next(kind for kind in GROUNDS if kind in kinds)]
    alone = len(steps) == 1 and not stake and steps[0].kind != CONCERT
    if alone and verdict == YES:
        text = f"{said} ({law})"
    else:
        end = "presumed-direct" if alone and verdict == PRESUMED else verdict
        if joint:
            end, controller = f"{verdict}-jointly", joint
        end = f"{conclusion.test}-{verdict}" if f"{conclusion.test}-{verdict}" in words else end
        text = f"{said}{words['colon']}" + words[end].format(
            controller=name_of(controller),
            organization=name_of(conclusion.controlled),
            of=_of(name_of(conclusion.controlled), lang),
            of_controller=_of(name_of(conclusion.controller), lang),
            law=law,
        )
    if steps[0].kind == STATED:
        text = text[0].upper() + text[1:]
    if conclusion.missing:
        gaps = words["semicolon"].join(gap_text(gap, name_of, lang) for gap in conclusion.missing)
        text += f". {words['missing'].format(gaps=gaps)}"
    return text + "."


def _ground(step: Step) -> str:
    """
    The ground of a step, a statement of joint control told apart.
    """
    return JOINTLY if step.kind == STATED and BETWEEN in step.by else step.kind


def _step(step: Step, verdict: str, name_of: Namer, lang: str) -> str:
    """
    One link: who holds what, or which power it has.
    """
    words = WORDS[lang]
    if step.share is None:
        return words[_ground(step)].format(
            holder=name_of(step.by),
            organization=name_of(step.organization),
            of=_of(name_of(step.organization), lang),
            of_holder=_of(name_of(step.by), lang),
        )
    text = _votes(step, step.share, name_of, lang)
    if not step.sure or step.kind == CAPITAL:
        return text
    if step.kind == CONCERT:
        return f"{text}, {words[CONCERT]}"
    if step.kind == VOTES:
        return f"{text}, {words['half']}" if verdict in (YES, PRESUMED) else text
    following = ""
    if step.rival is not None and step.rival.holder is not None:
        share = _share(step.rival.share, lang)
        following = words["next"].format(holder=name_of(step.rival.holder), share=share)
    kind = "open" if step.open_to else PRESUMPTION
    return f"{text}, {words[kind].format(next=following)}"


def _votes(step: Step, share: Bounds, name_of: Namer, lang: str) -> str:
    """
    What the members hold together, with the figures that were added.
    """
    words = WORDS[lang]
    parts: dict[str, list[Part]] = {}
    for part in step.parts:
        parts.setdefault(part.holders[0], []).append(part)
    of = _of(name_of(step.organization), lang)
    what = words[CAPITAL if step.kind == CAPITAL else VOTES]
    notes = []
    if step.own.high:
        own = _share(step.own, lang)
        notes.append(words["own"].format(share=_share(share, lang), own=own))
    if step.kind != CAPITAL and any(part.follows and part.known for part in step.parts):
        notes.append(words["follows"])
    note = f" ({words['semicolon'].join(notes)})" if notes else ""
    if len(parts) > 1:
        members = [
            words["member"].format(holder=name_of(holder), share=_held(held, lang))
            for holder, held in parts.items()
        ]
        total = _share(_sum(part.share for part in step.parts), lang)
        return words["several"].format(
            holders=_list(members, lang), share=total, what=what, of=of, notes=note
        )
    [(holder, held)] = parts.items()
    if not _known(held):
        return words["unknown"].format(holder=name_of(holder), of=of)
    template = "one" if any(part.share.low for part in held) else "dated"
    if all(part.certain for part in held):
        template = "one"
    return words[template].format(
        holder=name_of(holder), share=_held(held, lang), what=what, of=of, notes=note
    )


def _known(parts: Sequence[Part]) -> bool:
    return all(part.known or part.share.low for part in parts)


def _held(parts: Sequence[Part], lang: str) -> str:
    """
    The figure of one holder, as its claims state it.
    """
    if not _known(parts):
        return WORDS[lang]["unknown-share"]
    return _share(_sum(part.stated for part in parts), lang)


def _sum(shares: Iterable[Bounds]) -> Bounds:
    shares = tuple(shares)
    low = sum(share.low for share in shares)
    return Bounds(low, max(low, min(WHOLE, sum(share.high for share in shares))))


def gap_text(gap: Gap, name_of: Namer, lang: str) -> str:
    """
    What is missing: whose share, which dates, which rival.
    """
    return WORDS[lang][gap.kind].format(
        holder=name_of(gap.holder) if gap.holder else "",
        organization=name_of(gap.organization),
        of=_of(name_of(gap.organization), lang),
        share=_share(gap.share, lang) if gap.share else "",
    )


def _share(share: Bounds, lang: str) -> str:
    """
    Bounds as a reader would print them: a figure, about a figure, or a range.
    """
    words = WORDS[lang]
    kind, figures = percent(share, lang)
    return words[kind].format(**figures) if kind != "exact" else figures["low"]


def _of(name: str, lang: str) -> str:
    if lang == "fr":
        return f"d'{name}" if name[:1].lower() in "aeiouyàâäéèêëîïôöùûü" else f"de {name}"
    return name


def _list(items: Sequence[str], lang: str) -> str:
    return WORDS[lang]["and"].join(filter(None, (", ".join(items[:-1]), items[-1])))
