"""
A graph whose every text is markup: pages, data and charts show it, and nothing of it runs.
"""

import re
import urllib.error
import urllib.request

import pytest
from serve.browsers import open_browser
from serve.hostile import EVIL, hostile_tables
from serve.servers import running

from kg import build

PATHS = (
    "/",
    "/?text=script",
    "/organization/cloudwatt?on=2014-10-01",
    "/organization/orange?on=2024-10-01&lang=fr",
    "/organization/cloudwatt?on=2015-01-15&assume=acq-cloudwatt-orange-2015",
    "/person/octave-klaba?on=2020-01-01",
    "/compare/cloudwatt?since=2014-01-01&until=2016-01-01",
    "/compare?since=2014-01-01&until=2016-01-01",
    "/sovereignty?on=2025-06-30",
    "/deals",
    "/map?on=2020-01-01",
    "/query/ownership/who-owns?ask=1",
    "/query/names/find?ask=1&text=script",
    "/editor",
    "/about",
    "/api",
    "/source/itespresso-2015-01-cloudwatt",
    "/shareholding/h-orange-cloudwatt-2012-09-06",
    "/event/art-s02-channelnews-report",
    "/offering/off-cloudwatt",
    "/control/478",
    "/organization/cloudwat",
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """
    The address of a server over the hostile world.
    """
    folder = tmp_path_factory.mktemp("hostile")
    build.build(hostile_tables(folder), folder / "graph")
    with running(folder / "graph", "--timeout", "5") as address:
        yield address


def read(address):
    """
    The type and text of an address, whatever its status.
    """
    request = urllib.request.Request(address, headers={"Accept": "text/html"})
    try:
        with urllib.request.urlopen(request) as response:
            return response.headers, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.headers, error.read().decode()


def test_markup_in_names_is_text(hostile):
    """
    No page holds an element or attribute that came from a name; each shows the text of it.
    """
    met = 0
    for path in PATHS:
        headers, text = read(hostile + path)
        assert headers.get_content_type() == "text/html"
        assert not re.search(r"<script>|<img src=x|<svg onload|\sonerror=alert\(2\)>", text), path
        assert "49" not in re.findall(r"onload=alert\(3\)&gt;(..)", text), path
        met += "&lt;script&gt;alert(1)" in text
    assert met > 12
    for path in ("/organization/orange.json", "/api/owners?org=cloudwatt&on=2014-10-01"):
        headers, text = read(hostile + path)
        assert headers.get_content_type() == "application/json"
        assert "<script>alert(1)" in text
        assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.browser
def test_nothing_of_it_runs(hostile):
    """
    A browser on every page, the slider moved and names suggested: no dialog, no error, no element.
    """
    with open_browser() as browser:
        page = browser.new_context(base_url=hostile).new_page()
        told = []
        page.on("dialog", lambda one: (told.append(one.message), one.dismiss()))
        page.on("pageerror", lambda error: told.append(str(error)))
        page.on(
            "console",
            lambda one: told.append(one.text) if "Security Policy" in one.text else None,
        )
        for path in PATHS:
            page.goto(path)
            page.wait_for_load_state("networkidle")
            assert page.locator("img[src=x], svg[onload], script:not([src])").count() == 0, path
        page.goto("/organization/cloudwatt?on=2014-10-01")
        page.wait_for_selector("#slider:visible")
        page.focus("#slider")
        page.keyboard.press("PageUp")
        page.wait_for_url(re.compile("on=2015"))
        page.wait_for_selector("#as-of:not([aria-busy])")
        assert EVIL[:25] in page.locator("#name").inner_text()
        page.locator("#find").press_sequentially("cloudwatt")
        page.wait_for_selector("#suggestions option", state="attached")
        page.goto("/editor")
        page.wait_for_selector(".yasgui .CodeMirror")
        page.locator(".yasqe_queryButton").first.click()
        page.wait_for_selector(".yasr table tbody tr")
        assert page.locator(".yasr img[src=x], .yasr script").count() == 0
    assert told == []
