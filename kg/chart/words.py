"""
Words of charts, in English and French: figures, periods, labels and captions.
"""

from datetime import date
from decimal import Decimal

from ..answers.answer import figure
from ..answers.words import number
from ..dates import Span, parse_span
from ..shares import Share

NBSP = "\u00a0"

WORDS: dict[str, tuple[str, str]] = {
    "title": ("{name} on {day}", "{name} au {day}"),
    "subtitle": ("holders above, holdings below", "détenteurs au-dessus, participations dessous"),
    "subtitle-up": ("holders", "détenteurs"),
    "subtitle-down": ("holdings", "participations"),
    "desc": (
        "Ownership chart of {name} on {day}: {nodes} parties, {links} links. {links_text}",
        "Organigramme de détention de {name} au {day} : {nodes} acteurs, {links} liens."
        " {links_text}",
    ),
    "votes": ("({share} votes)", "({share} voix)"),
    "perhaps": ("dates unsure", "dates incertaines"),
    "part": ("part of", "fait partie de"),
    "planned": ("planned", "projet"),
    "deal-talks": ("talks", "discussions"),
    "deal-announced": ("announced", "annoncé"),
    "deal-signed": ("signed", "signé"),
    "no-outcome": ("outcome not known", "issue inconnue"),
    "buys": ("to buy {share}", "achat de {share}"),
    "buys-some": ("to buy a share", "achat d'une part"),
    "right-board-appointment": ("names the board", "nomme le conseil"),
    "right-agreement": ("agreement", "pacte"),
    "right-golden-share": ("golden share", "action spécifique"),
    "right-concert": ("in concert", "de concert"),
    "right-stated-control": ("said to control", "dit contrôler"),
    "right-public-oversight": ("oversees", "tutelle"),
    "control-yes": ("controls", "contrôle"),
    "control-presumed": ("presumed to control", "présumé contrôler"),
    "control-possible": ("may control", "contrôle possible"),
    "jointly": ("jointly", "conjointement"),
    "nobody": ("No holder is known on that day", "Aucun détenteur connu ce jour-là"),
    "others-above": ("{n} other holders", "{n} autres détenteurs"),
    "others-below": ("{n} other holdings", "{n} autres participations"),
    "others-above-1": ("1 other holder", "1 autre détenteur"),
    "others-below-1": ("1 other holding", "1 autre participation"),
    "together": ("together {share}", "ensemble {share}"),
    "each": ("{low} to {high}", "de {low} à {high}"),
    "unknown-some": ("{n} of unknown share", "{n} de part inconnue"),
    "shareless-some": ("{n} without a share", "{n} sans participation"),
    "aside": (
        "{n} planned or of another source only",
        "{n} en projet ou d'une autre source seule",
    ),
    "not-yet": (
        "{name} did not exist yet on that day.",
        "{name} n'existait pas encore ce jour-là.",
    ),
    "no-longer": ("{name} no longer existed on that day.", "{name} n'existait plus ce jour-là."),
    "more-above": ("+{n} holders above", "+{n} détenteurs au-dessus"),
    "more-above-1": ("+1 holder above", "+1 détenteur au-dessus"),
    "more-below": ("+{n} holdings below", "+{n} participations dessous"),
    "more-below-1": ("+1 holding below", "+1 participation dessous"),
    "more-title": ("not drawn here", "non dessinés ici"),
    "caption": (
        "As stated by sources and valid on {day}: share of the capital, of the votes in brackets"
        " where they differ.",
        "D'après les sources, au {day} : part du capital, des voix entre parenthèses"
        " si elles diffèrent.",
    ),
    "timeline": ("{name}, {first} to {last}", "{name}, de {first} à {last}"),
    "timeline-sub": (
        "who held it, who led it, what happened",
        "détenteurs, dirigeants, événements",
    ),
    "timeline-caption": (
        "Bands: shares of the capital that sources state and that count. Hatched: share or holder"
        " not known. Pale: dates or size not sure. Diamonds: deals. Dots: events.",
        "Bandes : parts du capital d'après les sources, comptées. Hachures : part ou détenteur"
        " inconnus. Pâle : dates ou taille incertaines. Losanges : opérations. Points :"
        " événements.",
    ),
    "known-line": ("latest source {day}", "dernière source {day}"),
    "map": ("Everybody on {day}", "Tous les acteurs au {day}"),
    "map-count": (
        "{nodes} parties, {links} links that may hold on that day",
        "{nodes} acteurs, {links} liens possibles ce jour-là",
    ),
    "leaders": ("Leaders", "Dirigeants"),
    "events": ("Deals and events", "Opérations et événements"),
    "more-events": ("and {n} more", "et {n} autres"),
    "void": ("holder not known", "détenteur inconnu"),
    "nobody-ever": ("No holder is known", "Aucun détenteur connu"),
    "holder-shares": ("{name}: {shares}", "{name} : {shares}"),
    "holds-share": ("{holder} holds {share}", "{holder} détient {share}"),
    "known-to": ("Latest source: {day}.", "Source la plus récente : {day}."),
    "known-to-none": ("No source behind this chart.", "Aucune source derrière ce schéma."),
    "no-control": (
        "Control is not derived here: a percentage is not a verdict.",
        "Le contrôle n'est pas déduit ici : un pourcentage n'est pas un verdict.",
    ),
    "control-none": (
        "By the rules no control follows between those drawn.",
        "Selon les règles, aucun contrôle ne se déduit entre les acteurs dessinés.",
    ),
    "with-control": ("Control derived by: {rules}.", "Contrôle déduit selon : {rules}."),
    "hidden": (
        "Not drawn: {n} holdings under {share}.",
        "Non dessinées : {n} participations de moins de {share}.",
    ),
    "hidden-1": (
        "Not drawn: 1 holding under {share}.",
        "Non dessinée : 1 participation de moins de {share}.",
    ),
    "leader": ("led by {name}", "dirigée par {name}"),
    "country": ("country {code}", "pays {code}"),
    "country-none": ("country not known", "pays inconnu"),
    "in-union": ("in the EU", "dans l'UE"),
    "outside": ("outside the EU", "hors UE"),
    "folded": ("{n}: {names}", "{n} : {names}"),
    "holds": ("{holder} holds {share} of {held}", "{holder} détient {share} de {held}"),
    "has": ("{holder}: {what}, {held}", "{holder} : {what}, {held}"),
    "source-differs": ("another source: {share}", "autre source : {share}"),
    "source-alone": ("said by one source, not counted", "dit par une source, non compté"),
    "k-company": ("company", "société"),
    "k-joint": ("joint venture", "coentreprise"),
    "k-person": ("person", "personne"),
    "k-family": ("family", "famille"),
    "k-fund": ("fund", "fonds"),
    "k-state": ("State or public body", "État ou organisme public"),
    "k-division": ("division", "division"),
    "k-group": ("group of holders", "groupe de détenteurs"),
    "k-others": ("several, folded", "plusieurs, regroupés"),
    "k-unknown": ("kind not known", "nature inconnue"),
    "l-outside": ("seat outside the EU", "siège hors UE"),
    "l-holds": ("share (line width = size)", "part (épaisseur = taille)"),
    "l-unknown": ("share not known", "part inconnue"),
    "l-right": ("right without a share", "droit sans participation"),
    "l-part": ("part of the same legal person", "partie de la même personne morale"),
    "l-alternative": ("said by another source", "dit par une autre source"),
    "l-planned": ("planned, not done", "projet, non réalisé"),
    "l-control": ("control, derived", "contrôle, déduit"),
    "l-conflict": ("≠ sources differ", "≠ sources divergentes"),
}


def say(key: str, lang: str, **details: object) -> str:
    """
    The words of a key in a language.
    """
    text = WORDS[key][1 if lang == "fr" else 0].format(**details)
    for sign in ":;?!" if lang == "fr" else "":
        text = text.replace(f" {sign}", f"{NBSP}{sign}")
    return text


def day_text(day: date, lang: str) -> str:
    """
    A day as people write it.

    Examples:
        >>> day_text(date(2014, 10, 1), "en"), day_text(date(2014, 10, 1), "fr")
        ('1 October 2014', '1er octobre 2014')
    """
    months = MONTHS[1 if lang == "fr" else 0].split()
    first = "er" if lang == "fr" and day.day == 1 else ""
    return f"{day.day}{first} {months[day.month - 1]} {day.year}"


MONTHS = (
    "January February March April May June July August September October November December",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
)


def percent(value: Decimal, lang: str) -> str:
    """
    A percentage as a language writes it.
    """
    return f"{number(figure(value), lang)}{NBSP}%"


def share_text(share: Share, lang: str) -> str:
    """
    A share with what its source allows: a figure, a rounded figure, a range, or unknown.

    Examples:
        >>> share_text(Share(Decimal("44.4"), Decimal("44.4"), Decimal("44.4")), "en")
        '44.4\\xa0%'
        >>> share_text(Share(None, Decimal(25), Decimal(35)), "fr")
        '25–35\\xa0%'
        >>> share_text(Share(None, Decimal(50), None, True), "en"), share_text(Share(), "en")
        ('>\\xa050\\xa0%', '?\\xa0%')
    """
    low, high = share.minimum, share.maximum
    if low is None and high is None:
        return f"?{NBSP}%"
    if low is not None and low == high:
        return percent(low, lang)
    if low is None and high is not None:
        return f"{'<' if share.maximum_exclusive else '≤'}{NBSP}{percent(high, lang)}"
    if low is not None and (high is None or (high == 100 and share.printed is None)):
        return f"{'>' if share.minimum_exclusive else '≥'}{NBSP}{percent(low, lang)}"
    if share.printed is not None and _rounded(share):
        return f"≈{NBSP}{percent(share.printed, lang)}"
    return f"{number(figure(low or Decimal(0)), lang)}–{percent(high or Decimal(100), lang)}"


def _rounded(share: Share) -> bool:
    """
    Whether the bounds are only the rounding of the printed figure.
    """
    if share.printed is None or share.maximum is None or share.minimum is None:
        return False
    exponent = share.printed.as_tuple().exponent
    digits = exponent if isinstance(exponent, int) else 0
    return share.maximum - share.minimum <= Decimal(1).scaleb(digits)


def years(starts: str, ends: str) -> str:
    """
    A period by its years, as narrow as a line allows; `?` where a side is not known.

    Examples:
        >>> years("2012-09-06", "2015-03-20"), years("2012", ""), years("", "2015")
        ('2012–2015', '2012–', '?–2015')
        >>> years("../2017", ""), years("2012/2014", "2015"), years("2012-02", "2012-04")
        ('≤2017–', '2012/14–2015', '2012')
    """
    first, last = year(starts) or "?", year(ends)
    if first == last:
        return first
    return f"{first}–{last}" if not last.startswith(("~", "≤", "≥")) else f"{first} – {last}"


def year(text: str) -> str:
    """
    The year or years that a published date allows.
    """
    if not text:
        return ""
    span: Span = parse_span(text)
    about = "~" if text.endswith(("~", "?", "%")) else ""
    if span.first and span.last:
        if span.first.year == span.last.year:
            return f"{about}{span.first.year}"
        short = str(span.last.year)[2 if span.first.year // 100 == span.last.year // 100 else 0 :]
        return f"{about}{span.first.year}/{short}"
    if span.last:
        return f"≤{span.last.year}"
    return f"≥{span.first.year}" if span.first else "?"
