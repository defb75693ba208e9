"""
Messages: what a breach is told with, the shape's own words or plain ones for its constraint.
"""

import pyoxigraph as ox

from .model import Constraint, Shape
from .terms import Term, name_of

WORDS = {
    "class": ("Not an instance of {0}.", "N'est pas une instance de {0}."),
    "datatype": ("Not a literal of datatype {0}.", "N'est pas un littéral du type {0}."),
    "nodeKind": ("Not of node kind {0}.", "N'est pas un nœud de sorte {0}."),
    "minCount": ("Fewer than {0} values.", "Moins de {0} valeurs."),
    "maxCount": ("More than {0} values.", "Plus de {0} valeurs."),
    "minExclusive": ("Not greater than {0}.", "N'est pas supérieur à {0}."),
    "minInclusive": ("Less than {0}, or no such value.", "Inférieur à {0}, ou incomparable."),
    "maxExclusive": ("Not less than {0}.", "N'est pas inférieur à {0}."),
    "maxInclusive": ("Greater than {0}, or no such value.", "Supérieur à {0}, ou incomparable."),
    "minLength": ("Shorter than {0} characters.", "Moins de {0} caractères."),
    "maxLength": ("Longer than {0} characters.", "Plus de {0} caractères."),
    "pattern": ("Does not match {0}.", "Ne correspond pas à {0}."),
    "languageIn": ("Not in one of the languages {0}.", "Dans aucune des langues {0}."),
    "uniqueLang": ("Two values in one language.", "Deux valeurs dans une même langue."),
    "equals": ("Not the same values as {0}.", "Valeurs autres que celles de {0}."),
    "disjoint": ("Also a value of {0}.", "Est aussi une valeur de {0}."),
    "lessThan": ("Not less than {0}.", "N'est pas inférieur à {0}."),
    "lessThanOrEquals": ("Greater than {0}.", "Supérieur à {0}."),
    "not": ("Conforms to {0}, and must not.", "Conforme à {0}, à tort."),
    "and": ("Does not conform to all of {0}.", "N'est pas conforme à tous : {0}."),
    "or": ("Conforms to none of {0}.", "N'est conforme à aucun : {0}."),
    "xone": ("Does not conform to exactly one of {0}.", "Conforme à zéro ou plusieurs : {0}."),
    "node": ("Does not conform to {0}.", "N'est pas conforme à {0}."),
    "qualifiedMinCount": ("Fewer than {0} such values.", "Moins de {0} valeurs de cette sorte."),
    "qualifiedMaxCount": ("More than {0} such values.", "Plus de {0} valeurs de cette sorte."),
    "closed": ("A property that is not allowed.", "Propriété non admise."),
    "hasValue": ("The value {0} is missing.", "La valeur {0} manque."),
    "in": ("Not one of {0}.", "Aucune de ces valeurs : {0}."),
    "sparql": ("Breaks a rule of the shapes graph.", "Enfreint une règle du graphe de formes."),
}


def messages_of(
    shape: Shape, constraint: Constraint, value: Term | None, cells: tuple[Term | None, ...]
) -> tuple[ox.Literal, ...]:
    """
    The messages of a result: the constraint's, the shape's, or plain ones in English and French.

    `{$this}` and `{?value}` in a message of a `sh:sparql` constraint are filled in.
    """
    if constraint.parameter == "sparql" and (constraint.messages or shape.messages):
        own = constraint.messages or shape.messages
        return tuple(_filled(text, cells[0], value) for text in own)
    if shape.messages:
        return shape.messages
    given = constraint.value if constraint.parameter != "sparql" else ""
    shown = ", ".join(map(_shown, given)) if isinstance(given, tuple) else _shown(given)
    return tuple(
        ox.Literal(words.format(shown), language=language)
        for words, language in zip(WORDS[constraint.parameter], ("en", "fr"), strict=True)
    )


def _shown(value: object) -> str:
    return name_of(value.node if isinstance(value, Shape) else value)


def _filled(text: ox.Literal, this: Term | None, value: Term | None) -> ox.Literal:
    words = text.value
    for name, term in (("this", this), ("value", value)):
        for mark in "?$":
            words = words.replace(f"{{{mark}{name}}}", "" if term is None else name_of(term))
    return ox.Literal(words, language=text.language) if text.language else ox.Literal(words)
