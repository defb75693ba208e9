"""
Reasons as a reader sees them, on invented companies.
"""

import pytest
from companies import conclusions, holds, states, unknown

from kg.control import RULES, Bounds, reason
from kg.control.percent import percent

NAMES = {"alpine": "Alpine", "nuage": "Nuage SAS", "littoral": "Fonds Littoral", "orion": "Orion"}


def said(*claims, lang="en", of=None):
    found = [one for one in conclusions(*claims) if of in (None, (one.controller, one.controlled))]
    return [reason(one, lambda slug: NAMES.get(slug, slug), lang) for one in found]


def test_majority():
    """
    A direct majority in one sentence with its law.
    """
    assert said(holds("alpine", "nuage", 62.5)) == [
        "Alpine holds 62.5 % of the votes of Nuage SAS (votes taken to follow capital), more than"
        " half (Commerce Code, art. L.233-3 I 1°)."
    ]


def test_presumption_is_never_bare_control():
    """
    A presumption gives the figure, the next holder, and that it is rebuttable.
    """
    claims = (
        holds("orion", "nuage", 44.4),
        holds("littoral", "nuage", 33.25, 33.35),
        holds("x", "nuage", 22.2),
    )
    assert said(*claims) == [
        "Orion holds 44.4 % of the votes of Nuage SAS (votes taken to follow capital), more than"
        " 40 %, and nobody holds more (next: Fonds Littoral, about 33.3 %): presumed to control"
        " it, rebuttable (Commerce Code, art. L.233-3 II)."
    ]
    [french] = said(*claims, lang="fr")
    assert french == (
        "Orion détient 44,4\u00a0% des droits de vote de Nuage SAS (votes réputés suivre le"
        " capital), plus de 40\u00a0%, et nul n'en détient davantage (suivant\u00a0: Fonds"
        " Littoral, environ 33,3\u00a0%)\u00a0: contrôle présumé, sauf preuve contraire (Code de"
        " commerce, art. L.233-3 II)."
    )


def test_chain_link_by_link():
    """
    A chain gives each link, the figures that add up, and the conclusion at the end.
    """
    [text] = said(
        holds("alpine", "orion", 78),
        holds("orion", "nuage", 47),
        holds("alpine", "nuage", 5),
        of=("alpine", "nuage"),
    )
    assert text == (
        "Alpine holds 78 % of the votes of Orion (votes taken to follow capital), more than half;"
        " Orion (47 %) and Alpine (5 %) together hold 52 % of the votes of Nuage SAS (votes taken"
        " to follow capital), more than half: Alpine controls Nuage SAS (Commerce Code, art."
        " L.233-3 I 1°)."
    )


def test_undetermined_says_what_is_missing():
    """
    An unknown share is named, and nothing is said to be controlled.
    """
    assert said(unknown("alpine", "nuage")) == [
        "Alpine holds a share of Nuage SAS that is not published: whether Alpine holds a majority"
        " of the votes of Nuage SAS cannot be said (Commerce Code, art. L.233-3 I 1°). Missing: the"
        " share of Alpine in Nuage SAS."
    ]


def test_imprecise_dates_keep_the_printed_figure():
    """
    A claim whose dates are imprecise shows its figure, under the condition.
    """
    [text] = said(holds("alpine", "nuage", 80, certain=False))
    assert "Alpine holds, if the dates allow it, 80 % of the votes of Nuage SAS" in text
    assert "may control" in text


def test_treasury_shares_are_told():
    """
    Where own shares make the difference, both figures are shown.
    """
    [text] = said(holds("nuage", "nuage", 10), holds("alpine", "nuage", 46))
    assert "46 % of the votes" in text
    assert "51.11 % of those that can be exercised: 10 % are its own shares" in text


def test_names_keep_their_case_and_elide():
    """
    A name that begins in lower case stays so; French elides before a vowel.
    """
    assert said(holds("iliad", "ovni", 80), lang="fr")[0].startswith(
        "iliad détient 80\u00a0% des droits de vote d'ovni"
    )


def test_every_ground_has_its_words():
    """
    Each ground, verdict and gap can be said in both languages, without a hole.
    """
    claims = [
        states("stated-control", "b", "a"),
        states("attachment", "d", "b"),
        holds("b", "c", 45),
        unknown("z", "c"),
        states("board-appointment", "e", "c"),
        holds("c", "e", 3),
        states("stated-control", "f", "e", certain=False),
        holds("e", "g", 45, 55),
    ]
    for lang in ("en", "fr"):
        for text in said(*claims, lang=lang):
            assert text.endswith(".")
            assert not set("{}") & set(text)


@pytest.mark.parametrize(
    ("low", "high", "kind", "low_text"),
    [
        (44_400_000, 44_400_000, "exact", "44.4 %"),
        (92_015_000, 92_025_000, "about", "92.015 %"),
        (50_000_001, 100_000_000, "more-than", "50 %"),
        (30_000_000, 100_000_000, "at-least", "30 %"),
        (0, 49_999_999, "less-than", "0 %"),
        (0, 10_000_000, "at-most", "0 %"),
        (45_000_000, 55_000_000, "between", "45 %"),
        (0, 100_000_000, "any", "0 %"),
        (100_000_000, 100_000_000, "exact", "100 %"),
        (51_111_111, 51_111_112, "exact", "51.11 %"),
    ],
)
def test_bounds_are_worded(low, high, kind, low_text):
    """
    Bounds read as their source printed them.
    """
    found, figures = percent(Bounds(low, high), "en")
    assert (found, figures["low"]) == (kind, low_text)


def test_rules_speak_both_languages():
    """
    Every rule has a title, a definition and a law in French and English, and needs known rules.
    """
    assert list(RULES)[:2] == ["majority", "fr-l233-3"]
    for position, rule in enumerate(RULES.values()):
        for lang in ("fr", "en"):
            assert rule.title(lang)
            assert rule.definition(lang)
            assert rule.law(lang)
            assert rule.needed(lang)
        assert set(rule.needs) <= set(list(RULES)[:position])
