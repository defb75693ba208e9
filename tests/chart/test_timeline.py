"""
The timeline: bands that make a whole, and words that keep out of each other's way.
"""

from collections import defaultdict
from datetime import date
from itertools import pairwise
from xml.etree import ElementTree

import market
import pytest

from kg.chart.bands import stack, widest
from kg.chart.lanes import Item, pack
from kg.chart.ties import Ties
from kg.claims import read_shareholdings
from kg.errors import NotFound, UsageError

SVG = "{http://www.w3.org/2000/svg}"
FIRST, LAST = date(2010, 1, 1), date(2016, 1, 1)


def bands(world, org="foule", first=FIRST, last=LAST):
    """
    The pieces of an organization's bands, holders in the order of their ids.
    """
    graph = world.graph()
    claims = [
        claim
        for claim in read_shareholdings(graph.store, held=graph.directory.resolve(org))
        if claim.standing == "counted"
    ]
    return stack(claims, sorted({claim.holder for claim in claims}), first, last)


def on(pieces, day):
    """
    What stands on a day, from the bottom: holder, look and height.
    """
    return [
        (piece.holder.slug if piece.holder else None, piece.look, round(piece.height, 1))
        for piece in sorted(pieces, key=lambda piece: piece.low)
        if piece.start <= day < piece.end
    ]


def three():
    world = market.Market().agent("foule")
    for id in ("a", "b", "c"):
        world.agent(id)
    return world


def test_known_shares_are_stacked_and_the_rest_is_not_known():
    """
    Two known holders stand as they are; what nobody is known to hold is void, not theirs.
    """
    pieces = bands(three().holds("a", "foule", "40").holds("b", "foule", "25"))
    assert on(pieces, date(2014, 1, 1)) == [
        ("a", "sure", 40.0),
        ("b", "sure", 25.0),
        (None, "void", 35.0),
    ]


def test_an_unknown_share_is_hatched_over_the_room_that_is_left():
    """
    A holder of unknown share is neither nothing nor a guess: it takes the room, hatched.
    """
    pieces = bands(three().holds("a", "foule", "40").holds("b", "foule").holds("c", "foule"))
    assert on(pieces, date(2014, 1, 1)) == [
        ("a", "sure", 40.0),
        ("b", "hatched", 30.0),
        ("c", "hatched", 30.0),
    ]


def test_an_unknown_share_never_vanishes():
    """
    Where the known shares fill the whole, who holds an unknown one still has a sliver.
    """
    pieces = bands(three().holds("a", "foule", "100").holds("b", "foule"))
    assert on(pieces, date(2014, 1, 1)) == [("a", "sure", 97.0), ("b", "hatched", 3.0)]


def test_bounds_are_a_sure_part_and_a_pale_one():
    """
    Between 20 and 30 %: 20 surely, 10 more perhaps; at least 51: 51 surely, the rest void.
    """
    pieces = bands(three().holds("a", "foule", low="20", high="30", how="approx"))
    assert on(pieces, date(2014, 1, 1))[:2] == [("a", "sure", 20.0), ("a", "pale", 10.0)]
    pieces = bands(three().holds("a", "foule", low="51", how="at-least"))
    assert on(pieces, date(2014, 1, 1)) == [("a", "sure", 51.0), (None, "void", 49.0)]


def test_a_transfer_of_unsure_day_is_pale_on_both_sides():
    """
    Some day of 2013 the share passes: until then one, after that the other, in 2013 both pale.
    """
    world = three().holds("a", "foule", "100", start="2011-01-01", until="2013")
    pieces = bands(world.holds("b", "foule", "100", start="2013"))
    assert on(pieces, date(2012, 6, 1)) == [("a", "sure", 100.0)]
    assert on(pieces, date(2013, 6, 1)) == [("a", "pale", 50.0), ("b", "pale", 50.0)]
    assert on(pieces, date(2014, 6, 1)) == [("b", "sure", 100.0)]
    assert on(pieces, date(2010, 6, 1)) == [(None, "void", 100.0)]


@pytest.mark.parametrize(
    "shares", [("44.4", "33.3", "22.2"), ("60", "60", "60"), ("33.4", "33.4", "33.4")]
)
def test_a_stack_never_passes_the_whole(shares):
    """
    Roundings and contradictions are made to fit 100; a gap of rounding is no unknown holder.
    """
    world = three()
    for id, share in zip("abc", shares, strict=True):
        world.holds(id, "foule", share)
    heights = on(bands(world), date(2014, 1, 1))
    assert sum(height for _, _, height in heights) <= 100.1
    assert None not in {holder for holder, _, _ in heights}


def test_neighbours_are_one_piece():
    """
    A holder whom the change of another does not touch has one piece over the years.
    """
    world = three().holds("a", "foule", "40", start="2010-01-01")
    world.holds("b", "foule", "10", start="2012-01-01", until="2013-01-01")
    own = [piece for piece in bands(world) if piece.holder and piece.holder.slug == "a"]
    assert [(piece.start, piece.end) for piece in own] == [(FIRST, LAST)]
    assert widest(own, own[0].holder, 30) == (FIRST, LAST, 0.0, 40.0)
    assert widest(own, own[0].holder, 50)[0] == date.min


def test_rows_keep_words_apart():
    """
    No two items of a row overlap, and words that would leave the page stand before their mark.
    """
    items = [Item(str(n), 100.0 + 7 * n, 108.0 + 7 * n, 0, 0, "x", 200.0, "x") for n in range(100)]
    rows = pack(items, 900.0, beside=True)
    extents = defaultdict(list)
    for item, row in zip(items, rows, strict=True):
        extents[row].append(item.extent(900.0, beside=True))
    for row in extents.values():
        row.sort()
        assert all(first[1] < second[0] for first, second in pairwise(row))
        assert all(right <= 900.0 for _, right in row)


@pytest.fixture(scope="module")
def nuage():
    return market.everything().graph()


def test_the_timeline_shows_every_counted_claim_leader_and_event(nuage):
    """
    Each counted shareholding, each leader and each deal or event has its mark and its words.
    """
    nuage.lang = "en"
    svg = ElementTree.fromstring(nuage.draw("nuage", timeline=True).svg)
    shown = {
        claim for group in svg.iter(f"{SVG}g") for claim in (group.get("data-claim") or "").split()
    }
    held = read_shareholdings(nuage.store, held=nuage.directory.resolve("nuage"))
    assert {claim.claim.slug for claim in held if claim.standing == "counted"} <= shown
    assert {"ap-zoe-nuage-2012", "launch", "buy-nuage"} <= shown
    said = " ".join(text.text.replace("\u00a0", " ") for text in svg.iter(f"{SVG}text"))
    for text in ("40 % (50.5 % votes)", "≠ 30 %", "20–25 %", "? %", "Zoe, CEO", "<b>served</b>"):
        assert text in said
    assert svg.find(f"{SVG}title").text == "Nuage, 2009 to 2015"
    assert "Alpine holds 40" in svg.find(f"{SVG}desc").text


def test_labels_of_a_timeline_do_not_collide(graph):
    """
    On the real graph no two labels of leaders, deals and events touch.
    """
    for org in ("cloudwatt", "orange", "atos"):
        svg = ElementTree.fromstring(graph.draw(org, timeline=True).svg)
        boxes = [
            tuple(map(float, group.get("data-box").split()))
            for group in svg.iter(f"{SVG}g")
            if group.get("data-label")
        ]
        assert len(boxes) > 5
        for number, (x, y, wide, high) in enumerate(boxes):
            assert x >= 0 and x + wide <= float(svg.get("width"))
            for x2, y2, wide2, high2 in boxes[:number]:
                assert x + wide <= x2 or x2 + wide2 <= x or y + high <= y2 or y2 + high2 <= y


def test_nothing_is_drawn_before_birth_or_after_death(graph):
    """
    Cloudwatt, merged away at the start of 2016, has no void years of unknown holders after that.
    """
    svg = ElementTree.fromstring(graph.draw("cloudwatt", timeline=True).svg)
    assert not [group for group in svg.iter(f"{SVG}g") if group.get("data-void")]


def test_many_holders_have_one_colour_and_one_line():
    """
    Beyond fifteen holders the smaller ones share a band and are named together.
    """
    svg = ElementTree.fromstring(market.crowd().graph().draw("foule", timeline=True).svg)
    said = [text.text for text in svg.iter(f"{SVG}text")]
    assert any(text.startswith("+ 25 other holders") for text in said)
    assert float(svg.get("height")) < 900


def test_a_timeline_is_of_an_organization(nuage):
    """
    A person is not held: the error says so. An organization without claims says so in words.
    """
    with pytest.raises(NotFound, match="is a person"):
        nuage.draw("ada", timeline=True)
    nuage.lang = "fr"
    alone = market.alone().graph("fr").draw("seule", timeline=True).svg
    assert "Aucun détenteur connu" in alone
    with pytest.raises(UsageError, match="is not a theme"):
        nuage.draw("nuage", timeline=True, theme="pink").svg  # noqa: B018


def test_it_stands_still(nuage):
    """
    The years come from the data, not from the clock: the same bytes every day.
    """
    first = nuage.draw("nuage", timeline=True).svg
    nuage.__dict__.pop("_ties", None)
    assert nuage.draw("nuage", timeline=True).svg == first
    assert str(date.today().year) not in first
    assert Ties(nuage.store).life(nuage.directory.resolve("nuage")) == (None, None)


def test_figures_stay_in_order_after_a_name_written_from_the_right():
    """
    After a Hebrew name its shares and years read as they are, not from the right.
    """
    world = market.Market().agent("held").agent("right", name="שלום עולם")
    world.holds("right", "held", "6", until="2012").holds(
        "right", "held", "3", id="b", start="2012"
    )
    graph = world.graph()
    graph.lang = "en"
    svg = graph.draw("held", timeline=True).svg
    assert "שלום עולם\u200e: " in svg
    assert "שלום עולם\u200e holds" in graph.draw("held", on="2011-06-30").svg
