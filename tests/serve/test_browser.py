"""
The pages in a real browser: by mouse, by keyboard alone, without any other host.
"""

import contextlib
import csv
import io
import itertools
import re
from pathlib import Path

import pytest
from serve.browsers import open_browser

pytestmark = pytest.mark.browser

AXE = Path(__file__).parent / "vendor" / "axe.min.js"


@pytest.fixture(scope="module")
def browser():
    """
    Debian's Chromium, headless.
    """
    with open_browser() as found:
        yield found


@pytest.fixture
def page(browser, served):
    """
    A page of a fresh browser; every address elsewhere is blocked and remembered, every error too.
    """
    context = browser.new_context(base_url=served, accept_downloads=True)
    context.set_default_timeout(20_000)
    opened = context.new_page()
    opened.elsewhere, opened.errors = [], []

    def route(one):
        if one.request.url.startswith((served, "data:", "blob:")):
            one.continue_()
        else:
            opened.elsewhere.append(one.request.url)
            one.abort()

    context.route("**/*", route)
    opened.on("console", lambda m: opened.errors.append(m.text) if m.type == "error" else None)
    opened.on("pageerror", lambda error: opened.errors.append(str(error)))
    yield opened
    context.close()
    assert opened.elsewhere == []
    assert opened.errors == []


def owners(page):
    """
    The holders in the table of owners.
    """
    return page.locator("#as-of table.owners").first.locator("tbody th").all_inner_texts()


def slide(page, day):
    """
    Move the slider of days to a day, as a hand does, and wait for the page to follow.
    """
    page.evaluate(
        """day => {
            const slider = document.getElementById('slider');
            slider.value = Math.round(Date.parse(day + 'T00:00:00Z') / 86400000);
            slider.dispatchEvent(new Event('input', {bubbles: true}));
        }""",
        day,
    )
    page.wait_for_url(re.compile(f"on={day}"))
    page.wait_for_selector("#as-of:not([aria-busy])")


def test_find_cloudwatt_and_move_through_its_years(page):
    """
    Search finds Cloudwatt; the slider moves chart and owners from 2013 to 2015; a source opens.
    """
    page.goto("/")
    page.get_by_label("Organization or person").fill("cloudwatt")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="Cloudwatt", exact=True).first.click()
    page.wait_for_selector("#slider:visible")
    slide(page, "2013-01-01")
    assert set(owners(page)) == {"Orange", "Caisse des Dépôts et Consignations", "Thales"}
    assert page.locator("#as-of svg.kg-chart title").first.text_content() == (
        "Cloudwatt on 1 January 2013"
    )
    slide(page, "2015-06-30")
    assert owners(page) == ["Orange"]
    assert "2015" in page.locator("#as-of svg.kg-chart title").first.text_content()
    page.locator("#as-of table.owners details summary").first.click()
    page.locator("#as-of table.owners details a").first.click()
    page.wait_for_url(re.compile("/source/"))
    assert page.get_by_role("heading", level=1).inner_text()


def test_a_library_query_and_its_csv(page):
    """
    A query of the library runs from its form, and its CSV has as many rows as the page says.
    """
    page.goto("/queries")
    page.get_by_role("link", name="Who owns an organization on a day").click()
    page.get_by_label("organization", exact=True).fill("Numergy")
    page.get_by_label("day", exact=True).fill("2015-06-30")
    page.get_by_role("button", name="Ask").click()
    shown = page.locator("main table tbody tr").count()
    assert shown > 1
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert len(list(csv.reader(io.StringIO(text)))) == shown + 1


def test_the_language_is_switched_and_kept(page):
    """
    The switch leads to the same page in French, and links from there stay French.
    """
    page.goto("/organization/numergy?on=2015-06-30")
    page.get_by_role("link", name="Français").click()
    assert page.locator("html").get_attribute("lang") == "fr"
    assert page.get_by_role("heading", name="Détenteurs").is_visible()
    assert "on=2015-06-30" in page.url
    page.get_by_role("link", name="Prestataires").click()
    assert page.locator("html").get_attribute("lang") == "fr"


def test_by_keyboard_alone(page):
    """
    Tab, Enter and arrow keys are enough: search, open, move the day, open a source.
    """
    page.goto("/")
    keys = page.keyboard
    for _ in range(30):
        keys.press("Tab")
        if page.evaluate("document.activeElement.id") == "text":
            break
    keys.type("cloudwatt")
    keys.press("Enter")
    page.wait_for_url(re.compile("text=cloudwatt"))
    tab_to(page, "document.activeElement.textContent === 'Cloudwatt'")
    keys.press("Enter")
    page.wait_for_selector("#slider:visible")
    slide(page, "2016-06-30")
    tab_to(page, "document.activeElement.id === 'slider'")
    for _ in range(12):
        keys.press("PageDown")
        with contextlib.suppress(Exception):
            page.wait_for_selector("#as-of:not([aria-busy])", timeout=5_000)
        page.wait_for_load_state("networkidle")
        if len(owners(page)) == 3:
            break
    # the first holder was called so when it founded Cloudwatt
    assert {"France Télécom", "Orange"} & set(owners(page))
    assert {"Caisse des Dépôts et Consignations", "Thales"} < set(owners(page))
    assert page.evaluate("document.activeElement.id") == "slider"
    tab_to(page, "document.activeElement.tagName === 'SUMMARY'")
    keys.press("Enter")
    tab_to(page, "document.activeElement.closest('details.sources') !== null", tag="A")
    keys.press("Enter")
    page.wait_for_url(re.compile("/source/"))


def tab_to(page, condition, tag=None):
    """
    Press Tab until the element in focus meets a condition.
    """
    test = (
        condition if tag is None else f"{condition} && document.activeElement.tagName === '{tag}'"
    )
    for _ in range(250):
        page.keyboard.press("Tab")
        if page.evaluate(f"Boolean({test})"):
            return
    raise AssertionError(f"Tab never reached {condition}")


def test_the_editor_asks_our_endpoint(page):
    """
    YASGUI, served by us, asks our endpoint and shows the rows.
    """
    page.goto("/editor")
    page.wait_for_selector(".yasgui .CodeMirror")
    page.locator(".yasqe_queryButton").first.click()
    page.wait_for_selector(".yasr table tbody tr")
    assert page.locator(".yasr table tbody tr").count() >= 1
    assert page.locator(".yasr table").first.get_by_text("Thales").first.is_visible()
    found = page.evaluate("() => Yasgui.Yasqe.defaults.autocompleters")
    assert found == ["our-prefixes", "our-properties", "our-classes", "variables"]
    page.get_by_label("Example").select_option("deals/by-stage-and-year")
    page.get_by_role("button", name="Load", exact=True).click()
    page.wait_for_url(re.compile("library=deals"))
    page.wait_for_selector(".yasgui .CodeMirror")
    assert "completed" in page.evaluate(
        "document.querySelector('.CodeMirror').CodeMirror.getValue()"
    )


def test_without_scripts(browser, served):
    """
    Without JavaScript search, the day, the editor and the forms work.
    """
    context = browser.new_context(base_url=served, java_script_enabled=False)
    page = context.new_page()
    page.goto("/?text=cloudwatt")
    page.get_by_role("link", name="Cloudwatt", exact=True).first.click()
    page.get_by_label("On", exact=True).fill("2014-10-01")
    page.get_by_role("button", name="Show this day").click()
    assert len(owners(page)) == 3
    page.goto("/editor")
    assert page.get_by_label("SPARQL", exact=True).is_visible()
    context.close()


LOOKED_AT = (
    "/",
    "/?text=orange",
    "/organization/cloudwatt?on=2014-10-01",
    "/organization/cloudwatt?on=2015-01-15&assume=acq-cloudwatt-orange-2015",
    "/person/octave-klaba",
    "/compare/cloudwatt?since=2014-01-01&until=2016-01-01",
    "/compare?since=2014-01-01&until=2015-01-01",
    "/sovereignty",
    "/deals",
    "/queries",
    "/query/ownership/who-owns?ask=1",
    "/query/deals/by-stage-and-year?ask=1",
    "/map",
    "/editor",
    "/api",
    "/about",
    "/ontology",
    "/source/itespresso-2015-01-cloudwatt",
    "/shareholding/h-orange-cloudwatt-2012-09-06",
    "/passage/art-s18",
    "/organization/nobody-at-all",
)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
BARRIERS = """
    async rules => {
        // of a page of thousands of marks the contrast is that of its sheet: what is drawn once
        const found = await axe.run(document, {
            runOnly: {type: 'tag', values: rules}, resultTypes: ['violations'],
        });
        return found.violations.map(one => [
            one.id, one.impact, one.nodes[0].html.slice(0, 160), one.nodes[0].failureSummary,
        ]);
    }
"""


def barriers(page):
    """
    What axe-core finds of serious or critical impact on a page.
    """
    page.add_script_tag(path=str(AXE))
    return [one for one in page.evaluate(BARRIERS, RULES) if one[1] in ("serious", "critical")]


@pytest.mark.parametrize(("scheme", "lang"), [("light", "en"), ("dark", "fr")])
@pytest.mark.parametrize("path", LOOKED_AT)
def test_no_barrier_that_axe_can_find(browser, served, path, scheme, lang):
    """
    axe-core finds nothing serious or critical on any kind of page, light and dark, in both
    languages; headings go down one level at a time from a single first.
    """
    context = browser.new_context(base_url=served, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto(path + ("&" if "?" in path else "?") + f"lang={lang}")
    page.eval_on_selector_all(
        "main details", "all => all.slice(0, 5).forEach(one => { one.open = true; })"
    )
    found = barriers(page)
    levels = page.evaluate(
        "[...document.querySelectorAll('h1,h2,h3,h4')].map(one => Number(one.tagName[1]))"
    )
    context.close()
    assert found == []
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


@pytest.mark.parametrize("width", [320, 390, 768, 1440])
def test_no_page_is_wider_than_the_screen(browser, served, width):
    """
    From the narrowest phone to a desktop nothing makes the page itself scroll sideways.
    """
    context = browser.new_context(base_url=served, viewport={"width": width, "height": 800})
    page = context.new_page()
    for path in LOOKED_AT:
        page.goto(path)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, (path, wide)
    context.close()


def test_controls_are_large_enough_to_hit(browser, served):
    """
    On a phone buttons, fields and menu links are at least 24 pixels high and wide.
    """
    context = browser.new_context(base_url=served, viewport={"width": 390, "height": 800})
    page = context.new_page()
    for path in LOOKED_AT[:-1]:
        if path == "/editor":
            continue  # YASGUI's own
        page.goto(path)
        small = page.evaluate(
            """() => [...document.querySelectorAll(
                'button, input:not([type=hidden]), select, summary, nav a, .tabs a, .button')]
                .filter(one => one.checkVisibility())
                .map(one => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
                .filter(([, box]) => box.height < 24 || box.width < 24)
                .map(([text, box]) => [text, box.width, box.height])"""
        )
        assert small == [], path
    context.close()


def test_the_slider_leaves_the_page_where_it_is(page):
    """
    Moving the day far down the page keeps the section in view, the focus and the slider's place,
    and tells the new day once, politely.
    """
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/organization/cloudwatt?on=2014-10-01")
    page.wait_for_selector("#slider:visible")
    page.locator("#s-owners").scroll_into_view_if_needed()
    page.evaluate("scrollTo(0, document.getElementById('s-owners').offsetTop - 300)")
    page.focus("#slider", timeout=2000)
    before = page.evaluate("document.getElementById('s-owners').getBoundingClientRect().top")
    with page.expect_response(re.compile("on=2015-03-20")):
        page.keyboard.press("PageUp")
    page.wait_for_selector("#as-of:not([aria-busy])")
    page.wait_for_url(re.compile("on=2015-03-20"))
    assert owners(page) == ["Orange"]
    after = page.evaluate("document.getElementById('s-owners').getBoundingClientRect().top")
    assert abs(after - before) < 2
    assert page.evaluate("document.activeElement.id") == "slider"
    assert page.get_attribute("#slider", "aria-valuetext") == "20 March 2015"
    told = page.locator("#told")
    assert told.get_attribute("aria-live") == "polite"
    assert told.inner_text() == "Cloudwatt on 20 March 2015: 1 holder."
    assert "Page Up" in page.locator("#slider-hint").inner_text()
    page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile("on=2015-03-21"))


def test_what_would_be_gained_and_lost(page):
    """
    The what-if of an announced deal is one click away and marks each conclusion gained or lost.
    """
    page.goto("/organization/cloudwatt?on=2015-01-15")
    page.get_by_role("link", name="Orange buys Cloudwatt").first.click()
    page.wait_for_url(re.compile("assume="))
    assert "2 gained, 1 lost, 0 kept" in page.locator(".assumed").inner_text()
    assert page.locator(".verdict.lost .tag.lost").inner_text() == "lost"
    assert page.locator(".short").get_by_text("presumed").is_visible()
    page.get_by_role("link", name="Back to what is known").click()
    page.wait_for_url(lambda url: "assume" not in url)


def test_the_map_is_made_larger(page):
    """
    The buttons make the map larger inside its frame, and another day keeps that.
    """
    page.goto("/map?on=2014-10-01")
    drawn = page.locator(".map svg")
    before = drawn.bounding_box()["width"]
    page.get_by_role("button", name="Zoom in").click()
    assert drawn.bounding_box()["width"] > before * 1.4
    page.fill("#on", "2020-01-01")
    page.get_by_role("button", name="Show this day").click()
    page.wait_for_url(re.compile("on=2020-01-01"))
    assert drawn.bounding_box()["width"] > before * 1.4
    page.get_by_role("button", name="Whole map").click()
    assert abs(drawn.bounding_box()["width"] - before) < 2
    page.locator(".map a[aria-label='Orange']").click(force=True)
    page.wait_for_url(re.compile("/organization/orange"))


def test_suggestions_while_a_name_is_typed(page):
    """
    The field of the header suggests names from our own API.
    """
    page.goto("/deals")
    with page.expect_response(re.compile("/api/find")):
        page.get_by_label("Organization or person").press_sequentially("numer")
    page.wait_for_selector("#suggestions option", state="attached")
    values = page.eval_on_selector_all("#suggestions option", "all => all.map(one => one.value)")
    assert "Numergy" in values


def test_on_paper(page):
    """
    A print has no controls, and its sources are open.
    """
    page.goto("/organization/cloudwatt?on=2014-10-01")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert not page.locator("form.day").is_visible()
    assert page.locator("#as-of table.owners details li").first.is_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("details.sources[open]").count() == 0
