"""
Registry: the rules, in the order in which they are answered.

A new rule of control is a room with a function from the facts of a day, and
from the relations it needs, to its relation; and one entry here.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from . import majority, power, presumption, stakes
from .relation import Facts, Relation

Relations = Mapping[str, Relation]

CONTROL = "control"
STAKE = "stake"
MEASURE = "measure"
SOVEREIGNTY = "sovereignty"


@dataclass(frozen=True, slots=True)
class Rule:
    """
    A rule: its words, its law, the data that it takes, the rules that it builds on.

    `kind` is `control` (who controls), `stake` (a share that the law names),
    `measure` (a figure) or `sovereignty`. Texts are by language, `fr` and `en`.
    `relate` is None for a rule whose answer is not a relation of pairs.
    """

    id: str
    kind: str
    titles: Mapping[str, str]
    definitions: Mapping[str, str]
    laws: Mapping[str, str]
    data: Mapping[str, str]
    needs: tuple[str, ...] = ()
    relate: Callable[[Facts, Relations], Relation] | None = None

    def title(self, lang: str) -> str:
        """
        The name of the rule.
        """
        return self.titles[lang]

    def definition(self, lang: str) -> str:
        """
        What the rule says, in one line.
        """
        return self.definitions[lang]

    def law(self, lang: str) -> str:
        """
        The text that the rule comes from.
        """
        return self.laws[lang]

    def needed(self, lang: str) -> str:
        """
        The data that the rule takes.
        """
        return self.data[lang]


def _texts(en: str, fr: str) -> Mapping[str, str]:
    return {"en": en, "fr": fr}


RULES: dict[str, Rule] = {
    rule.id: rule
    for rule in (
        Rule(
            id=majority.RULE,
            kind=CONTROL,
            titles=_texts("majority of the votes", "majorité des droits de vote"),
            definitions=_texts(
                "holds more than half of the votes, alone or with what it controls",
                "détient plus de la moitié des votes, seul ou avec ce qu'il contrôle",
            ),
            laws=_texts(
                "Commerce Code, art. L.233-3 I 1° and L.233-4",
                "Code de commerce, art. L.233-3 I 1° et L.233-4",
            ),
            data=_texts(
                "votes of each holder (else capital), own shares, attached divisions",
                "droits de vote de chaque détenteur (à défaut le capital), autodétention",
            ),
            relate=lambda facts, _: majority.relate(facts),
        ),
        Rule(
            id=presumption.RULE,
            kind=CONTROL,
            titles=_texts(
                "control beyond a majority (L.233-3)", "contrôle hors majorité (L.233-3)"
            ),
            definitions=_texts(
                "is said to control, or appoints the board as a shareholder, or is presumed"
                " to control with more than 40 % of the votes when nobody holds more",
                "est dit contrôler, ou nomme les organes de direction en étant associé, ou"
                " est présumé contrôler avec plus de 40 % des votes si nul n'en détient plus",
            ),
            laws=_texts(
                "Commerce Code, art. L.233-3 I 2° to 4° and II, and L.233-4",
                "Code de commerce, art. L.233-3 I 2° à 4° et II, et L.233-4",
            ),
            data=_texts(
                "votes of every holder, control stated by sources, power over the board",
                "droits de vote de tous, contrôle affirmé par les sources, pouvoir sur le conseil",
            ),
            needs=(majority.RULE,),
            relate=lambda facts, found: presumption.relate(facts, found[majority.RULE]),
        ),
        Rule(
            id=stakes.SUBSIDIARY,
            kind=STAKE,
            titles=_texts("subsidiary (L.233-1)", "filiale (L.233-1)"),
            definitions=_texts(
                "a company that holds more than half of the capital of another, alone or with the"
                " companies that it controls",
                "société qui possède plus de la moitié du capital d'une autre, seule ou avec les"
                " sociétés qu'elle contrôle",
            ),
            laws=_texts(
                "Commerce Code, art. L.233-1 and L.233-4",
                "Code de commerce, art. L.233-1 et L.233-4",
            ),
            data=_texts(
                "capital of each holder, which holders are companies",
                "capital de chaque détenteur, détenteurs qui sont des sociétés",
            ),
            needs=(presumption.RULE,),
            relate=lambda facts, found: stakes.relate(
                facts, stakes.SUBSIDIARY, found[presumption.RULE]
            ),
        ),
        Rule(
            id=stakes.PARTICIPATION,
            kind=STAKE,
            titles=_texts("participation (L.233-2)", "participation (L.233-2)"),
            definitions=_texts(
                "a company that holds 10 to 50 % of the capital of another, both included, alone"
                " or with the companies that it controls",
                "société qui possède de 10 à 50 % du capital d'une autre, bornes comprises, seule"
                " ou avec les sociétés qu'elle contrôle",
            ),
            laws=_texts(
                "Commerce Code, art. L.233-2 and L.233-4",
                "Code de commerce, art. L.233-2 et L.233-4",
            ),
            data=_texts(
                "capital of each holder, which holders are companies",
                "capital de chaque détenteur, détenteurs qui sont des sociétés",
            ),
            needs=(presumption.RULE,),
            relate=lambda facts, found: stakes.relate(
                facts, stakes.PARTICIPATION, found[presumption.RULE]
            ),
        ),
        Rule(
            id="fr-r561-1",
            kind=STAKE,
            titles=_texts("beneficial owner (France)", "bénéficiaire effectif (France)"),
            definitions=_texts(
                "a natural person with more than 25 % of the capital or of the votes, directly or"
                " indirectly, or with control by other means",
                "personne physique détenant plus de 25 % du capital ou des votes, directement ou"
                " indirectement, ou exerçant un contrôle par d'autres moyens",
            ),
            laws=_texts(
                "Monetary and Financial Code, art. L.561-2-2 and R.561-1",
                "Code monétaire et financier, art. L.561-2-2 et R.561-1",
            ),
            data=_texts(
                "capital and votes along every chain, which holders are natural persons",
                "capital et votes le long de chaque chaîne, personnes physiques",
            ),
        ),
        Rule(
            id="eu-amlr",
            kind=STAKE,
            titles=_texts(
                "beneficial owner (EU, from 2027-07-10)",
                "bénéficiaire effectif (UE, dès le 2027-07-10)",
            ),
            definitions=_texts(
                "a natural person with 25 % or more of the ownership, directly or indirectly, or"
                " with control",
                "personne physique détenant 25 % ou plus de la propriété, directement ou"
                " indirectement, ou exerçant un contrôle",
            ),
            laws=_texts(
                "Regulation (EU) 2024/1624, art. 51 to 54", "Règlement (UE) 2024/1624, art. 51 à 54"
            ),
            data=_texts(
                "capital and votes along every chain, which holders are natural persons",
                "capital et votes le long de chaque chaîne, personnes physiques",
            ),
        ),
        Rule(
            id="integrated",
            kind=MEASURE,
            titles=_texts("integrated ownership", "détention intégrée"),
            definitions=_texts(
                "the share of the capital held directly and through others: products along all"
                " paths, corrected for loops",
                "part du capital détenue directement et à travers d'autres : produits le long de"
                " tous les chemins, corrigés des boucles",
            ),
            laws=_texts(
                "Brioschi et al. 1989; Baldone et al. 1997; Vitali et al. 2011",
                "Brioschi et al. 1989 ; Baldone et al. 1997 ; Vitali et al. 2011",
            ),
            data=_texts("capital of each holder", "capital de chaque détenteur"),
        ),
        Rule(
            id=power.RULE,
            kind=MEASURE,
            titles=_texts("voting power", "pouvoir de vote"),
            definitions=_texts(
                "how often a direct holder decides a vote: the Banzhaf and Shapley-Shubik indices,"
                " with the unnamed rest as an ocean of small holders",
                "combien de fois un détenteur direct décide d'un vote : indices de Banzhaf et de"
                " Shapley-Shubik, le reste non nommé étant un océan de petits porteurs",
            ),
            laws=_texts(
                "Banzhaf 1965; Shapley and Shubik 1954; Milnor and Shapley 1978",
                "Banzhaf 1965 ; Shapley et Shubik 1954 ; Milnor et Shapley 1978",
            ),
            data=_texts(
                "votes of the direct holders, known for at least half of the votes",
                "votes des détenteurs directs, connus pour la moitié des votes au moins",
            ),
        ),
        Rule(
            id="secnumcloud-19.6",
            kind=SOVEREIGNTY,
            titles=_texts("SecNumCloud capital rule", "règle de capital SecNumCloud"),
            definitions=_texts(
                "seat in the EU, and of the capital and the votes no more than 24 % with one entity"
                " seated outside the EU, nor 39 % with all of them together",
                "siège dans l'UE, et ni plus de 24 % du capital ou des votes à une entité établie"
                " hors de l'UE, ni plus de 39 % à toutes ensemble",
            ),
            laws=_texts(
                "ANSSI, SecNumCloud 3.2, requirement 19.6", "ANSSI, SecNumCloud 3.2, exigence 19.6"
            ),
            data=_texts(
                "capital, votes and seat of every holder up the chain, vetoes, board rights",
                "capital, votes et siège de chaque détenteur, vetos, droits sur le conseil",
            ),
        ),
    )
}
"""
The rules by id. A rule comes after those that it needs.
"""

CONTROLS = tuple(rule.id for rule in RULES.values() if rule.kind == CONTROL)
"""
The rules that say who controls: those concluded unless others are asked for.
"""

RELATIONS = tuple(rule.id for rule in RULES.values() if rule.relate)
"""
The rules that give a verdict on each pair.
"""


def relations(facts: Facts, rules: Iterable[str] = CONTROLS) -> dict[str, Relation]:
    """
    The relation of each rule asked for, and of those that they need, in order.
    """
    wanted = set(rules)
    for rule in reversed(RULES.values()):
        if rule.id in wanted:
            wanted.update(rule.needs)
    found: dict[str, Relation] = {}
    for rule in RULES.values():
        if rule.id in wanted and rule.relate:
            found[rule.id] = rule.relate(facts, found)
    return found
