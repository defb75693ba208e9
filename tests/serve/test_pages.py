"""
The pages as a plain client sees them: content, negotiation, escaping, links, policy.
"""

import html
import json
import re
import shutil
import subprocess
import urllib.error
import urllib.parse
import urllib.request
from datetime import date
from html.parser import HTMLParser

import pytest
import rdflib

from kg.answers.changes import KINDS
from kg.serve.pages.texts import TEXTS
from kg.serve.pages.wording import figure, when

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
    "/compare?since=2014-01-01&until=2015-12-31",
    "/sovereignty?on=2025-06-30",
    "/deals?stage=announced",
    "/queries",
    "/query/ownership/who-owns?ask=1",
    "/map?on=2015-01-01",
    "/editor",
    "/api",
    "/about",
    "/ontology",
    "/passage/art-s18",
    "/stage/acq-iliad-jaguar-completed",
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
        assert "unsafe" not in policy
        assert not re.search(r"\s(on\w+|style)=|<style|javascript:", text)


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
    assert "What if:" in assumed
    assert "Orange buys Cloudwatt" in assumed
    # Orange is presumed to control it before, holds all of it after
    for word, of in (("gained", "majority"), ("lost", "fr-l233-3")):
        verdict = next(part for part in assumed.split("<li ") if f">{of}</code>" in part)
        assert f'<span class="tag {word}">{word}</span>' in verdict
    assert get(served, "/organization/cloudwatt?on=2015-01-15&assume=nothing")[0] == 400


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
        ("/organization/nobody-at-all?lang=fr", 404, "Rien n&#39;est gardé ici"),
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
    assert any("SFR" in row for row in page.rows)
    download = next(link for link in page.links if "format=csv" in link)
    status, headers, body = get(served, download)
    assert (status, headers.get_content_type()) == (200, "text/csv")
    assert len(body.strip().splitlines()) == len(page.rows)
    assert "VALUES" in text


def test_the_page_speaks_its_language(served):
    """
    In French, codes, shares, dates and reasons are French; what is left in English says so.
    """
    _, _, text = get(served, "/organization/cloudwatt?on=2014-10-01&lang=fr")
    page = Page(text)
    rows = {row[0]: row for row in page.rows if row}
    assert rows["Orange"][1:3] == ["44,4 %", "non publié"]
    assert "présumé" in text and "fondée vers 2012-09" in text
    for english in (">presumed<", ">counted<", "not published", "no end known"):
        assert english not in text, english
    assert '<span lang="en">Projet Andromède → Cloudwatt, Numergy.' in text
    _, _, deals = get(served, "/deals?lang=fr&stage=talks")
    assert "En discussion" in deals
    assert any("Cloudwatt → Numergy" in row for row in Page(deals).rows)
    _, _, changes = get(served, "/compare?lang=fr&since=2014-01-01&until=2016-01-01")
    kinds = {row[1].split(" contr")[0] for row in Page(changes).rows[1:] if len(row) > 6}
    assert kinds >= {"Participation", "Dirigeant", "Nom", "Opération"}


def test_parties_go_by_their_names(served):
    """
    Deals, posts, the largest holder, chains and changes show names, not ids.
    """
    _, _, text = get(served, "/sovereignty?on=2025-06-30")
    assert "Amazon" in text
    assert ">amazon<" not in text
    posts = Page(get(served, "/person/octave-klaba?on=2020-01-01")[2]).rows
    assert any(row[0] == "OVHcloud" and row[1].startswith("chair of the board") for row in posts)
    _, _, query = get(served, "/query/ownership/who-owns?ask=1")
    assert any("Orange" in row[0] for row in Page(query).rows[1:])


def test_a_line_leads_to_its_claim_and_a_passage_is_explained(served):
    """
    Each line of owners, leaders, deals and history links its claim; a claim says where it stands.
    """
    _, _, text = get(served, "/organization/cloudwatt?on=2014-10-01")
    links = Page(text).links
    for claim in (
        "/shareholding/h-orange-cloudwatt-2012-09-06",
        "/acquisition/acq-cloudwatt-orange-2015",
        "/event/",
        "/appointment/",
    ):
        assert any(link.startswith(claim) for link in links), claim
    _, _, claim = get(served, "/shareholding/h-orange-cloudwatt-2012-09-06")
    assert re.search(r"ITespresso</a>, 2015-01, characters \d+ to \d+ of its text", claim)
    _, _, passage = get(served, "/passage/art-s18")
    assert "From character 1761 to character 1815" in passage


def test_every_page_tells_the_interval_and_the_last_source(served):
    """
    The foot of each page gives the first and last day of the sources, and links the last one.
    """
    for path in ("/", "/deals", "/organization/nobody-at-all", "/ontology"):
        _, _, text = get(served, path)
        foot = text[text.index("<footer>") :]
        assert re.search(r"Sources from \d{4}-\d\d-\d\d to \d{4}-\d\d-\d\d\.", foot), path
        assert re.search(r'The latest: <a href="/source/', foot), path


@pytest.fixture(scope="module")
def known_iris(graph):
    """
    Every IRI of ours in the graph, whatever its place in a statement.
    """
    query = (
        "SELECT DISTINCT ?x { { ?x ?p ?o } UNION { ?o ?p ?x } UNION { ?o ?x ?z }"
        ' UNION { GRAPH ?x { ?a ?b ?c } } FILTER (STRSTARTS(STR(?x), "https://w3id.org/french-c")) }'
    )
    return sorted(str(row["x"]) for row in graph.store.select(query))


def test_every_iri_leads_somewhere(served, known_iris):
    """
    Of every kind of IRI in the graph one is followed from its identifier to a page and to data.
    """
    root = "https://w3id.org/french-cloud/"
    kinds = {}
    for iri in known_iris:
        path = iri.removeprefix(root)
        kind = "#" if "#" in path else path.rpartition("/")[0] if "/" in path else path
        kinds.setdefault(kind, path)
    assert len(kinds) > 18
    for path in kinds.values():
        for accept, media in (("text/html", "text/html"), ("text/turtle", "text/turtle")):
            status, headers, text = get(served, "/" + path.partition("#")[0], accept)
            if status == 303:
                status, headers, text = get(served, headers["Location"], accept)
            assert (status, headers.get_content_type()) in ((200, media), (200, "text/turtle")), (
                path
            )
            assert text


def test_every_term_of_the_ontology_has_its_place(served, known_iris):
    """
    Each term's IRI is an anchor of the page in both languages, and a subject of the data.
    """
    terms = {iri.partition("#")[2] for iri in known_iris if "/ontology#" in iri}
    data = rdflib.Graph().parse(data=get(served, "/ontology", "text/turtle")[2], format="turtle")
    defined = {str(s).partition("#")[2] for s in data.subjects() if "/ontology#" in str(s)}
    for lang, word in (("en", "shareholding"), ("fr", "participation")):
        _, _, text = get(served, f"/ontology?lang={lang}")
        assert defined <= set(Page(text).ids) | {""}
        section = text[text.index('id="Shareholding"') :]
        assert word in section[:300]
    assert terms - {""} <= defined
    facts = json.loads(get(served, "/ontology.json")[2])
    assert facts["held"]["label"].keys() == {"en", "fr"}
    assert get(served, "/ontology.jsonld")[1].get_content_type() == "application/ld+json"
    assert get(served, "/ontology", "image/png")[0] == 406
    assert get(served, "/ontology.png")[0] == 404


def test_caches_are_told_what_an_answer_depends_on(served):
    """
    Vary, ETag and 304 hold for pages, things and terms; HEAD has the headers of GET, and no body.
    """
    for path, accept in (
        ("/organization/orange", "text/html"),
        ("/ontology", "text/turtle"),
        ("/source/itespresso-2015-01-cloudwatt", "application/ld+json"),
        ("/deals", "text/html"),
        ("/editor", "text/html"),
    ):
        _, headers, _ = get(served, path, accept)
        assert "Accept" in headers["Vary"]
        status, again, _ = get(served, path, accept, **{"If-None-Match": headers["ETag"]})
        assert (status, again["ETag"], again["Vary"]) == (304, headers["ETag"], headers["Vary"])
        assert again["Content-Security-Policy"] == headers["Content-Security-Policy"]
        assert get(served, path, accept, **{"If-None-Match": '"other"'})[0] == 200
        request = urllib.request.Request(served + path, headers={"Accept": accept}, method="HEAD")
        with urllib.request.urlopen(request) as response:
            assert response.read() == b""
            assert response.headers["ETag"] == headers["ETag"]
            assert response.headers.get_content_type() == accept


def test_an_unknown_thing_comes_with_the_nearest(served):
    """
    A wrong id of an organization, a person, a source or a query leads to the right one's page.
    """
    for path, nearest in (
        ("/organization/cloudwat", "/organization/cloudwatt"),
        ("/person/octave-klab", "/person/octave-klaba"),
        ("/source/itespresso-2015-01-cloudwat", "/source/itespresso-2015-01-cloudwatt"),
        ("/query/ownership/who-own", "/query/ownership/who-owns"),
        ("/person/orange", "/organization/orange"),
    ):
        status, _, text = get(served, path)
        assert status == 404
        assert nearest in Page(text).links, path
        assert get(served, nearest)[0] == 200


def test_the_curl_command_runs_as_printed(served):
    """
    What the page prints for cURL, a shell runs: the same rows as the CSV, quotes and all.
    """
    if shutil.which("curl") is None:
        pytest.skip("no curl is installed")
    for path in ("/query/ownership/who-owns?day=2014-10-01", "/query/names/find?text=d%27or"):
        _, _, text = get(served, path)
        printed = html.unescape(re.search(r'<code id="curl">(.*?)</code>', text, re.DOTALL)[1])
        assert f"--get {served}/sparql" in printed
        ran = subprocess.run(printed, shell=True, capture_output=True, check=True)
        page = Page(get(served, path + "&ask=1")[2])
        download = next(link for link in page.links if "format=csv" in link)
        assert ran.stdout.decode() == get(served, download)[2]
        assert ran.stdout.startswith(b"holder," if "who-owns" in path else b"")


def test_a_forged_host_is_not_printed(served):
    """
    The address in the command is the client's own only if a shell would read nothing else in it.
    """
    path = "/query/ownership/who-owns"
    _, _, text = get(served, path, Host="evil.example;rm")
    assert "evil.example;rm" not in text


def test_forms_have_inputs_of_the_right_kind(served):
    """
    Codes are chosen from a list, days and years have their inputs, names are suggested.
    """
    _, _, text = get(served, "/query/deals/by-stage-and-year?lang=fr")
    assert re.search(r'<select id="f-stage".*<option value="completed" selected>', text, re.DOTALL)
    assert 'id="f-year" name="year" type="number"' in text
    _, _, text = get(served, "/query/ownership/who-owns")
    assert 'name="day" type="date"' in text
    assert re.search(r'name="organization" type="text".*data-suggest="/api/find"', text)
    page = Page(get(served, "/query/ownership/who-owns?ask=1&organization=Numergy")[2])
    permanent = next(link for link in page.links if "ask=1" in link and "day=" in link)
    assert Page(get(served, permanent)[2]).rows == page.rows
    editor = next(link for link in page.links if link.startswith("/editor?"))
    assert "id/organization/numergy&gt;" in get(served, editor)[2]


def test_the_map_leads_to_pages_and_stands_still(served):
    """
    Each mark of the map is a link with a name, at the same place on every day.
    """

    def places(day):
        _, _, text = get(served, f"/map?on={day}")
        marks = re.findall(
            r'<a href="([^"?]+)\?on=[^>]+aria-label="([^"]+)"><circle [^>]*?cx="(\S+)" cy="(\S+)"',
            text,
        )
        return {path: (x, y) for path, _, x, y in marks}

    before, after = places("2014-10-01"), places("2024-10-01")
    both = before.keys() & after.keys()
    assert len(both) > 20
    assert all(before[path] == after[path] for path in both)
    assert get(served, next(iter(both)))[0] == 200


def test_a_chart_alone(served):
    """
    The chart of a day is a picture at an address of its own, whole without any style sheet.
    """
    _, _, text = get(served, "/organization/cloudwatt?on=2014-10-01")
    address = next(link for link in Page(text).links if ".svg" in link)
    status, headers, picture = get(served, address, "image/svg+xml")
    assert (status, headers.get_content_type()) == (200, "image/svg+xml")
    assert "Cloudwatt on 1 October 2014" in picture
    assert "<style" not in picture and "<script" not in picture
    assert get(served, "/organization/cloudwat.svg")[0] == 404
    assert get(served, "/organization/cloudwatt.svg?on=never")[0] == 400
    assert get(served, "/organization/cloudwatt.svg?size=9")[0] == 400


def test_each_name_has_its_sources(served):
    """
    The names of an organization are told with their kind, dates as published and sources.
    """
    _, _, text = get(served, "/organization/altice-france?on=2024-01-01")
    names = text[text.index('id="s-names"') : text.index('id="s-history"')]
    assert "Numericable Group" in names
    assert "From: between 2013-10-28 and 2013-11-08" in names
    assert "/source/numericable-2013-11-ipo" in names


def test_texts_are_whole_in_both_languages(graph):
    """
    Every text has an English and a French form with the same blanks; each kind of change, topic
    and table has its word.
    """
    assert TEXTS["en"].keys() == TEXTS["fr"].keys()
    for key, english in TEXTS["en"].items():
        blanks = [set(re.findall(r"{(\w+)}", one)) for one in (english, TEXTS["fr"][key])]
        assert blanks[0] == blanks[1], key
    for kind in KINDS:
        assert f"kind-{kind}" in TEXTS["en"]
    for query in graph.queries:
        assert f"topic-{query.partition('/')[0]}" in TEXTS["en"]


def test_a_day_and_a_share_in_words():
    """
    What is loose in a source stays loose in words, and unknown is not zero.
    """
    for text, english, french in (
        ("2015~", "about 2015", "vers 2015"),
        ("../2014-11", "by 2014-11", "au plus tard 2014-11"),
        ("2019/..", "2019 or later", "2019 ou après"),
        ("2014-02?", "2014-02 (uncertain)", "2014-02 (incertain)"),
        ("2013-10/2014", "between 2013-10 and 2014", "entre 2013-10 et 2014"),
        ("2014-10-01", "2014-10-01", "2014-10-01"),
        (None, "", ""),
    ):
        assert (when(text, "en"), when(text, "fr")) == (english, french)
    for low, high, words in (
        (None, None, "unknown"),
        (0, 100, "unknown"),
        (0, 0, "0\u00a0%"),
        (100, 100, "100\u00a0%"),
        (0, 24.5, "at most 24.5\u00a0%"),
        (91, None, "at least 91\u00a0%"),
        (51, 100, "at least 51\u00a0%"),
        (43.5, 44.5, "43.5 to 44.5\u00a0%"),
    ):
        assert figure({"min": low, "max": high}, "en") == words
    assert figure({"min": 50, "max": 100, "min_exclusive": True}, "en") == "more than 50\u00a0%"
    assert figure({"min": 0, "max": 10, "max_exclusive": True}, "fr") == "moins de 10\u00a0%"
    assert figure(None, "en") == ""


def test_an_identifier_never_leads_to_another_host(served):
    """
    However many slashes a name begins with, it is redirected to this server.
    """
    for path in ("/id//example.com", "/id/%2Fexample.com", "/id///example.com/x"):
        status, headers, _ = get(served, path)
        assert status == 303
        assert urllib.parse.urljoin(served + "/", headers["Location"]).startswith(served + "/")


def test_no_header_makes_a_page_of_nothing(served):
    """
    With any ETag claimed, what cannot be shown is refused all the same, whatever its language.
    """
    claims = {"If-None-Match": "*"}
    assert get(served, "/organization/nowhere", "text/html", **claims)[0] == 404
    for lang in ("%E4%B8%AD", "%0d%0aSet-Cookie:%20a=b"):
        status, headers, _ = get(served, f"/?lang={lang}", "text/html", **claims)
        assert (status, headers["Set-Cookie"]) == (400, None)


def test_a_page_that_may_speak_of_today_has_a_tag_of_today(served):
    """
    An empty day is today, and a comparison ends today unless it says until when.
    """
    for path in (
        "/organization/orange?on=",
        "/compare/orange?on=2014-01-01",
        "/organization/orange?until=2014-01-01",
    ):
        assert str(date.today()) in get(served, path, "text/html")[1]["ETag"]
