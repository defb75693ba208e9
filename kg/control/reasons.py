"""
Reasons: the text of a conclusion, in French and in English.

A presumption or a possibility is never worded as control.
"""

from collections.abc import Callable, Sequence

from .claims import ATTACHMENT, BOARD, STATED, WHOLE, Bounds
from .conclusions import Conclusion, Gap
from .groups import VOTES, Step
from .percent import percent
from .presumption import PRESUMPTION
from .relation import PRESUMED, UNDETERMINED, YES

Namer = Callable[[str], str]

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "and": " and ",
        "one": "{holder} holds {share} of the votes of {of}{notes}",
        "several": "{holders} together hold {share} of the votes of {of}{notes}",
        "member": "{holder} ({share})",
        "unknown": "{holder} holds a share of {of} that is not published",
        "unknown-share": "share not published",
        "follows": "votes taken to follow capital",
        "own": "{share} of those that can be exercised: {own} are its own shares",
        "half": "more than half",
        ATTACHMENT: "{organization} is a division of {holder}",
        STATED: "sources say that {holder} controls {organization}",
        BOARD: "{holder}, a shareholder of {organization}, appoints most of its board",
        PRESUMPTION: "more than 40 %, and nobody holds more{next}",
        "open": "more than 40 %{next}",
        "next": " (next: {holder}, {share})",
        YES: "{controller} controls {organization} ({law})",
        "presumed-direct": "presumed to control it, rebuttable ({law})",
        PRESUMED: "{controller} is presumed to control {organization}, rebuttable ({law})",
        "possible": "{controller} may control {organization}: possible, not certain ({law})",
        UNDETERMINED: "whether {controller} controls {organization} cannot be said ({law})",
        "missing": "Missing: {gaps}",
        "share-unknown": "the share of {holder} in {organization}",
        "share-range": "the exact share of {holder} in {organization} ({share})",
        "dates": "the exact dates of what {holder} holds or can decide in {organization}",
        "rival": "whether {holder} holds more of {organization} ({share})",
        "rest": "who holds the rest of {organization} ({share})",
        "law-votes": "Commerce Code, art. L.233-3 I 1°",
        "law-" + ATTACHMENT: "a division is part of its legal person",
        "law-" + STATED: "Commerce Code, art. L.233-3 I",
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
        "one": "{holder} détient {share} des droits de vote {of}{notes}",
        "several": "{holders} détiennent ensemble {share} des droits de vote {of}{notes}",
        "member": "{holder} ({share})",
        "unknown": "{holder} détient une part non publiée {of}",
        "unknown-share": "part non publiée",
        "follows": "votes réputés suivre le capital",
        "own": "{share} de ceux qui peuvent être exercés\u00a0: {own} sont autodétenus",
        "half": "plus de la moitié",
        ATTACHMENT: "{organization} est une division {of_holder}",
        STATED: "selon les sources, {holder} contrôle {organization}",
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
        "missing": "Il manque\u00a0: {gaps}",
        "share-unknown": "la part détenue par {holder} dans {organization}",
        "share-range": "la part exacte détenue par {holder} dans {organization} ({share})",
        "dates": "les dates exactes de ce que {holder} détient ou peut décider dans {organization}",
        "rival": "savoir si {holder} ne détient pas davantage {of} ({share})",
        "rest": "qui détient le reste {of} ({share})",
        "law-votes": "Code de commerce, art. L.233-3 I 1°",
        "law-" + ATTACHMENT: "une division fait partie de sa personne morale",
        "law-" + STATED: "Code de commerce, art. L.233-3 I",
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


def reason(conclusion: Conclusion, name_of: Namer, lang: str) -> str:
    """
    Why a conclusion holds, or what it lacks: link by link, with its law.

    `name_of` gives the name of an id, `lang` is `fr` or `en`.
    """
    words = WORDS[lang]
    steps = conclusion.steps
    said = [_step(step, conclusion.verdict, name_of, lang) for step in steps]
    ground = next(
        (step.kind for step in reversed(steps) if step.kind == PRESUMPTION), steps[-1].kind
    )
    names = {
        "controller": name_of(conclusion.controller),
        "organization": name_of(conclusion.controlled),
        "of": _of(name_of(conclusion.controlled), lang),
        "law": words["law-" + ground],
    }
    alone = len(steps) == 1
    if alone and conclusion.verdict == YES:
        text = f"{said[0]} ({names['law']})"
    else:
        end = "presumed-direct" if alone and conclusion.verdict == PRESUMED else conclusion.verdict
        text = words["semicolon"].join(said) + words["colon"] + words[end].format(**names)
    text += "."
    if conclusion.missing:
        gaps = [_gap(gap, name_of, lang) for gap in conclusion.missing]
        text += f" {words['missing'].format(gaps=words['semicolon'].join(gaps))}."
    return text[0].upper() + text[1:]


def _step(step: Step, verdict: str, name_of: Namer, lang: str) -> str:
    """
    One link: who holds what, or which power it has.
    """
    words = WORDS[lang]
    if step.share is None:
        return words[step.kind].format(
            holder=name_of(step.by),
            organization=name_of(step.organization),
            of=_of(name_of(step.organization), lang),
            of_holder=_of(name_of(step.by), lang),
        )
    text = _votes(step, name_of, lang)
    if step.kind == VOTES:
        return f"{text}, {words['half']}" if verdict == YES else text
    if 5 * step.share.low <= 2 * WHOLE:
        return text
    following = ""
    if step.rival is not None and step.rival.holder is not None:
        share = _share(step.rival.share, lang)
        following = words["next"].format(holder=name_of(step.rival.holder), share=share)
    kind = "open" if step.open_to else PRESUMPTION
    return f"{text}, {words[kind].format(next=following)}"


def _votes(step: Step, name_of: Namer, lang: str) -> str:
    """
    What the members hold together, with the figures that were added.
    """
    words = WORDS[lang]
    sums: dict[str, Bounds] = {}
    known: dict[str, bool] = {}
    for part in step.parts:
        holder = part.holders[0]
        before = sums.get(holder, Bounds(0, 0))
        high = min(WHOLE, before.high + part.share.high)
        sums[holder] = Bounds(before.low + part.share.low, max(high, before.low + part.share.low))
        known[holder] = known.get(holder, True) and (part.known or part.share.low > 0)
    of = _of(name_of(step.organization), lang)
    if len(sums) == 1 and not all(known.values()):
        return words["unknown"].format(holder=name_of(next(iter(sums))), of=of)
    low, high = (sum(getattr(one, side) for one in sums.values()) for side in ("low", "high"))
    total = Bounds(low, min(max(high, low), max(WHOLE, low)))
    notes = []
    if step.own.high and step.share is not None:
        notes.append(
            words["own"].format(share=_share(step.share, lang), own=_share(step.own, lang))
        )
    if any(part.follows and part.known for part in step.parts):
        notes.append(words["follows"])
    note = f" ({words['semicolon'].join(notes)})" if notes else ""
    if len(sums) == 1:
        return words["one"].format(
            holder=name_of(next(iter(sums))), share=_share(total, lang), of=of, notes=note
        )
    members = [
        words["member"].format(
            holder=name_of(holder),
            share=_share(share, lang) if known[holder] else words["unknown-share"],
        )
        for holder, share in sums.items()
    ]
    return words["several"].format(
        holders=_list(members, lang), share=_share(total, lang), of=of, notes=note
    )


def _gap(gap: Gap, name_of: Namer, lang: str) -> str:
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
