"""
An invented market to draw: no real company, and every oddity that a chart may meet.
"""

from datetime import date
from decimal import Decimal

import pyoxigraph as ox

from kg.dates import period
from kg.graph import OxigraphStore
from kg.knowledge import KnowledgeGraph
from kg.names import ID, KG, RDF, RDFS, XSD
from kg.shares import parse_share


class Market:
    """
    A graph made of a few calls, as the tables would make it.
    """

    def __init__(self):
        self.quads = []
        self.source("gazette", "2015-01-31")

    def add(self, subject, predicate, value):
        predicate = predicate if predicate.startswith("http") else KG + predicate
        if isinstance(value, date):
            term = ox.Literal(value.isoformat(), datatype=ox.NamedNode(XSD + "date"))
        elif isinstance(value, bool | Decimal):
            term = ox.Literal(
                value if isinstance(value, bool) else str(value),
                **({} if isinstance(value, bool) else {"datatype": ox.NamedNode(XSD + "decimal")}),
            )
        elif value.startswith("http"):
            term = ox.NamedNode(value)
        else:
            term = ox.Literal(value)
        self.quads.append(
            ox.Quad(
                ox.NamedNode(subject),
                ox.NamedNode(predicate),
                term,
                ox.NamedNode("https://example.org/g"),
            )
        )

    def source(self, id, published):
        iri = f"{ID}source/{id}"
        for predicate, value in (("title", id), ("publisher", id), ("published", published)):
            self.add(iri, predicate, value)
        self.add(iri, RDF + "type", KG + "Source")

    def agent(self, id, kind="Company", name=None, country=None):
        iri = self.iri(id, kind)
        self.add(iri, RDF + "type", KG + kind)
        self.add(iri, "name", name or id.replace("-", " ").title())
        if country:
            self.add(iri, "country", country)
        return self

    @staticmethod
    def iri(id, kind="Company"):
        return f"{ID}{'person' if kind == 'Person' else 'organization'}/{id}"

    def _claim(self, kind, id, start, until, standing, counterpart, sources):
        iri = f"{ID}{kind.lower()}/{id}"
        self.add(iri, RDF + "type", KG + kind)
        self.add(iri, "standing", f"{KG}standing-{standing}")
        if counterpart:
            self.add(iri, "counterpart", f"{ID}{kind.lower()}/{counterpart}")
        when = period(start, until, attested=date(2015, 1, 31))
        for name, text in (("from", start), ("until", until)):
            if text:
                self.add(iri, name, text)
        for name, bound in zip(
            ("startsNotBefore", "startsNotAfter", "endsNotBefore", "endsNotAfter"),
            (
                when.starts_not_before,
                when.starts_not_after,
                when.ends_not_before,
                when.ends_not_after,
            ),
            strict=True,
        ):
            if bound:
                self.add(iri, name, bound)
        for source in sources:
            self.add(iri, "source", f"{ID}source/{source}")
        return iri

    def holds(
        self,
        holder,
        held,
        share="",
        *,
        votes="",
        how="exact",
        low="",
        high="",
        start="2010",
        until="",
        standing="counted",
        counterpart=None,
        id=None,
        sources=("gazette",),
    ):
        iri = self._claim(
            "Shareholding", id or f"h-{holder}-{held}", start, until, standing, counterpart, sources
        )
        self.add(iri, "holder", self._known(holder))
        self.add(iri, "held", self._known(held))
        for name, text, exactness, bounds in (
            (
                "capital",
                share,
                how if share or low or high else "unknown",
                {"minimum": low, "maximum": high},
            ),
            ("votes", votes, "exact" if votes else "unknown", {}),
        ):
            found = parse_share(text, exactness, **bounds)
            for part, value in (
                ("", found.printed),
                ("Minimum", found.minimum),
                ("Maximum", found.maximum),
            ):
                if value is not None:
                    self.add(iri, name + part, value)
            for part, value in (
                ("MinimumExclusive", found.minimum_exclusive),
                ("MaximumExclusive", found.maximum_exclusive),
            ):
                if value:
                    self.add(iri, name + part, True)
        return self

    def right(self, kind, holders, organization, *, start="2010", until="", id=None):
        iri = self._claim(
            "ControlRight",
            id or f"r-{organization}-{kind}",
            start,
            until,
            "counted",
            None,
            ("gazette",),
        )
        self.add(iri, "kind", f"{KG}right-{kind}")
        self.add(iri, "organization", self._known(organization))
        for holder in holders:
            self.add(iri, "holder", self._known(holder))
        return self

    def leads(self, person, organization, role="CEO", *, start="2012", until=""):
        iri = self._claim(
            "Appointment",
            f"ap-{person}-{organization}-{start}",
            start,
            until,
            "counted",
            None,
            ("gazette",),
        )
        for name, value in (
            ("person", self._known(person)),
            ("organization", self._known(organization)),
            ("post", KG + "post-chief-executive"),
            ("role", role),
        ):
            self.add(iri, name, value)
        return self

    def deal(self, id, acquirer, target, share=None, *, label="deal", **stages):
        iri = f"{ID}acquisition/{id}"
        self.add(iri, RDF + "type", KG + "Acquisition")
        self.add(iri, RDFS + "label", label)
        self.add(iri, "standing", KG + "standing-counted")
        self.add(iri, "acquirer", self._known(acquirer))
        self.add(iri, "target", self._known(target))
        self.add(iri, "source", f"{ID}source/gazette")
        if share:
            self.add(iri, "share", Decimal(share))
        for stage, day in stages.items():
            node = f"{iri}/{stage}"
            self.add(iri, "hasStage", node)
            self.add(iri, "stage", f"{KG}stage-{stage}")
            self.add(node, RDF + "type", KG + "DealStage")
            self.add(node, "stage", f"{KG}stage-{stage}")
            self.add(node, "date", day)
            self.add(node, "notBefore", date.fromisoformat(day))
            self.add(node, "notAfter", date.fromisoformat(day))
        return self

    def event(self, id, subject, day, label, kind="other"):
        iri = f"{ID}event/{id}"
        for name, value in (
            ("kind", f"{KG}event-{kind}"),
            ("subject", self._known(subject)),
            ("date", day),
            ("standing", KG + "standing-counted"),
            ("source", f"{ID}source/gazette"),
        ):
            self.add(iri, name, value)
        self.add(iri, RDF + "type", KG + "Event")
        self.add(iri, RDFS + "label", label)
        return self

    def _known(self, id):
        for kind in ("organization", "person"):
            if any(quad.subject.value == f"{ID}{kind}/{id}" for quad in self.quads):
                return f"{ID}{kind}/{id}"
        raise AssertionError(f"{id} is no agent of this market")

    def graph(self, lang="en"):
        return KnowledgeGraph(OxigraphStore.of(self.quads), lang=lang)


NASTY = 'A "quoted" <script>alert(1)</script> & Fils\nà la ligne d\'Évreux'


def everything():
    """
    One market with every kind of agent and tie around `nuage`.
    """
    market = Market()
    for id, kind, country in (
        ("nuage", "Company", "FR"),
        ("alpine", "Company", "GB"),
        ("littoral", "Fund", "US"),
        ("arcadia", "State", "FR"),
        ("brume-family", "Family", None),
        ("ada", "Person", None),
        ("zoe", "Person", None),
        ("bruine", "Company", None),
        ("rosee", "Company", "DE"),
        ("ondee", "Division", "FR"),
        ("averse", "Company", "JP"),
    ):
        market.agent(id, kind, country=country)
    market.agent("nasty", name=NASTY, country="CH")
    market.holds("alpine", "nuage", "40", votes="50.5")
    market.holds("littoral", "nuage", low="20", high="25", how="approx")
    market.holds("arcadia", "nuage", "33.3", how="approx", start="../2011", until="2015-06/2015-12")
    market.holds(
        "arcadia",
        "nuage",
        "30",
        id="h-other",
        standing="alternative",
        counterpart="h-arcadia-nuage",
    )
    market.holds("nasty", "nuage")
    market.holds("zoe", "nuage", "12", id="h-plan", standing="planned", start="2014")
    market.holds("brume-family", "alpine", low=">50", how="at-least")
    market.holds("ada", "alpine", "5", until="2012")
    market.holds("nuage", "bruine", "100")
    market.holds("nuage", "rosee", "9.9", standing="alternative")
    market.holds("bruine", "averse", "51")
    market.holds("averse", "nuage", "1.5")
    market.right("concert", ("arcadia", "littoral"), "nuage")
    market.right("golden-share", ("arcadia",), "nuage")
    market.leads("zoe", "nuage")
    market.deal("buy-rosee", "alpine", "rosee", "100", talks="2013-05-01", completed="2016-01-01")
    market.deal("buy-nuage", "averse", "nuage", "40", signed="2014-06-01")
    market.event("launch", "nuage", "2013-04-02", "First customers <b>served</b>")
    return market


def crowd(number=40):
    """
    One organization with many holders: the largest known, three of unknown share.
    """
    market = Market().agent("foule", country="FR")
    for rank in range(number):
        market.agent(
            f"holder-{rank:02}",
            "Fund" if rank % 3 else "Company",
            country=("FR", "US", "DE")[rank % 3],
        )
        share = "" if rank in (7, 20, 33) else str(max(1, 14 - rank))
        market.holds(f"holder-{rank:02}", "foule", share)
    return market


def ring():
    """
    Three companies that hold one another in a ring, one also its own shares.
    """
    market = Market()
    for id in ("un", "deux", "trois"):
        market.agent(id, country="FR")
    market.agent("lou", "Person")
    market.holds("un", "deux", "60").holds("deux", "trois", "55").holds("trois", "un", "30")
    market.holds("lou", "un", "20").holds("un", "un", "4")
    return market


def alone():
    """
    An organization of which nothing is known.
    """
    return Market().agent("seule", name="Société seule", country="FR")
