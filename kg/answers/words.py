"""
Words: what answers say beside their figures, in English and French.
"""

import re
import unicodedata

VOWELS = tuple("aeiouy")
SPACED = re.compile(r" ([%:;?!»])")

WORDS: dict[str, tuple[str, str]] = {
    "shares-unknown": (
        "No source gives the share of {names}: unknown, not zero.",
        "Aucune source ne donne la part {of_names} : inconnue, et non nulle.",
    ),
    "rest": (
        "The counted shares add up to {sum} %: the holder of the other {rest} % is not known.",
        "Les parts comptées font {sum} % : le détenteur des {rest} % restants n'est pas connu.",
    ),
    "rest-rounding": (
        "The printed shares add up to {sum} %, by rounding.",
        "Les parts publiées font {sum} %, par arrondi.",
    ),
    "differs": (
        "Sources differ on {name}: {counted} % is counted, {other} says {alternative} %.",
        "Les sources diffèrent sur {name} : {counted} % est compté, {other} dit {alternative} %.",
    ),
    "indirect": (
        "Not added up: {name} is also said to hold {share} %, the same shares seen through others"
        " ({claim}).",
        "Non additionné : {name}, {share} %, sont les mêmes parts vues à travers"
        " d'autres ({claim}).",
    ),
    "aggregate": (
        "Not added up: {name} {share} % is a total whose parts stand apart ({claim}).",
        "Non additionné : {name} {share} % est un total dont les parts sont comptées à part"
        " ({claim}).",
    ),
    "planned": (
        "Planned, never done: {name} {share} % ({claim}).",
        "Prévu, non réalisé : {name} {share} % ({claim}).",
    ),
    "division": (
        "{name} is no legal person: it belongs to {owner}, and nobody holds shares in it.",
        "{name} n'est pas une personne morale : elle relève {of_owner}, et nul n'en détient de"
        " parts.",
    ),
    "ended": (
        "{name} ceased to exist: {until}.",
        "{name} a cessé d'exister : {until}.",
    ),
    "not-yet": (
        "{name} did not exist yet: founded {since}.",
        "{name} n'existait pas encore : fondation {since}.",
    ),
    "nothing-known": (
        "No source in the graph says who holds {name} on that day; that is not a 'nobody'.",
        "Aucune source du graphe ne dit qui détient {name} ce jour-là ; ce n'est pas « personne ».",
    ),
    "owned-nothing": (
        "No source in the graph says what {name} holds on that day.",
        "Aucune source du graphe ne dit ce que {name} détient ce jour-là.",
    ),
    "known-to": (
        "As last known on {day}, the date of the latest source behind this answer.",
        "État connu au {day}, date de la source la plus récente derrière cette réponse.",
    ),
    "right": (
        "A right beside the shares: {kind}, {holders} ({claim}).",
        "Un droit à côté des parts : {kind}, {holders} ({claim}).",
    ),
    "leaders-unknown": (
        "No source in the graph says who led {name} on that day.",
        "Aucune source du graphe ne dit qui dirigeait {name} ce jour-là.",
    ),
    "vacancy": (
        "According to {source}, the post was vacant from {date}.",
        "Selon {source}, le poste était vacant à partir de {date}.",
    ),
    "leader-differs": (
        "Another source differs: {name}, {role}, {since} to {until} ({claim}).",
        "Une autre source diffère : {name}, {role}, {since} à {until} ({claim}).",
    ),
    "no-majority": (
        "Nobody is known to hold a majority of the votes of {name} on that day.",
        "Nul n'est connu pour détenir la majorité des voix {of_name} ce jour-là.",
    ),
    "deadlock": (
        "{names} hold exactly half of the votes of {name}: no majority; look for joint control.",
        "{names} détiennent exactement la moitié des voix {of_name} : pas de majorité ; voir le"
        " contrôle conjoint.",
    ),
    "votes-follow": (
        "Votes are not published: they are taken to follow the capital.",
        "Les droits de vote ne sont pas publiés : ils sont réputés suivre le capital.",
    ),
    "self-controlled": (
        "{name} is held by its own group: nobody above it.",
        "{name} est détenue par son propre groupe : personne au-dessus.",
    ),
    "assumed": (
        "What if: {deal} is taken as done on that day.",
        "Hypothèse : {deal} est réputée réalisée ce jour-là.",
    ),
    "deals-none": (
        "The graph has no deal of {name}.",
        "Le graphe n'a aucune opération {of_name}.",
    ),
    "nothing-found": ("Nothing resembles '{text}'.", "Rien ne ressemble à « {text} »."),
}

RIGHTS: dict[str, tuple[str, str]] = {
    "board-appointment": ("power to appoint the board", "pouvoir de nommer le conseil"),
    "agreement": ("shareholders' agreement", "pacte d'actionnaires"),
    "golden-share": ("golden share", "action spécifique"),
    "concert": ("acting in concert", "action de concert"),
    "stated-control": ("control stated by a source", "contrôle affirmé par une source"),
    "public-oversight": ("public oversight", "tutelle publique"),
    "accounting-consolidation": ("accounting consolidation", "consolidation comptable"),
    "ultimate-accounting-consolidation": (
        "ultimate accounting consolidation",
        "consolidation comptable ultime",
    ),
    "significant-influence": ("significant influence or control", "influence notable ou contrôle"),
}


def say(key: str, lang: str, **details: object) -> str:
    """
    A sentence of the catalogue, in a language.
    """
    text = WORDS[key][1 if lang == "fr" else 0]
    said = text.format(**details, **{f"of_{name}": of(str(d)) for name, d in details.items()})
    return typeset(said) if lang == "fr" else said


def typeset(text: str) -> str:
    """
    French text with no-break spaces before double signs and inside guillemets.

    Examples:
        >>> typeset("44,4 % : oui") == "44,4\u00a0%\u00a0: oui"
        True
    """
    return SPACED.sub("\u00a0\\1", text).replace("« ", "«\u00a0")


def of(name: str) -> str:
    """
    A French name after `de`, with its elision: d'Outscale, de Numergy.
    """
    bare = unicodedata.normalize("NFD", name[:1]).casefold()
    return f"d'{name}" if bare[:1] in VOWELS else f"de {name}"


def right(kind: str, lang: str) -> str:
    """
    The name of a kind of control right.
    """
    return RIGHTS[kind][1 if lang == "fr" else 0]


def number(value: object, lang: str) -> str:
    """
    A figure as the language writes it: 44.4, 44,4.
    """
    text = str(value)
    return text.replace(".", ",") if lang == "fr" else text


HISTORY: dict[str, tuple[str, str]] = {
    "founded": ("founded", "fondation"),
    "joint-venture-created": ("joint venture created", "création d'une coentreprise"),
    "renamed": ("renamed", "changement de nom"),
    "merged": ("merged", "fusion"),
    "split": ("split", "scission"),
    "listed": ("listed", "introduction en bourse"),
    "delisted": ("delisted", "retrait de la cote"),
    "withdrew": ("withdrew", "retrait"),
    "insolvency": ("insolvency", "procédure collective"),
    "service-launch": ("service launched", "lancement de service"),
    "service-end": ("service ended", "fin de service"),
    "state-funding": ("State funding", "financement public"),
    "origin": ("origin", "origine"),
    "programme-launch": ("programme launched", "lancement de programme"),
    "intent": ("intent", "intention"),
    "consequence": ("consequence", "conséquence"),
    "attribution": ("attribution", "attribution"),
    "capital-change": ("change of capital", "modification du capital"),
    "share-sale": ("sale of shares", "cession de parts"),
    "agreement": ("agreement", "pacte"),
    "qualification-milestone": ("qualification milestone", "jalon de qualification"),
    "contract": ("contract", "contrat"),
    "site-opening": ("site opened", "ouverture de site"),
    "other": ("event", "événement"),
    "name": ("takes the name {name}", "prend le nom {name}"),
    "holds": ("{holder} holds {share}", "{holder} détient {share}"),
    "holds-no-more": ("{holder} no longer holds {share}", "{holder} ne détient plus {share}"),
    "appointed": ("{person}, {role}", "{person}, {role}"),
    "left": ("{person} leaves as {role}", "{person} quitte ses fonctions ({role})"),
    "vacant": ("the post is vacant", "le poste est vacant"),
    "deal-talks": (
        "{acquirer} in talks to buy {what}",
        "{acquirer} en discussions pour acquérir {what}",
    ),
    "deal-announced": (
        "{acquirer} announces the purchase of {what}",
        "{acquirer} annonce l'acquisition {of_what}",
    ),
    "deal-signed": (
        "{acquirer} signs the purchase of {what}",
        "{acquirer} signe l'acquisition {of_what}",
    ),
    "deal-completed": (
        "{acquirer} completes the purchase of {what}",
        "{acquirer} réalise l'acquisition {of_what}",
    ),
    "deal-abandoned": (
        "{acquirer} gives up the purchase of {what}",
        "{acquirer} renonce à l'acquisition {of_what}",
    ),
    "deal-part": ("{share} % of {target}", "{share} % {of_target}"),
    "deal-unknown-part": ("{target} (share not given)", "{target} (part non précisée)"),
}


def history(key: str, lang: str, **details: object) -> str:
    """
    What happened, in a language.
    """
    text = HISTORY[key][1 if lang == "fr" else 0]
    said = text.format(**details, **{f"of_{name}": of(str(d)) for name, d in details.items()})
    return typeset(said) if lang == "fr" else said
