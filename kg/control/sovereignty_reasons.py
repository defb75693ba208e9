"""
Sovereignty reasons: the text of an assessment, in French and in English.

An open question is never worded as a verdict, and every text says that it is
our reading of a public rule.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from .attribution import MEASURES
from .claims import WHOLE
from .gaps import Missing
from .integrated import CAPITAL, Interval
from .outsiders import ATTRIBUTION, PRODUCT, READINGS, Figures
from .parties import Parties
from .percent import percent
from .reasons import Namer
from .sovereignty import MET, NOT_MET, ONE, TOGETHER, Assessment, Fault

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "and": " and ",
        "or": " or ",
        "capital": "capital",
        "votes": "votes",
        "ours": "Our reading of SecNumCloud 3.2, 19.6; not a decision of ANSSI",
        "outside": "{holder}, seated outside the European Union ({country})",
        "group": "{holder}, several holders given together, outside the European Union ({country})",
        "fault-seat": "{name} has its seat outside the European Union ({country})",
        "fault-one": "{outsider}, holds {share} of the {measure} of {name}{reading}: more than"
        " {limit}",
        "fault-together": "entities seated outside the European Union together hold {share} of the"
        " {measure} of {name}{reading}: more than {limit}",
        "fault-control": "{outsider}, controls {name}: what it holds counts whole, whatever its"
        " share",
        "fault-presumed": "{outsider}, is presumed to control {name}, rebuttable",
        "fault-board": "{outsider}, or what it controls, appoints most of the board of {name}",
        "fault-veto": "{outsider}, or what it controls, has a special share in {name}",
        "product": " by product along the chains",
        "attribution": ", what is controlled from outside the Union being counted whole",
        "met": "{name} has its seat in the European Union ({country}). Entities seated outside it"
        " hold {capital} of its capital and {votes} of its votes, unknown holders included{one};"
        " none is known to have a veto or a board majority",
        "met-one": ", the largest known being {holder} ({share})",
        "open": "It cannot be said whether {name} meets the rule",
        "open-reading": "{reading}, entities seated outside the European Union hold {capital} of"
        " the capital and {votes} of the votes",
        "title-product": "by product of shares",
        "title-attribution": "by attribution",
        "missing": "Missing: {gaps}",
        "gap-seat": "the country of the seat of {name}",
        "gap-person": "the country of {name}, a natural person (the rule speaks of entities)",
        "gap-shares": "the share of {holders} in {name}",
        "gap-rest": "who holds {share} of the {measure} of {name}",
        "gap-all": "who holds {name}",
        "gap-right": "what the right of {holders} over {name} allows",
        "gap-if": " (not met if {cases})",
        "gap-one": "one entity seated outside the Union has more than {limit} of the whole",
        "gap-together": "several together have more than {limit} of the whole",
        "at-least": "at least {low}",
        "at-most": "at most {high}",
        "more-than": "more than {low}",
        "less-than": "less than {high}",
        "about": "about {mid}",
        "between": "between {low} and {high}",
        "any": "an unknown part",
        "nothing": "nothing",
    },
    "fr": {
        "and": " et ",
        "or": " ou ",
        "capital": "capital",
        "votes": "droits de vote",
        "ours": "Notre lecture de SecNumCloud 3.2, 19.6\u00a0; ce n'est pas une décision de"
        " l'ANSSI",
        "outside": "{holder}, établi hors de l'Union européenne ({country})",
        "group": "{holder}, plusieurs détenteurs donnés ensemble, hors de l'Union européenne"
        " ({country})",
        "fault-seat": "{name} a son siège hors de l'Union européenne ({country})",
        "fault-one": "{outsider}, détient {share} {du} {measure} {of}{reading}\u00a0: plus de"
        " {limit}",
        "fault-together": "les entités établies hors de l'Union européenne détiennent ensemble"
        " {share} {du} {measure} {of}{reading}\u00a0: plus de {limit}",
        "fault-control": "{outsider}, contrôle {name}\u00a0: ce qu'il détient compte en entier,"
        " quelle que soit sa part",
        "fault-presumed": "{outsider}, est présumé contrôler {name}, sauf preuve contraire",
        "fault-board": "{outsider}, ou ce qu'il contrôle, nomme la majorité des organes {of}",
        "fault-veto": "{outsider}, ou ce qu'il contrôle, a une action spécifique dans {name}",
        "product": " par produit le long des chaînes",
        "attribution": ", ce qui est contrôlé depuis l'extérieur de l'Union comptant en entier",
        "met": "{name} a son siège dans l'Union européenne ({country}). Les entités établies"
        " au-dehors détiennent {capital} de son capital et {votes} de ses droits de vote,"
        " détenteurs inconnus compris{one}\u00a0; on ne leur connaît ni veto ni majorité des"
        " organes",
        "met-one": ", la plus grande connue étant {holder} ({share})",
        "open": "On ne peut dire si {name} satisfait à la règle",
        "open-reading": "{reading}, les entités établies hors de l'Union européenne détiennent"
        " {capital} du capital et {votes} des droits de vote",
        "title-product": "par produit des parts",
        "title-attribution": "par attribution",
        "missing": "Il manque\u00a0: {gaps}",
        "gap-seat": "le pays du siège {of}",
        "gap-person": "le pays {of}, personne physique (la règle parle d'entités)",
        "gap-shares": "la part {of_holders} dans {name}",
        "gap-rest": "qui détient {share} {du} {measure} {of}",
        "gap-all": "qui détient {name}",
        "gap-right": "ce que permet le droit {of_holders} sur {name}",
        "gap-if": " (non satisfaite si {cases})",
        "gap-one": "une entité établie hors de l'Union en a plus de {limit} de l'ensemble",
        "gap-together": "plusieurs en ont ensemble plus de {limit} de l'ensemble",
        "at-least": "au moins {low}",
        "at-most": "au plus {high}",
        "more-than": "plus de {low}",
        "less-than": "moins de {high}",
        "about": "environ {mid}",
        "between": "entre {low} et {high}",
        "any": "une part inconnue",
        "nothing": "rien",
    },
}


def explain(found: Assessment, parties: Parties, name_of: Namer, lang: str) -> str:
    """
    Why an organization meets the rule or not, or what is missing to say it.

    `name_of` gives the name of an id, `lang` is `fr` or `en`.
    """
    words = WORDS[lang]
    name = name_of(found.legal_person)
    if found.verdict == NOT_MET:
        said = [_fault(fault, found, parties, name_of, lang) for fault in found.faults]
        text = ". ".join(_capital(one) for one in said)
    elif found.verdict == MET:
        one = ""
        if found.largest:
            shown = share_text(hull(found.figures_of_one, MEASURES), lang)
            one = words["met-one"].format(holder=name_of(found.largest), share=shown)
        text = words["met"].format(
            name=name,
            country=found.country,
            capital=share_text(hull(found.together, ["capital"]), lang),
            votes=share_text(hull(found.together, ["votes"]), lang),
            one=one,
        )
    else:
        parts = [
            words["open-reading"].format(
                reading=words["title-" + reading],
                capital=share_text(found.together[reading, "capital"], lang),
                votes=share_text(found.together[reading, "votes"], lang),
            )
            for reading in READINGS
        ]
        text = f"{words['open'].format(name=name)}. {'. '.join(map(_capital, parts))}"
        gaps = missing(found, name_of, lang)
        if gaps:
            listed = (" ; " if lang == "fr" else "; ").join(gaps).replace(" ;", "\u00a0;")
            text += f". {words['missing'].format(gaps=listed)}"
    return f"{text}. {words['ours']}."


def missing(found: Assessment, name_of: Namer, lang: str) -> list[str]:
    """
    What would settle an open question, the weightiest first.
    """
    return [_gap(gap, name_of, lang) for gap in found.missing]


def hull(figures: Figures, measures: Iterable[str]) -> Interval:
    """
    From the least to the most that both readings give.
    """
    shares = [figures[reading, measure] for measure in measures for reading in READINGS]
    return Interval(min(share.low for share in shares), max(share.high for share in shares))


def share_text(share: Interval, lang: str) -> str:
    """
    A part of one as a reader would print it: a figure, about a figure, or a range.
    """
    if share.high == 0:
        return WORDS[lang]["nothing"]
    kind, figures = percent(share.bounds(WHOLE), lang)
    if kind == "between" and figures["low"] == figures["high"]:
        kind = "about"
    return WORDS[lang][kind].format(**figures) if kind != "exact" else figures["low"]


def _limit(part: Fraction, lang: str) -> str:
    return share_text(Interval(part, part), lang)


def _fault(fault: Fault, found: Assessment, parties: Parties, name_of: Namer, lang: str) -> str:
    words = WORDS[lang]
    outsider = country = ""
    if fault.holder:
        party = parties.get(fault.holder)
        country = party.country or "?" if party else "?"
        kind = "group" if party and party.kind == "group" else "outside"
        outsider = words[kind].format(holder=name_of(fault.holder), country=country)
    name = name_of(found.legal_person)
    measure = fault.measure or CAPITAL
    figures = found.together if fault.kind == "together" else found.figures_of_one
    same = fault.kind == "one" and fault.holder != found.largest
    differ = same or figures[PRODUCT, measure] != figures[ATTRIBUTION, measure]
    return words["fault-" + fault.kind].format(
        outsider=outsider,
        name=name,
        country=found.country,
        share=share_text(fault.share, lang) if fault.share else "",
        measure=words[measure],
        du="du" if measure == CAPITAL else "des",
        of=of_text(name, lang),
        reading=words[fault.reading] if fault.reading and differ else "",
        limit=_limit(ONE if fault.kind == "one" else TOGETHER, lang),
    )


def _gap(gap: Missing, name_of: Namer, lang: str) -> str:
    words = WORDS[lang]
    name, measure = name_of(gap.organization), gap.measure or CAPITAL
    kind = gap.kind
    if kind == "rest" and gap.share and gap.share.low == 1:
        kind = "all"
    holders = _list([name_of(holder) for holder in gap.holders], lang)
    text = words["gap-" + kind].format(
        name=name,
        of=of_text(name, lang),
        holders=holders,
        of_holders=of_text(holders, lang),
        share=share_text(gap.share, lang) if gap.share else "",
        measure=words[measure],
        du="du" if measure == CAPITAL else "des",
    )
    cases = [
        words[key].format(limit=_limit(part, lang))
        for key, part in (("gap-one", gap.one), ("gap-together", gap.together))
        if part is not None
    ]
    if cases:
        text += words["gap-if"].format(cases=words["or"].join(cases))
    return text


def of_text(name: str, lang: str) -> str:
    """
    A name after 'of', which French elides before a vowel.
    """
    if lang == "fr":
        return f"d'{name}" if name[:1].lower() in "aeiouyàâäéèêëîïôöùûü" else f"de {name}"
    return name


def _list(items: Sequence[str], lang: str) -> str:
    return WORDS[lang]["and"].join(filter(None, (", ".join(items[:-1]), *items[-1:])))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
