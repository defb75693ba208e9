"""
The pages as a plain client sees them: content, negotiation, escaping, links, policy.
"""

import json
import re
import urllib.error
import urllib.parse
import urllib.request
from html.parser import HTMLParser

import pytest
import rdflib

IDS = "https://w3id.org/french-cloud/id/"


def get(address, path, accept="text/html", **headers):
    """
    The status, headers and text of an address, redirects not followed.
    """

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *arguments):
            return None

    opener = urllib.request.build_opener(Stay)
    request = urllib.request.Request(address + path, headers={"Accept": accept, **headers})
    try:
        with opener.open(request) as response:
            return response.status, response.headers, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read().decode()


class Page(HTMLParser):
    """
    The links, headings and tables of a page.
    """

    def __init__(self, text):
        super().__init__()
        self.links, self.loads, self.rows, self.ids = [], [], [], []
        self.headings, self.lang, self._at = [], "", []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if "id" in attrs:
            self.ids.append(attrs["id"])
        if tag == "html":
            self.lang = attrs.get("lang", "")
        if tag == "a" and "href" in attrs:
            self.links.append(attrs["href"])
        if tag in ("script", "img", "iframe") and "src" in attrs:
            self.loads.append(attrs["src"])
        if tag == "link" and attrs.get("rel") in ("stylesheet", "icon"):
            self.loads.append(attrs["href"])
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th", "h1", "h2"):
            self._at.append([tag, ""])

    def handle_endtag(self, tag):
        if self._at and self._at[-1][0] == tag:
            text = " ".join(self._at.pop()[1].split())
            if tag in ("td", "th") and self.rows:
                self.rows[-1].append(text)
            else:
                self.headings.append(text)

    def handle_data(self, data):
        if self._at:
            self._at[-1][1] += data


ADDRESSES = (
    "/",
    "/?text=orange",
    "/organization/cloudwatt?on=2014-10-01",
    "/organization/bull?on=2014-10-01",
    "/person/octave-klaba?on=2025-01-01",
    "/compare/cloudwatt?since=2014-01-01&until=2015-12-31",
    "/sovereignty?on=2025-06-30",
    "/deals?stage=announced",
    "/queries",
    "/query/ownership/who-owns?ask=1",
    "/map?on=2015-01-01",
    "/editor",
    "/api",
    "/about",
    "/source/itespresso-2015-01-cloudwatt",
    "/shareholding/h-orange-cloudwatt-2012-09-06",
)


@pytest.mark.parametrize("path", ADDRESSES)
def test_every_page_is_whole_in_both_languages(served, path):
    """
    Each page answers in English and French, loads only our own files, and repeats no id.
    """
    for lang in ("en", "fr"):
        joined = path + ("&" if "?" in path else "?") + f"lang={lang}"
        status, headers, text = get(served, joined)
        assert status == 200, text[:500]
        page = Page(text)
        assert page.lang == lang
        assert page.headings
        assert len(set(page.ids)) == len(page.ids)
        for address in page.loads:
            assert address.startswith(("/static/", "/charts.css"))
            assert get(served, address)[0] == 200
        policy = headers["Content-Security-Policy"]
        assert "script-src 'self';" in policy
        assert path == "/editor" or "'unsafe-inline'" not in policy
        assert not re.search(r"\son\w+=|<style|javascript:", text)


def test_an_organization_on_a_day(served):
    """
    The page says who held Cloudwatt on 2014-10-01, why Orange is presumed to control it, and by whom.
    """
    _, _, text = get(served, "/organization/cloudwatt?on=2014-10-01")
    page = Page(text)
    rows = {row[0]: row for row in page.rows if row}
    assert rows["Orange"][1] == "44.4 %"
    assert rows["Thales"][1] == "22.2 %"
    assert "presumed" in text
    assert "L.233-3 II" in text
    assert "/source/itespresso-2015-01-cloudwatt" in text
    assert 'aria-label="Cloudwatt on 1 October 2014"' in text
    later = {
        row[0] for row in Page(get(served, "/organization/cloudwatt?on=2015-06-30")[2]).rows if row
    }
    assert "Orange" in later
    assert "Thales" not in later


def test_what_if_an_announced_deal_closed(served):
    """
    On the day of the announcement the page offers the what-if, and shows its answer.
    """
    _, _, text = get(served, "/organization/cloudwatt?on=2015-01-15")
    offered = [link for link in Page(text).links if "assume=" in link]
    assert offered
    status, _, assumed = get(served, offered[0])
    assert status == 200
    assert "Assuming" in assumed
    assert "majority" in assumed


def test_links_within_the_site_lead_somewhere(served):
    """
    Every link from an organization's page to another page of ours answers.
    """
    _, _, text = get(served, "/organization/numergy?on=2015-06-30")
    links = {link.partition("#")[0] for link in Page(text).links if link.startswith("/")}
    assert len(links) > 60
    chosen = sorted(links)[::7]
    for link in chosen:
        assert get(served, link)[0] == 200, link


def test_identifiers_lead_to_what_is_asked_for(served):
    """
    An identifier answers 303 by Accept; ending and format choose too; data are the graph's own.
    """
    for accept, ending in (
        ("text/html", ""),
        ("text/turtle", ".ttl"),
        ("application/ld+json", ".jsonld"),
        ("application/json", ".json"),
    ):
        status, headers, _ = get(served, "/id/organization/orange?on=2015-01-01", accept)
        assert status == 303
        assert headers["Location"] == f"/organization/orange{ending}?on=2015-01-01"
    assert get(served, "/id/organization/orange", "image/png")[0] == 406
    _, headers, turtle = get(served, "/organization/orange.ttl")
    assert headers.get_content_type() == "text/turtle"
    same = get(served, "/organization/orange?format=ttl")[2]
    by_accept = get(served, "/organization/orange", "text/turtle")[2]
    assert turtle == same == by_accept
    graph = rdflib.Graph().parse(data=turtle, format="turtle")
    assert set(graph.subjects()) == {rdflib.URIRef(IDS + "organization/orange")}
    facts = json.loads(get(served, "/organization/orange.json")[2])
    assert (facts["id"], facts["name"]) == ("orange", "Orange")
    for claim in (
        "shareholding/h-orange-cloudwatt-2012-09-06",
        "source/itespresso-2015-01-cloudwatt",
    ):
        found = json.loads(get(served, f"/{claim}.jsonld")[2])
        assert IDS + claim in json.dumps(found)


def test_pages_and_data_are_cached_by_the_data_version(served):
    """
    With the ETag of before a page of a day, and a thing, answer 304.
    """
    for path, accept in (
        ("/organization/orange?on=2015-01-01", "text/html"),
        ("/organization/orange.ttl", "text/turtle"),
    ):
        _, headers, _ = get(served, path, accept)
        status, _, text = get(served, path, accept, **{"If-None-Match": headers["ETag"]})
        assert (status, text) == (304, "")


def test_the_browser_chooses_the_language(served):
    """
    Without a choice in the address, French is shown to a browser that asks for it first.
    """
    assert Page(get(served, "/", **{"Accept-Language": "fr-FR,en;q=0.5"})[2]).lang == "fr"
    assert Page(get(served, "/", **{"Accept-Language": "de,en;q=0.5"})[2]).lang == "en"
    assert Page(get(served, "/?lang=en", **{"Accept-Language": "fr"})[2]).lang == "en"


def test_what_cannot_be_shown_is_told_on_a_page(served):
    """
    Unknown things, wrong days and wrong values give a page with the reason and no trace.
    """
    for path, status, words in (
        ("/organization/cloudwat", 404, "cloudwatt"),
        ("/nothing/here", 404, "nothing/here"),
        ("/organization/orange?on=2015-02-30", 400, "2015-02-30"),
        ("/query/ownership/who-owns?day=never", 400, "never"),
        ("/query/no/such", 404, "no/such"),
        ("/deals?stage=dreamt", 400, "dreamt"),
        ("/compare/orange?since=2016-01-01&until=2015-01-01", 400, "second"),
        ("/?lang=de", 400, "de"),
    ):
        found, headers, text = get(served, path)
        assert (found, words in text) == (status, True), (path, text[:300])
        assert "Traceback" not in text
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_what_is_asked_is_escaped(served):
    """
    Markup in a parameter is shown as text, on pages and in refusals.
    """
    evil = urllib.parse.quote('<script>alert(1)</script>"onload="x')
    for path in (f"/?text={evil}", f"/organization/{evil}", f"/query/names/find?ask=1&text={evil}"):
        _, _, text = get(served, path)
        assert "<script>alert" not in text
        assert '"onload="' not in text.replace("&#34;", "")


def test_only_our_own_files_are_served(served):
    """
    No path leads out of the folder of assets.
    """
    for path in (
        "/static/../site.py",
        "/static/%2e%2e/templates/base.html",
        "/static/..%2f..%2fapp.py",
        "/static/",
    ):
        assert get(served, path)[0] in (400, 404, 405), path


def test_a_query_of_the_library_as_a_form(served):
    """
    A form takes a name for an organization, shows rows, the SPARQL, and a CSV of the same rows.
    """
    _, _, text = get(served, "/query/ownership/who-owns?ask=1&organization=Numergy&day=2015-06-30")
    page = Page(text)
    assert any("sfr" in row for row in page.rows)
    download = next(link for link in page.links if "format=csv" in link)
    status, headers, body = get(served, download)
    assert (status, headers.get_content_type()) == (200, "text/csv")
    assert len(body.strip().splitlines()) == len(page.rows)
    assert "VALUES" in text
