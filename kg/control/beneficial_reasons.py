"""
Beneficial reasons: the text of what makes an owner, in French and in English.

A doubt is never worded as a holding, and every text says what it rests on.
"""

from .beneficial import APPLIES, CONTROL, EUROPEAN, FRENCH, QUARTER, Ground, Owner, Owners
from .integrated import CAPITAL, Interval
from .outsiders import ATTRIBUTION, PRODUCT
from .reasons import Namer
from .relation import PRESUMED, YES
from .sovereignty_reasons import of_text, share_text

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "capital": "of the capital",
        "votes": "of the votes",
        "both": "of the capital and of the votes",
        PRODUCT: "{owner} holds {share} {measure} of {name} by product of shares: {over}",
        ATTRIBUTION: "{owner} holds {share} {measure} of {name}, what is under control being"
        " counted whole: {over}",
        CONTROL: "{owner} controls {name}, directly or through others{means}",
        "controlled-holders": "{owner} controls entities that together directly hold {share}"
        " {measure} of {name} (art. 54 a)",
        "owned-controller": "{owner} holds {share} {measure} of {through}, which controls"
        " {name} (art. 54 b)",
        "means-" + FRENCH: ", as sources state or by naming its board (L.233-3 I 3° and 4°)",
        "means-" + EUROPEAN: " (art. 53)",
        "over-" + FRENCH: "more than 25 %",
        "over-" + EUROPEAN: "25 % or more",
        "maybe": "possible, not certain: {text}",
        "presumed": "{text}, what is presumed to be under control included, rebuttable",
        "family": "several natural persons taken as one holder: not every member need be an owner",
        "public": "From the public data of this graph, never from a closed register.",
        "early": "Regulation (EU) 2024/1624 applies from {day}: on that day it does not apply yet.",
        "unnamed": "{share} of the capital may be with persons whom no source names: there may be"
        " other owners.",
        "nobody": "No natural person is found: the law then turns to the legal representatives.",
    },
    "fr": {
        "capital": "du capital",
        "votes": "des droits de vote",
        "both": "du capital et des droits de vote",
        PRODUCT: "{owner} détient {share} {measure} {of_name} par produit des parts\u00a0: {over}",
        ATTRIBUTION: "{owner} détient {share} {measure} {of_name}, ce qui est contrôlé comptant en"
        " entier\u00a0: {over}",
        CONTROL: "{owner} contrôle {name}, directement ou à travers d'autres{means}",
        "controlled-holders": "{owner} contrôle des entités qui détiennent ensemble directement"
        " {share} {measure} {of_name} (art. 54 a)",
        "owned-controller": "{owner} détient {share} {measure} {of_through}, qui contrôle"
        " {name} (art. 54 b)",
        "means-" + FRENCH: ", selon les sources ou en nommant ses organes (L.233-3 I 3° et 4°)",
        "means-" + EUROPEAN: " (art. 53)",
        "over-" + FRENCH: "plus de 25 %",
        "over-" + EUROPEAN: "25 % ou plus",
        "maybe": "possible, non certain\u00a0: {text}",
        "presumed": "{text}, ce qui est présumé contrôlé étant compris, sauf preuve contraire",
        "family": "plusieurs personnes physiques prises comme un détenteur\u00a0: chacune n'est"
        " pas forcément bénéficiaire",
        "public": "D'après les données publiques de ce graphe, jamais d'après un registre fermé.",
        "early": "Le règlement (UE) 2024/1624 s'applique dès le {day}\u00a0: il ne s'applique pas"
        " encore ce jour-là.",
        "unnamed": "{share} du capital peut être à des personnes qu'aucune source ne nomme\u00a0:"
        " il peut y avoir d'autres bénéficiaires.",
        "nobody": "Aucune personne physique n'est trouvée\u00a0: la loi se tourne alors vers les"
        " représentants légaux.",
    },
}


def explain_owner(found: Owner, name_of: Namer, lang: str) -> str:
    """
    Why somebody is a beneficial owner: its surest grounds, then the remark on a family.
    """
    words = WORDS[lang]
    told: dict[tuple[str, str | None, Interval | None], list[str | None]] = {}
    for ground in found.grounds:
        if ground.verdict == found.verdict:
            key = ground.kind, ground.through, ground.share
            told.setdefault(key, []).append(ground.measure)
    texts = [
        _ground(
            Ground(kind, found.verdict, "both" if len(of) > 1 else of[0], share, through),
            found,
            name_of,
            lang,
        )
        for (kind, through, share), of in told.items()
    ]
    said = ("\u00a0; " if lang == "fr" else "; ").join(texts)
    if found.verdict == PRESUMED:
        said = words["presumed"].format(text=said)
    elif found.verdict != YES:
        said = words["maybe"].format(text=said)
    if found.family:
        said += f" ({words['family']})"
    return f"{said[:1].upper()}{said[1:]}. {words['public']}"


def remarks(found: Owners, lang: str) -> list[str]:
    """
    What every answer about beneficial owners says beside the owners themselves.
    """
    words = WORDS[lang]
    told = [words["public"]]
    if not found.applies:
        told.insert(0, words["early"].format(day=APPLIES.isoformat()))
    if not found.owners:
        told.append(words["nobody"])
    enough = found.unnamed >= QUARTER if found.rule == EUROPEAN else found.unnamed > QUARTER
    if enough:
        share = share_text(found.unnamed_share, lang)
        text = words["unnamed"].format(share=share)
        told.append(text[:1].upper() + text[1:])
    return told


def _ground(ground: Ground, found: Owner, name_of: Namer, lang: str) -> str:
    words = WORDS[lang]
    name = name_of(found.organization)
    through = name_of(ground.through) if ground.through else ""
    return words[ground.kind].format(
        owner=name_of(found.owner),
        name=name,
        of_name=of_text(name, lang),
        through=through,
        of_through=of_text(through, lang),
        share=share_text(ground.share, lang) if ground.share else "",
        measure=words[ground.measure or CAPITAL],
        over=words["over-" + found.rule],
        means=words["means-" + found.rule],
    )
