"""
The structure chart, by what its SVG holds: parsed, measured, never compared by pixel.
"""

import random
import subprocess
import sys
from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree

import market
import pytest

from kg.chart.scene import Options, gather
from kg.chart.style import COUNTRIES, band_rules, rules
from kg.chart.text import width
from kg.chart.ties import Ties
from kg.errors import NotFound, UsageError

DAY = "2014-10-01"
SVG = "{http://www.w3.org/2000/svg}"
SIZES = {"name": 13.0, "small": 10.5, "figure": 12.5, "badge": 10.5, "conflict": 10.5}


@pytest.fixture(scope="module")
def worlds():
    """
    The invented markets as graphs, with what is drawn of each.
    """
    return {
        "nuage": market.everything().graph(),
        "foule": market.crowd().graph(),
        "un": market.ring().graph(),
        "seule": market.alone().graph(),
    }


def drawn(graph, org, **options):
    """
    The parsed SVG of a structure chart.
    """
    return ElementTree.fromstring(graph.draw(org, on=options.pop("on", DAY), **options).svg)


def boxes(svg, attribute):
    """
    Rectangles by the id in an attribute.
    """
    return {
        group.get(attribute): tuple(map(float, group.get("data-box").split()))
        for group in svg.iter(f"{SVG}g")
        if group.get(attribute)
    }


def claims(svg):
    """
    The claims that a chart shows, each as often as it does.
    """
    return sorted(
        claim for group in svg.iter(f"{SVG}g") for claim in (group.get("data-claim") or "").split()
    )


def texts(svg):
    return ["".join(text.itertext()) for text in svg.iter(f"{SVG}text")]


def apart(one, other):
    (x, y, wide, high), (x2, y2, wide2, high2) = one, other
    return x + wide <= x2 or x2 + wide2 <= x or y + high <= y2 or y2 + high2 <= y


def segments(svg):
    """
    The straight parts of every line that a tie is drawn as, legend apart.
    """
    bottom = max(
        y + high
        for _, y, _, high in [
            *boxes(svg, "data-agent").values(),
            *boxes(svg, "data-label").values(),
        ]
    )
    for one in svg.iter(f"{SVG}path"):
        if "line" in one.get("class").split():
            points = [tuple(map(float, step.split())) for step in one.get("d")[1:].split(" L")]
            yield from (part for part in pairwise(points) if part[0][1] <= bottom)


def enters(segment, place):
    """
    Whether a line goes into a box, not only to its border.
    """
    ((x0, y0), (x1, y1)), (x, y, wide, high) = segment, place
    return (
        min(x0, x1) < x + wide - 1
        and max(x0, x1) > x + 1
        and min(y0, y1) < y + high - 1
        and max(y0, y1) > y + 1
    )


def light(colour):
    """
    The relative luminance of a colour, as WCAG defines it.
    """
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    bright, dark = sorted((light(one), light(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def test_everything_can_be_read_in_light_and_dark():
    """
    Text has a contrast of at least 4.5 to 1 on whatever it stands on, lines of at least 3 to 1.
    """
    day, night = rules([*COUNTRIES, "BR", "AR", "ZA"])
    bands = band_rules()
    for sheet, other in ((day, bands[0]), ({**day, **night}, bands[1])):
        ground = sheet["ground"]["fill"]
        shapes = (
            "box",
            "person",
            "family",
            "fund",
            "state",
            "others",
            "group",
            "focus",
            "void",
            "bar",
        )
        for fill in [
            ground,
            *(sheet[name]["fill"] for name in shapes),
            *(b["fill"] for b in other.values()),
        ]:
            assert contrast(sheet["text"]["fill"], fill) >= 4.5
        for fill in [ground, *(sheet[name]["fill"] for name in shapes)]:
            assert contrast(sheet["small"]["fill"], fill) >= 4.5, fill
        assert contrast(sheet["conflict"]["fill"], ground) >= 4.5
        for name in sheet:
            if name.startswith("c-") and name.endswith("-fill"):
                assert contrast(sheet["badge"]["fill"], sheet[name]["fill"]) >= 4.5, name
                assert contrast(sheet[name]["fill"], ground) >= 3, name
        for name in ("line", "control", "unknown", "today"):
            assert contrast(sheet[name]["stroke"], ground) >= 3, name


@pytest.mark.parametrize("org", ["nuage", "foule", "un", "seule"])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_nothing_overlaps_and_texts_stay_in_their_boxes(worlds, org, lang):
    """
    No two boxes or labels touch, and every text of one is within it and within the page.
    """
    graph = worlds[org]
    graph.lang = lang
    svg = drawn(graph, org, control=True)
    places = [*boxes(svg, "data-agent").values(), *boxes(svg, "data-label").values()]
    assert all(apart(a, b) for i, a in enumerate(places) for b in places[:i])
    page = float(svg.get("width"))
    for group in svg.iter(f"{SVG}g"):
        left, top, wide, high = map(float, group.get("data-box").split())
        for text in group.iter(f"{SVG}text"):
            style = text.get("class").split()
            size = next(SIZES[name] for name in style if name in SIZES)
            bold = bool({"figure", "badge", "strong", "conflict"} & set(style))
            long = width(text.text, size, bold=bold)
            start = float(text.get("x")) - (long / 2 if "middle" in style else 0)
            assert left <= start and start + long <= left + wide
            assert top < float(text.get("y")) < top + high
    for text in svg.iter(f"{SVG}text"):
        if "end" not in text.get("class"):
            assert float(text.get("x")) >= 0
        size = 17.0 if "title" in text.get("class") else 13.0
        start = float(text.get("x"))
        if "middle" not in text.get("class"):
            assert start + width(text.text, size if size == 17 else 10.5) <= page + 13


@pytest.mark.parametrize("org", ["nuage", "foule", "un"])
def test_every_claim_of_the_day_is_there_once(worlds, org):
    """
    What holds the focus or is held by it on the day is drawn or folded exactly once.
    """
    graph = worlds[org]
    ties = Ties(graph.store)
    every = set()
    for name in graph.directory.things:
        for tie in ties.above(name, date.fromisoformat(DAY)):
            every.add(tie.claim.slug)
    assert claims(drawn(graph, org)) == sorted(every)


def test_the_real_graph_has_each_direct_claim_once(graph):
    """
    On the real graph what `owners` and `owned` answer is in the chart, once.
    """
    for org, on in (("cloudwatt", DAY), ("orange", "2015-01-01"), ("s3ns", "2024-06-01")):
        shown = claims(drawn(graph, org, on=on, limit=100))
        assert len(shown) == len(set(shown))
        for item in (*graph.owners(org, on=on), *graph.owned(org, on=on)):
            assert item["claim"] in shown


DAYS = ("2010-06-30", "2012-10-01", "2015-06-30", "2019-01-01", "2024-06-01", "2026-06-01")


def test_every_agent_of_the_real_graph_can_be_drawn(graph):
    """
    Whoever is asked about, no two boxes or labels touch, and the size stays within reason.
    """
    for number, thing in enumerate(sorted(graph.directory.things)):
        on = DAYS[number % len(DAYS)]
        svg = drawn(graph, thing, on=on)
        places = [*boxes(svg, "data-agent").values(), *boxes(svg, "data-label").values()]
        assert all(apart(a, b) for i, a in enumerate(places) for b in places[:i]), (thing, on)
        assert not any(enters(one, place) for one in segments(svg) for place in places), (thing, on)
        assert float(svg.get("width")) < 6000 and float(svg.get("height")) < 4000, (thing, on)
        shown = claims(svg)
        assert len(shown) == len(set(shown)), (thing, on)


def test_who_shares_a_right_is_brought_along():
    """
    Seen from one of two who control jointly, the other is drawn too, not lost.
    """
    world = market.Market().agent("venture").agent("one").agent("two")
    world.right("stated-control", ("one", "two"), "venture")
    assert set(boxes(drawn(world.graph(), "one", direction="down"), "data-agent")) == {
        *("one", "two", "venture")
    }


def test_past_holders_are_gone(worlds):
    """
    Who sold is not reached on a later day, nor who stood behind them.
    """
    before, after = (drawn(worlds["nuage"], "nuage", on=on) for on in ("2011-06-01", DAY))
    assert "ada" in boxes(before, "data-agent")
    assert "ada" not in boxes(after, "data-agent")


def test_what_a_line_says(worlds):
    """
    Shares, votes where they differ, ranges, bounds, unknown, conflicts, periods and plans.
    """
    graph = worlds["nuage"]
    graph.lang = "en"
    said = [text.replace("\u00a0", " ") for text in texts(drawn(graph, "nuage", control=True))]
    for text in (
        "40 % (50.5 % votes)",
        "20–25 %",
        "≈ 33.3 %",
        "≠ 30 %",
        "≠ 9.9 %",
        "? %",
        "> 50 %",
    ):
        assert text in said
    for text in (
        "≤2011–2015",
        "planned",
        "golden share",
        "in concert",
        "to buy 40 %",
        "signed 2014",
    ):
        assert text in said
    assert "to buy 100 %" in said and "controls" in said
    graph.lang = "fr"
    said = [text.replace("\u00a0", " ") for text in texts(drawn(graph, "nuage"))]
    for text in ("40 % (50,5 % voix)", "projet", "de concert", "action spécifique", "9,9 %"):
        assert any(text in one for one in said)
    assert not any(one == "contrôle" for one in said)


def test_control_is_derived_only_when_asked(worlds):
    """
    Without `control` no line is of its style; with it every one is told to be derived.
    """
    graph = worlds["nuage"]
    graph.lang = "en"
    plain, ruled = (drawn(graph, "nuage", control=asked) for asked in (False, True))

    def lines(svg):
        return [one for one in svg.iter(f"{SVG}path") if "control" in one.get("class").split()]

    assert not lines(plain) and "control, derived" not in texts(plain)
    assert lines(ruled) and "control, derived" in texts(ruled)
    worlds["foule"].lang = "en"
    none = drawn(worlds["foule"], "foule", control=True)
    assert not lines(none) and any("no control follows" in text for text in texts(none))


def test_shapes_and_borders(worlds):
    """
    Outside the Union is dashed on the day: a British company only since 2020-02-01.
    """
    graph = worlds["nuage"]

    def border(id, on):
        for group in drawn(graph, "nuage", on=on).iter(f"{SVG}g"):
            if group.get("data-agent") == id:
                return next(
                    one.get("class").split() for one in group if "box" in (one.get("class") or "")
                )
        return None

    assert "outside" not in border("alpine", "2020-01-31")
    assert "outside" in border("alpine", "2020-02-01")
    assert {"fund", "outside"} <= set(border("littoral", DAY))
    assert "state" in border("arcadia", DAY) and "family" in border("brume-family", DAY)
    assert "outside" not in border("bruine", DAY)


def test_many_holders_are_folded_in_words(worlds):
    """
    Forty holders become the largest and one box that says what the others have.
    """
    graph = worlds["foule"]
    graph.lang = "en"
    svg = drawn(graph, "foule")
    assert len(boxes(svg, "data-agent")) == 1 + 12
    said = [text.replace("\u00a0", " ") for text in texts(svg)]
    assert "29 other holders" in said and "together 27 %" in said and "3 of unknown share" in said
    title = next(g for g in svg.iter(f"{SVG}g") if g.get("data-agent") == "above-foule").get(
        "aria-label"
    )
    assert "Holder 39" in title and "Holder 00" not in title
    assert len(boxes(drawn(graph, "foule", limit=50), "data-agent")) == 41


def test_an_unknown_share_is_not_taken_for_a_small_one():
    """
    Where the known holders leave room, the holder of an unknown share is drawn, not folded.
    """
    world = market.Market().agent("foule").agent("mystere")
    world.holds("mystere", "foule")
    for rank in range(20):
        world.agent(f"small-{rank}").holds(f"small-{rank}", "foule", "1")
    svg = drawn(world.graph(), "foule", limit=3)
    assert "mystere" in boxes(svg, "data-agent")


def test_a_small_share_is_left_out_and_said_so(worlds):
    """
    `minimum` drops what is certainly smaller, keeps what is not known, and says how many.
    """
    graph = worlds["nuage"]
    graph.lang = "en"
    svg = drawn(graph, "nuage", minimum=30, direction="up")
    assert "h-averse-nuage" not in claims(svg)
    assert {"h-alpine-nuage", "h-nasty-nuage", "h-arcadia-nuage"} <= set(claims(svg))
    assert any(text.startswith("Not drawn: ") and "30 %" in text for text in texts(svg))


def test_votes_count_for_what_is_small():
    """
    Little capital with many votes is neither left out as small nor folded away.
    """
    world = market.Market().agent("foule").agent("votes")
    world.holds("votes", "foule", "2", votes="40")
    for rank in range(20):
        world.agent(f"h-{rank}").holds(f"h-{rank}", "foule", "4")
    graph = world.graph()
    assert "votes" in boxes(drawn(graph, "foule", minimum=10), "data-agent")
    assert "votes" in boxes(drawn(graph, "foule", limit=3), "data-agent")


def test_depth_tells_what_is_beyond(worlds):
    """
    A chart cut at a depth says how many holders stand beyond, so that nobody seems ultimate.
    """
    graph = worlds["nuage"]
    graph.lang = "en"
    svg = drawn(graph, "nuage", depth=1, direction="up")
    assert "brume-family" not in boxes(svg, "data-agent")
    assert "+1 holder above" in texts(svg)


def test_no_holder_is_said_in_words(worlds):
    """
    An organization of which no holder is known says so; one that is held does not.
    """
    for lang, words in (("en", "No holder is known on that day"), ("fr", "Aucun détenteur connu")):
        worlds["seule"].lang = worlds["un"].lang = lang
        assert words in " ".join(texts(drawn(worlds["seule"], "seule")))
        assert words not in " ".join(texts(drawn(worlds["un"], "un")))


def test_holders_left_out_as_small_are_still_known(worlds):
    """
    Where `minimum` hides every holder, the chart does not say that nobody is known.
    """
    world = market.Market().agent("held").agent("one").agent("two").agent("top")
    world.holds("one", "held", "60").holds("two", "held", "40").holds("top", "one", "80")
    graph = world.graph()
    graph.lang = "en"
    said = texts(drawn(graph, "held", minimum=100))
    assert "No holder is known" not in " ".join(said) and "+2 holders above" in said
    said = texts(drawn(graph, "held", minimum=50))
    assert "+1 holder above" in said and "≈" not in " ".join(said)


def test_lots_of_one_holder_are_added_up():
    """
    Two lots of 6 % are 12 %: neither is left out as less than 10 %.
    """
    world = market.Market().agent("held").agent("one").agent("two")
    world.holds("one", "held", "6", id="h-a").holds("one", "held", "6", id="h-b")
    world.holds("two", "held", "6", id="h-c")
    assert claims(drawn(world.graph(), "held", minimum=10)) == ["h-a", "h-b"]


def test_nobody_is_drawn_and_another_holder_at_once():
    """
    A holder drawn for another reason, such as a right, is not folded among the others as well.
    """
    world = market.Market().agent("held")
    for number in range(4):
        world.agent(f"h-{number}").holds(f"h-{number}", "held", "20")
    world.right("concert", ("h-2", "h-3"), "held")
    graph = world.graph()
    graph.lang = "en"
    svg = drawn(graph, "held", limit=2)
    assert {"h-h-2-held", "h-h-3-held"} <= {
        group.get("data-label") for group in svg.iter(f"{SVG}g")
    }
    said = [text.replace("\u00a0", " ") for text in texts(svg)]
    assert "2 other holders" in said and "together 40 %" in said


def test_what_is_folded_is_no_more_than_it_was():
    """
    Folded plans and other sources' claims are no holders; a transfer of unsure day is no sum.
    """
    world = market.Market().agent("held").agent("big").holds("big", "held", "90")
    for name, more in (
        ("old", {"until": "2014"}),
        ("new", {"start": "2014"}),
        ("plan", {"standing": "planned"}),
        ("other", {"standing": "alternative"}),
    ):
        world.agent(name).holds(name, "held", "10", **more)
    graph = world.graph()
    graph.lang = "en"
    said = [text.replace("\u00a0", " ") for text in texts(drawn(graph, "held", limit=2))]
    assert "2 other holders" in said and "together ≤ 20 %" in said
    assert "2 planned or of another source only" in said
    world = market.Market().agent("held").agent("big").holds("big", "held", "90")
    for name in ("plan", "more"):
        world.agent(name).holds(name, "held", "10", standing="planned")
    graph = world.graph()
    graph.lang = "en"
    said = texts(drawn(graph, "held", limit=2))
    assert not any("holder" in text and "other" in text for text in said)
    assert "planned, not done" in said


def test_a_day_out_of_life_is_said():
    """
    Before its founding and after its end an organization is not drawn as if it were there.
    """
    world = market.Market().agent("held")
    iri = world.iri("held")
    world.add(iri, "foundedNotBefore", date(2012, 1, 1))
    world.add(iri, "dissolvedNotAfter", date(2016, 1, 1))
    graph = world.graph()
    graph.lang = "en"
    for on, said in (("2011-12-31", "did not exist yet"), ("2016-01-01", "no longer existed")):
        assert any(said in text for text in texts(drawn(graph, "held", on=on)))
    assert not any("exist" in text for text in texts(drawn(graph, "held", on="2015-12-31")))


def test_a_chart_says_what_owners_says(graph):
    """
    On thirty organizations and days, each answer of `owners` is on the chart with its figures.
    """
    days = random.Random(5)
    organizations = sorted(
        {thing.slug for thing in graph.directory.things if "/organization/" in thing}
    )
    checked = 0
    while checked < 30:
        org = days.choice(organizations)
        on = (date(2009, 1, 1) + timedelta(days=days.randrange(6300))).isoformat()
        answers = [one for one in graph.owners(org, on=on) if one["standing"] != "division"]
        checked += bool(answers)
        svg = drawn(graph, org, on=on, direction="up", depth=1, limit=100)
        shown = {
            claim: (
                group.get("aria-label"),
                ["".join(t.itertext()) for t in group.iter(f"{SVG}text")],
            )
            for group in svg.iter(f"{SVG}g")
            for claim in (group.get("data-claim") or "").split()
        }
        for one in answers:
            said, rows = shown[one["claim"]]
            assert one["name"] in said, (org, on)
            assert (one["certainty"] == "possible") == ("dates unsure" in rows), (org, on)
            assert (one["standing"] == "alternative") == any("≠" in row for row in rows)
            bounds = [one["capital"], one["votes"] or one["capital"]]
            known = [bound for pair in bounds for bound in (pair["min"], pair["max"]) if bound]
            assert known or rows[0] == "?\u00a0%", (org, on)
            low, high = one["capital"]["min"], one["capital"]["max"]
            if low is not None and low == high:
                assert rows[0].partition("\u00a0")[0] == f"{low.normalize():f}", (org, on)


def test_persons_and_states_are_not_said_to_lack_holders(worlds):
    """
    Nobody holds a person or a State: the chart does not wonder who does.
    """
    worlds["nuage"].lang = "en"
    for agent in ("ada", "arcadia", "brume-family"):
        assert "No holder is known" not in " ".join(texts(drawn(worlds["nuage"], agent)))


def test_both_stores_draw_alike(graph, rdflib_graph):
    """
    Oxigraph and rdflib give the same pictures.
    """
    for org, options in (("s3ns", {"on": "2024-06-01"}), ("cloudwatt", {"timeline": True})):
        assert graph.draw(org, **options).svg == rdflib_graph.draw(org, **options).svg


def test_a_ring_ends(worlds):
    """
    Companies that hold one another are each drawn once, own shares included.
    """
    svg = drawn(worlds["un"], "un")
    assert set(boxes(svg, "data-agent")) == {"un", "deux", "trois", "lou"}
    assert "h-un-un" in claims(svg)


def test_everything_is_told_to_those_who_do_not_see(worlds):
    """
    The document has a title and a description, each box and label a title and a label.
    """
    svg = drawn(worlds["nuage"], "nuage")
    assert svg.get("role") and svg.get("aria-label")
    assert svg.find(f"{SVG}title").text == svg.get("aria-label")
    assert svg.find(f"{SVG}desc").text
    for group in svg.iter(f"{SVG}g"):
        assert group.get("role") == "img"
        assert group.find(f"{SVG}title").text == group.get("aria-label") != ""


def test_nasty_names_are_only_text(worlds):
    """
    Markup, quotes, accents and newlines in a name neither break the document nor run.
    """
    picture = worlds["nuage"].draw("nuage", on=DAY)
    svg = ElementTree.fromstring(picture.svg)
    told = next(g for g in svg.iter(f"{SVG}g") if g.get("data-agent") == "nasty").get("aria-label")
    assert "<script>alert(1)</script> & Fils à la ligne d'Évreux" in told
    assert not list(svg.iter(f"{SVG}script"))
    control = market.Market().agent("odd", name="bell\x07 \u202egnp.exe" + "W" * 300)
    svg = drawn(control.graph(), "odd")
    assert "bell gnp.exe" in " ".join(texts(svg))
    assert float(svg.get("width")) < 1000


def test_links_lead_under_the_base(worlds):
    """
    With a base each agent and claim is a link; without one none is; a script is no base.
    """
    graph = worlds["nuage"]
    assert not list(drawn(graph, "nuage").iter(f"{SVG}a"))
    found = {a.get("href") for a in drawn(graph, "nuage", link_base="/id").iter(f"{SVG}a")}
    assert {"/id/organization/alpine", "/id/shareholding/h-alpine-nuage"} <= found
    with pytest.raises(UsageError, match="no base for links"):
        graph.draw("nuage", on=DAY, link_base="javascript:alert(1)//").svg  # noqa: B018


def test_themes(worlds):
    """
    `auto` follows the reader, the others are fixed; styles reach nothing outside the chart.
    """
    graph = worlds["nuage"]
    auto, light, dark = (
        graph.draw("nuage", on=DAY, theme=t).svg for t in ("auto", "light", "dark")
    )
    assert "prefers-color-scheme:dark" in auto and "<style>" not in light + dark
    style = auto[auto.index("<style>") + 7 : auto.index("</style>")]
    rules = style.replace("@media (prefers-color-scheme:dark){", "").split("}")
    assert all(rule.startswith(".kg-chart ") for rule in rules if rule)
    assert light != dark
    for text in (auto, light, dark):
        ElementTree.fromstring(text)
        assert "http" not in text.replace("http://www.w3.org/2000/svg", "")
    with pytest.raises(UsageError, match="is not a theme"):
        graph.draw("nuage", on=DAY, theme="pink").svg  # noqa: B018


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"direction": "left"}, "is not a direction"),
        ({"depth": -1}, "cannot be drawn"),
        ({"minimum": 101}, "is not a percentage"),
        ({"limit": 1}, "too few"),
    ],
)
def test_options_that_cannot_be_drawn(worlds, options, said):
    """
    The error says what to write.
    """
    with pytest.raises(UsageError, match=said):
        worlds["nuage"].draw("nuage", on=DAY, **options)
    with pytest.raises(NotFound):
        worlds["nuage"].draw("nowhere", on=DAY)


def test_the_size_is_capped():
    """
    Nothing is looked for beyond so many boxes, and what is left out is counted.
    """
    world = market.Market().agent("top")
    above = "top"
    for rank in range(30):
        world.agent(f"c-{rank}").holds(f"c-{rank}", above, "100", id=f"h-{rank}")
        above = f"c-{rank}"
    graph = world.graph()
    focus = graph.directory.resolve("top")
    scene = gather(Ties(graph.store), focus, date.fromisoformat(DAY), Options(most=10))
    assert len(scene.agents) == 10 and sum(map(len, scene.beyond.values())) == 1


def test_a_large_graph_is_read_piece_by_piece(monkeypatch, worlds):
    """
    Beyond FEW shareholdings only what is met is read, and the chart is the same.
    """
    graph = worlds["nuage"]
    whole = graph.draw("nuage", on=DAY).svg
    monkeypatch.setattr("kg.chart.ties.FEW", 2)
    graph.__dict__.pop("_ties", None)
    try:
        ordered = sorted(ElementTree.fromstring(graph.draw("nuage", on=DAY).svg).itertext())
        assert ordered == sorted(ElementTree.fromstring(whole).itertext())
    finally:
        graph.__dict__.pop("_ties", None)


def test_the_same_bytes_in_every_process():
    """
    Whatever the hash seed, the same graph gives the same bytes.
    """
    code = (
        "import sys, hashlib; sys.path.insert(0, 'tests/chart'); import market;"
        "g = market.everything().graph();"
        "print(hashlib.sha256(g.draw('nuage', on='2014-10-01', control=True).svg.encode()).hexdigest())"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(found) == 1
