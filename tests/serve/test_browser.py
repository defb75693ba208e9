"""
The pages in a real browser: by mouse, by keyboard alone, without any other host.
"""

import contextlib
import csv
import io
import re
import shutil
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def browser():
    """
    Debian's Chromium, headless.
    """
    playwright = pytest.importorskip("playwright.sync_api")
    place = shutil.which("chromium") or shutil.which("chromium-browser")
    if place is None:
        pytest.skip("no chromium is installed")
    with playwright.sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=place, args=FLAGS)
        yield found
        found.close()


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
    page.get_by_label("organization").fill("Numergy")
    page.get_by_label("day").fill("2015-06-30")
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
    "/organization/numergy?on=2015-01-15&lang=fr",
    "/person/octave-klaba",
    "/compare/cloudwatt?since=2014-01-01&until=2016-01-01",
    "/sovereignty",
    "/deals",
    "/queries",
    "/query/ownership/who-owns?ask=1",
    "/map",
    "/api",
    "/about",
    "/source/itespresso-2015-01-cloudwatt",
    "/organization/nobody-at-all",
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", LOOKED_AT)
def test_no_barrier_that_axe_can_find(browser, served, path, scheme):
    """
    axe-core finds nothing serious or critical on any page, light and dark.
    """
    context = browser.new_context(base_url=served, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto(path)
    page.add_script_tag(path=str(AXE))
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    found = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", tags)
    context.close()
    grave = [
        (one["id"], one["nodes"][0]["html"][:120], one["nodes"][0]["failureSummary"][:200])
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
    ]
    assert grave == []


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_no_page_is_wider_than_the_screen(browser, served, width):
    """
    From phone to desktop nothing makes the page itself scroll sideways.
    """
    context = browser.new_context(base_url=served, viewport={"width": width, "height": 800})
    page = context.new_page()
    for path in LOOKED_AT:
        page.goto(path)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, (path, wide)
    context.close()
