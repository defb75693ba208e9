"""
Pictures as files, in a notebook, on the command line, and the map.
"""

import json
from xml.etree import ElementTree

import market
import pytest
from click.testing import CliRunner

from kg.chart import raster, write_overview
from kg.chart.places import MOST, place
from kg.chart.text import fit, width, wrap
from kg.chart.words import share_text, years
from kg.cli import main
from kg.errors import MissingExtra, UsageError
from kg.shares import parse_share

DAY = "2014-10-01"


@pytest.fixture(scope="module")
def nuage():
    return market.everything().graph()


@pytest.fixture
def folder(monkeypatch, nuage):
    """
    The command line over the invented market.
    """
    monkeypatch.setattr("kg.cli.options.open_graph", lambda *args, lang="en", **options: nuage)


@pytest.mark.parametrize(
    ("ending", "begins"), [("svg", b"<svg "), ("png", b"\x89PNG\r\n"), ("PDF", b"%PDF-1.4")]
)
def test_a_file_has_the_format_of_its_name(nuage, tmp_path, ending, begins):
    """
    .svg, .png and .pdf, in any case; twice the same bytes.
    """
    found = set()
    for name in ("one", "two"):
        path = tmp_path / f"{name}.{ending}"
        nuage.draw("nuage", on=DAY).save(path)
        found.add(path.read_bytes())
    assert len(found) == 1 and found.pop().startswith(begins)
    assert sorted(one.suffix for one in tmp_path.iterdir()) == [f".{ending}"] * 2


def test_png_has_letters(nuage):
    """
    The letters are drawn even where the machine has no fonts: the extra brings some.
    """
    assert raster.fonts()
    wordless = nuage.draw("nuage", on=DAY, theme="light").svg
    wordless = wordless.replace("<text", "<desc").replace("</text>", "</desc>")
    assert raster.png(wordless, 1000.0) != nuage.draw("nuage", on=DAY).bytes("png")


def test_pdf_keeps_text_as_text(nuage):
    """
    A name in a PDF is a name, not a picture of it.
    """
    made = nuage.draw("nuage", on=DAY).bytes("pdf")
    assert b"/ToUnicode" in made and b"/Subtype /Image" not in made


def test_a_missing_library_is_named(nuage, monkeypatch):
    """
    Without the extra the error says how to install it.
    """
    monkeypatch.setitem(__import__("sys").modules, "resvg_py", None)
    with pytest.raises(MissingExtra, match=r"french-cloud\[draw\]"):
        nuage.draw("nuage", on=DAY).bytes("png")
    monkeypatch.setitem(__import__("sys").modules, "svglib.svglib", None)
    with pytest.raises(MissingExtra, match=r"french-cloud\[draw\]"):
        nuage.draw("nuage", on=DAY).bytes("pdf")


def test_the_command(folder, tmp_path):
    """
    `kg draw` writes what Python draws; `-` is SVG on stdout.
    """
    run = CliRunner().invoke
    path = tmp_path / "x.svg"
    done = run(main, ["draw", "nuage", "--on", DAY, "-o", str(path), "--depth", "1", "--control"])
    assert (done.exit_code, done.output) == (0, "")
    shown = run(main, ["draw", "nuage", "--on", DAY, "-o", "-", "--depth", "1", "--control"])
    assert shown.output == path.read_text()
    years = run(main, ["draw", "Nuage", "--timeline", "-o", "-"])
    assert years.exit_code == 0 and ElementTree.fromstring(years.output) is not None


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["nuage", "-o", "x.gif"], 2, "'.gif' is no picture"),
        (["nuage", "-o", "x"], 2, "has no ending"),
        (["nuage"], 2, "Missing option"),
        (["nowhere", "-o", "-"], 3, "goes by 'nowhere'"),
        (["nuage", "-o", "-", "--minimum", "lots"], 2, "not a percentage"),
        (["nuage", "-o", "-", "--timeline", "--on", DAY], 2, "leave out --on"),
        (["nuage", "-o", "-", "--timeline", "--depth", "1"], 2, "shows all holders"),
        (["nuage", "-o", "-", "--link-base", "data:x"], 2, "no base for links"),
        (["nuage", "-o", "/nowhere/x.svg"], 2, "cannot be written"),
    ],
)
def test_what_cannot_be_drawn(folder, arguments, code, said):
    """
    One clear line, a code of its own, and nothing written.
    """
    done = CliRunner().invoke(main, ["draw", *arguments])
    assert done.exit_code == code
    assert said in done.output and "<svg" not in done.output


def test_a_notebook_shows_charts_and_tables(nuage):
    """
    An answer, an organization and a day show themselves, with no script and nothing from elsewhere.
    """
    nuage.lang = "en"
    answer = nuage.owners("nuage", on=DAY)
    card = nuage.at(DAY).organization("nuage")
    shown = [answer._repr_html_(), card._repr_html_(), nuage.at(DAY)._repr_html_()]
    for html in shown:
        assert html.startswith("<svg")
        assert "<script" not in html and "http" not in html.replace(
            "http://www.w3.org/2000/svg", ""
        )
    assert "<table>" in shown[0] and shown[1].count("<table>") == 3
    assert "Alpine" in shown[2]
    assert (
        card.owners == nuage.owners("nuage", on=DAY)
        and repr(card) == "<Nuage (nuage) on 2014-10-01>"
    )
    assert card.leaders[0]["person"] == "zoe" and card.owned and card.id == "nuage"
    assert nuage.draw("nuage", on=DAY)._repr_svg_() == str(nuage.draw("nuage", on=DAY))
    assert nuage.owned("alpine", on=DAY)._repr_html_().startswith("<svg")
    assert nuage.leaders("nuage", on=DAY)._repr_html_().startswith("<table>")
    assert "chart" not in json.dumps(answer.to_dict())


def test_the_map(nuage, tmp_path):
    """
    Every organization and every holder has one place, every claim an edge with its dates.
    """
    data = nuage.overview
    ids = [node["id"] for node in data["nodes"]]
    assert len(ids) == len(set(ids)) and {"nuage", "ada", "ondee"} <= set(ids)
    ends = {end for edge in data["edges"] for end in (edge["from"], edge["to"])}
    assert ends <= set(ids)
    alpine = next(edge for edge in data["edges"] if edge["id"] == "h-alpine-nuage")
    assert (alpine["share"], alpine["since"], alpine["until"]) == (40.0, "2010", None)
    assert (alpine["since_min"], alpine["since_max"]) == ("2010-01-01", "2010-12-31")
    unknown = next(edge for edge in data["edges"] if edge["id"] == "h-nasty-nuage")
    assert unknown["share"] is unknown["share_min"] is None
    write_overview(data, tmp_path / "map.json")
    assert json.loads((tmp_path / "map.json").read_text()) == data
    assert len(list(tmp_path.iterdir())) == 1


def test_places_do_not_depend_on_the_order_and_keep_apart():
    """
    The same ids and pairs have the same places, whatever their order, and no two the same.
    """
    pairs = [(f"n{n}", f"n{n // 3}") for n in range(1, 60)] + [("x", "y"), ("y", "z"), ("z", "z")]
    ids = [*sorted({end for pair in pairs for end in pair}), "alone", "lonely"]
    places = place(ids, pairs)
    assert place(reversed(ids), [(b, a) for a, b in reversed(pairs)]) == places
    spots = list(places.values())
    assert len(places) == len(ids)
    gap = min(
        (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 for n, a in enumerate(spots) for b in spots[:n]
    )
    assert gap > 5**2
    assert place([], []) == {}
    with pytest.raises(UsageError, match="cannot be read"):
        place(map(str, range(MOST + 1)), [])


def test_the_map_of_the_real_graph_reads_from_json(graph, tmp_path):
    """
    The map of the real graph is plain JSON without NaN, and spans both directions.
    """
    text = json.dumps(graph.overview, allow_nan=False)
    assert json.loads(text) == graph.overview
    xs, ys = zip(*((node["x"], node["y"]) for node in graph.overview["nodes"]), strict=True)
    assert min(xs) == 0 and max(xs) > 300 and max(ys) > 300


@pytest.mark.parametrize(
    ("printed", "how", "low", "high", "said"),
    [
        ("44.4", "exact", "", "", "44.4 %"),
        ("78", "approx", "", "", "≈ 78 %"),
        ("95.56", "approx", "", "", "≈ 95.56 %"),
        ("30", "approx", "25", "35", "25–35 %"),
        ("", "approx", "20", "25", "20–25 %"),
        ("91", "at-least", "", "", "≥ 91 %"),
        ("", "at-least", ">50", "", "> 50 %"),
        ("", "at-most", "", "<10", "< 10 %"),
        ("0", "exact", "", "", "0 %"),
        ("100", "approx", "", "", "≈ 100 %"),
        ("", "unknown", "", "", "? %"),
    ],
)
def test_shares_say_what_is_known_and_no_more(printed, how, low, high, said):
    """
    A figure, a rounded figure, a range, a bound, or a question mark: never a guess.
    """
    share = parse_share(printed, how, minimum=low, maximum=high)
    assert share_text(share, "en").replace("\u00a0", " ") == said
    assert share_text(share, "fr").replace("\u00a0", " ") == said.replace(".", ",")


def test_years_keep_doubt():
    """
    A period in years still says which side is not known or not sure.
    """
    assert years("2014-08~", "2015") == "~2014–2015"
    assert years("", "") == "?–" and years("2014/2015", "..") == "2014/15–?"
    assert years("2014", "2016~") == "2014 – ~2016"


def test_wrapping_loses_nothing_that_fits():
    """
    Lines keep the words in order, none wider than the room; what is cut ends in an ellipsis.
    """
    text = "Groupe industriel des très grandes manufactures réunies"
    lines = wrap(text, 120.0, 12.0, most=9)
    assert " ".join(lines) == text and all(width(line, 12.0) <= 120 for line in lines)
    assert wrap(text, 120.0, 12.0, most=2)[-1].endswith("…")
    assert width(fit("W" * 50, 100.0, 12.0), 12.0) <= 100
    assert width("漢字", 10.0) >= 20
