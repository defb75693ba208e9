"""
Phrases: what explanations, assumptions and comparisons say, in English and French.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal

from ..claims import percent as percentage
from ..control import WHOLE, Bounds
from ..control.percent import STRICT, percent
from .words import number, of, typeset

Namer = Callable[[str], str]

PHRASES: dict[str, tuple[str, str]] = {
    "exact": ("{low}", "{low}"),
    "about": ("about {mid}", "environ {mid}"),
    "at-least": ("at least {low}", "au moins {low}"),
    "at-most": ("at most {high}", "au plus {high}"),
    "more-than": ("more than {low}", "plus de {low}"),
    "less-than": ("less than {high}", "moins de {high}"),
    "between": ("between {low} and {high}", "entre {low} et {high}"),
    "any": ("an unknown share", "une part inconnue"),
    "votes": ("of the votes", "des droits de vote"),
    "capital": ("of the capital", "du capital"),
    "holds": (
        "{agent} holds, alone or with what it controls, {share} {what} of {organization}",
        "{agent} détient, seul ou avec ce qu'il contrôle, {share} {what} {of_organization}",
    ),
    "holds-nothing": (
        "no source of the graph gives {agent} a share of {organization}, directly or through what"
        " it controls",
        "aucune source du graphe n'attribue à {agent} de part {of_organization}, directement ou à"
        " travers ce qu'il contrôle",
    ),
    "no-majority": ("not more than half ({law})", "pas plus de la moitié ({law})"),
    "no-fr-l233-3": (
        "not more than 40 %, and no source states another ground of control ({law})",
        "pas plus de 40 %, et aucune source n'affirme d'autre motif de contrôle ({law})",
    ),
    "no-rival": (
        "{rival} holds as much or more, so nothing is presumed ({law})",
        "{rival} en détient autant ou plus : rien n'est présumé ({law})",
    ),
    "no-fr-l233-1": ("not more than half ({law})", "pas plus de la moitié ({law})"),
    "no-fr-l233-2": ("not from 10 to 50 % ({law})", "hors de 10 à 50 % ({law})"),
    "no-company": (
        "{agent} is no company, and this test is about companies ({law})",
        "{agent} n'est pas une société, et ce critère vise les sociétés ({law})",
    ),
    "no-other": (
        "control of {organization} is with {other} for certain",
        "le contrôle {of_organization} est à coup sûr à {other}",
    ),
    "then-votes": (
        "more than half of the votes would be control, half or less none by this test",
        "plus de la moitié des votes serait le contrôle ; la moitié ou moins, non par ce critère",
    ),
    "then-presumption": (
        "with more than 40 % of the votes and nobody above, control would be presumed",
        "avec plus de 40 % des votes et nul au-dessus, le contrôle serait présumé",
    ),
    "then-subsidiary": (
        "more than half of the capital would make a subsidiary",
        "plus de la moitié du capital en ferait une filiale",
    ),
    "then-participation": (
        "10 to 50 % of the capital would be a participation",
        "10 à 50 % du capital serait une participation",
    ),
    "then-dates": (
        "if they cover the day, the verdict holds; if not, it falls",
        "s'ils couvrent ce jour, le verdict vaut ; sinon, il tombe",
    ),
    "then-rest": (
        "if one holder has it all, nothing is presumed; if many share it, the presumption holds",
        "si un seul détenteur a tout, rien n'est présumé ; si plusieurs se le partagent, la"
        " présomption vaut",
    ),
    "then-rival": (
        "if it does, nothing is presumed",
        "si oui, rien n'est présumé",
    ),
    "right-beside": (
        "Beside the shares, never added to them: {kind}, {holders} over {organization} ({claim}).",
        "À côté des parts, jamais additionné : {kind}, {holders} sur {organization} ({claim}).",
    ),
    "if-right": (
        "if {sources} is right ({shares})",
        "si {sources} dit vrai ({shares})",
    ),
    "alternative-same": (
        "Sources differ, the verdicts do not: {case}, every verdict stays.",
        "Les sources diffèrent, les verdicts non : {case}, tous les verdicts restent.",
    ),
    "alternative-differs": (
        "The answer depends on the source: {case}, {changes}.",
        "La réponse dépend de la source : {case}, {changes}.",
    ),
    "alternative-none": (
        "No other source contradicts what this answer rests on, on that day.",
        "Aucune autre source ne contredit ce jour-là ce sur quoi repose cette réponse.",
    ),
    "alternative-many": (
        "{count} sources differ: each was tried alone, not all combinations.",
        "{count} sources diffèrent : chacune a été essayée seule, sans toutes les combinaisons.",
    ),
    "verdict-change": (
        "{agent} ({test}): {before} becomes {after}",
        "{agent} ({test}) : {before} devient {after}",
    ),
    "yes": ("yes", "oui"),
    "presumed": ("presumed", "présumé"),
    "possible": ("possible", "possible"),
    "undetermined": ("undetermined", "indéterminé"),
    "no": ("no", "non"),
    "assumed": (
        "What if: {assumption} is taken as done on that day.",
        "Hypothèse : {assumption} est réputé réalisé ce jour-là.",
    ),
    "assumed-done": (
        "What if: {assumption} was done by that day already; nothing changes.",
        "Hypothèse : {assumption} était déjà réalisé ce jour-là ; rien ne change.",
    ),
    "assumed-unknown": (
        "The source of {assumption} does not say which share passes: it is taken as unknown.",
        "La source {of_assumption} ne dit pas quelle part est cédée : elle est tenue pour"
        " inconnue.",
    ),
    "assumed-rest": (
        "No seller is named: the share is taken from what no known holder has.",
        "Aucun cédant n'est nommé : la part est prise sur ce qu'aucun détenteur connu ne détient.",
    ),
    "power-empty": (
        "No holder of {organization} is known on that day: no voting power can be computed.",
        "Aucun détenteur {of_organization} n'est connu ce jour-là : pas de pouvoir de vote.",
    ),
    "power-share-unknown": (
        "Voting power is refused: no source gives the share of {holder} in {organization}.",
        "Pouvoir de vote refusé : aucune source ne donne la part {of_holder} dans {organization}.",
    ),
    "power-dates": (
        "Voting power is refused: the dates of what {holder} holds of {organization} are"
        " imprecise.",
        "Pouvoir de vote refusé : les dates de ce que {holder} détient {of_organization} sont"
        " imprécises.",
    ),
    "power-share-range": (
        "Voting power is refused: the votes of {holder} in {organization} are only known within"
        " more than one point.",
        "Pouvoir de vote refusé : les votes {of_holder} dans {organization} ne sont connus qu'à"
        " plus d'un point près.",
    ),
    "power-little-known": (
        "Voting power is refused: named holders have {known} of the votes of {organization}, less"
        " than half, so a holder whom nobody named could decide alone.",
        "Pouvoir de vote refusé : les détenteurs nommés ont {known} des votes {of_organization},"
        " moins de la moitié ; un détenteur non nommé pourrait décider seul.",
    ),
    "integrated-reason": (
        "{holder} holds {share} of the capital of {organization}, directly and through others:"
        " a product of shares, no ground of control",
        "{holder} détient {share} du capital {of_organization}, directement et à travers"
        " d'autres\u00a0:"
        " un produit de parts, non un critère de contrôle",
    ),
    "power-reason": (
        "{holder} has {share} of the votes of {organization}: it decides in {banzhaf} of the ways"
        " in which the others can vote (Banzhaf), and is the pivot in {shapley} of the orders in"
        " which they can join (Shapley-Shubik)",
        "{holder} a {share} des votes {of_organization} : sa voix décide dans {banzhaf} des façons"
        " de voter des autres (Banzhaf), et il est le pivot dans {shapley} des ordres d'arrivée"
        " (Shapley-Shubik)",
    ),
    "power-ocean": (
        "The {rest} of {organization} that no source attributes count as many small holders.",
        "Les {rest} {of_organization} qu'aucune source n'attribue comptent comme de nombreux petits"
        " porteurs.",
    ),
    "power-measure": (
        "A measure, not a ground of control.",
        "Une mesure, non un motif de contrôle.",
    ),
    "began-jointly": (
        "{agent} controls it jointly with {others}, not alone ({rule}): {verdict}",
        "{agent} la contrôle conjointement avec {others}, non seul ({rule}) : {verdict}",
    ),
    "ended-jointly": (
        "{agent} no longer controls it jointly with {others} ({rule})",
        "{agent} ne la contrôle plus conjointement avec {others} ({rule})",
    ),
    "began-yes": ("{agent} controls it ({rule})", "{agent} la contrôle ({rule})"),
    "began-presumed": (
        "{agent} is presumed to control it ({rule})",
        "{agent} est présumé la contrôler ({rule})",
    ),
    "began-possible": (
        "{agent} may control it ({rule}): possible, not certain",
        "il est possible que {agent} la contrôle ({rule}), sans certitude",
    ),
    "began-undetermined": (
        "whether {agent} controls it cannot be said ({rule})",
        "on ne peut dire si {agent} la contrôle ({rule})",
    ),
    "ended-yes": ("{agent} no longer controls it ({rule})", "{agent} ne la contrôle plus ({rule})"),
    "ended-presumed": (
        "{agent} is no longer presumed to control it ({rule})",
        "{agent} n'est plus présumé la contrôler ({rule})",
    ),
    "ended-possible": (
        "it is no longer possible that {agent} controls it ({rule})",
        "il n'est plus possible que {agent} la contrôle ({rule})",
    ),
    "ended-undetermined": (
        "{agent} does not control it any more, if ever it did ({rule})",
        "{agent} ne la contrôle plus, si tant est qu'il le fît ({rule})",
    ),
    "too-many": (
        "This asks about everybody, and the graph holds more than {most} claims on who holds or"
        " decides what. Ask about one organization: kg controllers ORG, kg controlled AGENT,"
        " kg history ORG; or ask in SPARQL.",
        "Cette question porte sur tous, et le graphe compte plus de {most} assertions sur qui"
        " détient ou décide quoi. Interrogez une organisation : kg controllers ORG,"
        " kg controlled AGENT, kg history ORG ; ou posez la question en SPARQL.",
    ),
    "changes-none": (
        "The graph knows of no such change between the two days.",
        "Le graphe ne connaît aucun changement de ce genre entre les deux jours.",
    ),
    "group-none": (
        "No source in the graph says what {agent} holds, directly or through others, on that day.",
        "Aucune source du graphe ne dit ce que {agent} détient, directement ou à travers d'autres.",
    ),
    "group-oversight": (
        "Through public oversight, which is no control: {names}.",
        "Par tutelle publique, qui n'est pas un contrôle : {names}.",
    ),
    "group-concert": (
        "In concert, not control by any one: {members} together hold {capital} of the capital and"
        " {votes} of the votes of {organization}.",
        "De concert, sans contrôle d'un seul : {members} détiennent ensemble {capital} du capital"
        " et {votes} des votes {of_organization}.",
    ),
    "group-once": (
        "Each holding counts once: totals, and the same shares seen from above, are left out.",
        "Chaque participation compte une fois : totaux et mêmes parts vues d'en haut sont écartés.",
    ),
}


def phrase(key: str, lang: str, **details: object) -> str:
    """
    A sentence, or a part of one, in a language.
    """
    text = PHRASES[key][1 if lang == "fr" else 0]
    said = text.format(**details, **{f"of_{name}": of(str(d)) for name, d in details.items()})
    return typeset(said) if lang == "fr" else said


def share_text(share: Bounds, lang: str) -> str:
    """
    Bounds of a share as a reader would write them.
    """
    kind, figures = percent(share, lang)
    return phrase(kind, lang, **figures)


def share_bounds(share: Bounds) -> dict[str, Decimal | None]:
    """
    Bounds as an answer shows them: both None where the share is unknown.

    A strict bound ('more than 50 %') is shown as its figure.
    """
    if share == Bounds(0, WHOLE):
        return {"min": None, "max": None}
    low = share.low - (1 if share.low % 1000 == STRICT else 0)
    high = share.high + (1 if share.high % 1000 == 1000 - STRICT else 0)
    return {"min": percentage(low), "max": percentage(high)}


def chance_text(value: float, lang: str) -> str:
    """
    A chance between 0 and 1 as a percentage.
    """
    return f"{number(f'{100 * value:.4g}', lang)} %"


def listed(names: Sequence[str], lang: str) -> str:
    """
    Names one after the other: 'a, b and c'.
    """
    last = " et " if lang == "fr" else " and "
    return last.join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""
