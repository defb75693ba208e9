"""
The ontology: terms, codes, shapes and alignments.

Run as a script, this file writes the four Turtle files again in their one right form.
"""

import io
import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from pyshacl import validate
from rdflib import OWL, RDF, RDFS, SH, SKOS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.compare import isomorphic
from rdflib.namespace import DCTERMS, FOAF, ORG, PROV, SDO
from rdflib.plugins.serializers.longturtle import LongTurtleSerializer

ROOT = Path(__file__).resolve().parents[1]
FILES = {path.stem: path for path in sorted((ROOT / "ontology").glob("*.ttl"))}
SAMPLES = ROOT.parent / "shared" / "samples"
FINDINGS = ROOT.parent / "shared" / "findings" / "standards.md"

ONTOLOGY = URIRef("https://w3id.org/french-cloud/ontology")
KG = Namespace(f"{ONTOLOGY}#")
SHAPE = Namespace("https://w3id.org/french-cloud/shapes#")
EX = Namespace("https://example.org/")

ROOTS = {"Agent", "Claim", "Control", "DealStage", "Passage", "Site", "Source"}
KINDS = {
    "business",
    "company",
    "division",
    "family",
    "fund",
    "holder_group",
    "joint_venture",
    "project",
    "public_institution",
    "state",
}
BOTH = ["en", "fr"]


class Sorted(LongTurtleSerializer):
    """
    rdflib's long Turtle, with the header first and the terms by IRI.

    rdflib itself orders by how often a term is used, so that a new reference
    would move a term within the file.
    """

    def orderSubjects(self):
        """
        The named nodes in the order in which they are written.
        """
        named = {node for node in self.store.subjects() if isinstance(node, URIRef)}
        return sorted(named, key=lambda n: ((n, RDF.type, OWL.Ontology) not in self.store, n))


def in_right_form(graph):
    """
    A graph as the text that its file should hold.
    """
    text = io.BytesIO()
    Sorted(graph).serialize(text)
    return text.getvalue().decode()


def read(path):
    """
    A Turtle file as a graph that knows the file's prefixes and no others.
    """
    return Graph(bind_namespaces="none").parse(path, format="turtle")


GRAPHS = {name: read(path) for name, path in FILES.items()}
TERMS, CODES, SHAPES, ALIGNMENTS = (
    GRAPHS[name] for name in ("kg", "codes", "shapes", "alignments")
)
KNOWN = {node for graph in (TERMS, CODES) for node in graph.subjects() if node in KG}
CLASSES = set(TERMS.subjects(RDF.type, OWL.Class))
PROPERTIES = {
    node
    for kind in (OWL.ObjectProperty, OWL.DatatypeProperty)
    for node in TERMS.subjects(RDF.type, kind)
}
ANNOTATIONS = set(TERMS.subjects(RDF.type, OWL.AnnotationProperty))
SCHEMES = set(CODES.subjects(RDF.type, SKOS.ConceptScheme))
CONCEPTS = set(CODES.subjects(RDF.type, SKOS.Concept))


def tail(term):
    """
    What an IRI says after its hash.
    """
    return term.rpartition("#")[2]


def below(parent):
    """
    A class and its subclasses, near and far.
    """
    return set(TERMS.transitive_subjects(RDFS.subClassOf, parent))


def text(graph, subject, predicate, language):
    """
    The one text in a language.
    """
    (found,) = [
        str(value) for value in graph.objects(subject, predicate) if value.language == language
    ]
    return found


def both(graph, subject, predicate):
    """
    The languages of a text, in order.
    """
    return sorted(value.language or "" for value in graph.objects(subject, predicate))


# -- the files


def test_the_four_files_are_there():
    """
    Terms, codes, shapes and alignments have one file each.
    """
    assert set(FILES) == {"kg", "codes", "shapes", "alignments"}


@pytest.mark.parametrize("name", FILES)
def test_every_parser_reads_the_same_graph(name):
    """
    rdflib and Oxigraph read the same statements from each file.
    """
    quads = list(ox.parse(path=str(FILES[name])))
    lines = "\n".join(f"{quad.triple} ." for quad in quads)
    assert isomorphic(GRAPHS[name], Graph().parse(data=lines, format="nt"))


@pytest.mark.parametrize("name", FILES)
def test_a_file_has_one_right_form(name):
    """
    A file is sorted, one statement a line; writing it again changes no byte.

    If this fails after an edit, run `python tests/test_ontology.py`.
    """
    assert FILES[name].read_text(encoding="utf-8") == in_right_form(GRAPHS[name])


@pytest.mark.parametrize("name", FILES)
def test_a_file_has_no_blank_node_but_in_lists(name):
    """
    Every node has a name, so that a change shows as a change of a few lines.
    """
    graph = GRAPHS[name]
    lists = {node for rest in (RDF.first, RDF.rest) for node in graph.subjects(rest)}
    blank = {n for triple in graph for n in triple if not isinstance(n, URIRef | Literal)}
    assert blank <= lists
    assert not blank or name == "shapes"


def test_the_files_carry_one_version_and_licence():
    """
    The four headers agree on the version and the licence, and have a title in both languages.
    """
    for predicate in (OWL.versionInfo, DCTERMS.license):
        values = {
            (name, value)
            for name, graph in GRAPHS.items()
            for header in graph.subjects(RDF.type, OWL.Ontology)
            for value in graph.objects(header, predicate)
        }
        assert len(values) == len(FILES)
        assert len({value for _, value in values}) == 1, sorted(values)
    for name, graph in GRAPHS.items():
        (header,) = graph.subjects(RDF.type, OWL.Ontology)
        assert both(graph, header, DCTERMS.title) == BOTH, name
    (version,) = TERMS.objects(ONTOLOGY, OWL.versionInfo)
    assert TERMS.value(ONTOLOGY, OWL.versionIRI) == URIRef(f"{ONTOLOGY}/{version}")


# -- words


def test_every_term_speaks_both_languages():
    """
    Each term and code has one label, one preferred label and one definition in en and in fr.
    """
    for graph in (TERMS, CODES):
        for term in {node for node in graph.subjects() if node in KG}:
            for predicate in (RDFS.label, SKOS.prefLabel, SKOS.definition):
                assert both(graph, term, predicate) == BOTH, f"{term} {predicate}"
            for language in BOTH:
                label = text(graph, term, RDFS.label, language)
                assert label == text(graph, term, SKOS.prefLabel, language), term
            assert graph.value(term, RDFS.isDefinedBy) == ONTOLOGY, term


def test_every_remark_speaks_both_languages():
    """
    Examples, notes, edge labels and messages come in pairs, one in each language.
    """
    remarks = (SKOS.example, SKOS.scopeNote, SKOS.editorialNote, KG.edgeLabel, SH.message)
    for graph in GRAPHS.values():
        for predicate in remarks:
            for subject in set(graph.subjects(predicate)):
                languages = both(graph, subject, predicate)
                assert languages.count("en") == languages.count("fr") > 0, subject
                assert set(languages) == set(BOTH), f"{subject} {predicate}"


@pytest.mark.parametrize("language", BOTH)
def test_no_definition_is_circular(language):
    """
    A definition can replace its term: it does not name it, and reads as a part of a sentence.
    """
    article = re.compile(r"(a|an|the|un|une|le|la|les|l') ", re.IGNORECASE)
    for graph in (TERMS, CODES):
        for term in set(graph.subjects(SKOS.definition)):
            label = text(graph, term, SKOS.prefLabel, language).casefold()
            definition = text(graph, term, SKOS.definition, language)
            assert not re.search(rf"\b{re.escape(label)}\b", definition.casefold()), term
            assert not definition.endswith("."), term
            assert definition[0].islower() or definition.startswith(("État", "State")), term
            assert not article.match(definition), term
            assert len(definition.split()) > 4, term


@pytest.mark.parametrize("language", BOTH)
def test_no_label_serves_twice(language):
    """
    Two classes, two properties or two codes of a scheme never share a label.
    """
    graph = TERMS + CODES
    groups = [CLASSES, PROPERTIES | ANNOTATIONS, SCHEMES]
    groups += [set(CODES.subjects(SKOS.inScheme, scheme)) for scheme in SCHEMES]
    for group in groups:
        labels = [text(graph, term, SKOS.prefLabel, language) for term in group]
        assert len(labels) == len(set(labels)), sorted(labels)


def test_delicate_terms_have_a_counter_example():
    """
    The terms that are easy to misuse show what they are not.
    """
    delicate = [KG.Shareholding, KG.ControlRight, KG.capital, KG.vacancy, KG.value]
    delicate += [KG["exactness-unknown"], KG["right-stated-control"], KG["standing-aggregate"]]
    for term in delicate:
        examples = [
            str(example) for g in (TERMS, CODES) for example in g.objects(term, SKOS.example)
        ]
        assert any("Negative example:" in example for example in examples), term
        assert any("Contre-exemple :" in example for example in examples), term


# -- how terms hang together


def test_no_class_stands_alone():
    """
    Every class is a root that we know of, or lies below one, and below one only.
    """
    covered = {name: below(KG[name]) for name in ROOTS}
    assert set().union(*covered.values()) == CLASSES
    assert sum(map(len, covered.values())) == len(CLASSES)


def test_every_kind_of_organization_has_its_class():
    """
    The codes that organizations.csv uses for kinds are the notations of the classes.
    """
    notations = {
        str(code): cls for cls, code in TERMS.subject_objects(SKOS.notation) if cls in CLASSES
    }
    assert set(notations) == KINDS
    for code, cls in notations.items():
        assert tail(cls) == "".join(word.capitalize() for word in code.split("_"))
        assert cls in below(KG.Organization)


def test_every_property_has_a_domain_or_says_why_not():
    """
    A property has a domain and a range; where one is missing, a note gives the reason.
    """
    for term in PROPERTIES:
        for predicate in (RDFS.domain, RDFS.range):
            if not list(TERMS.objects(term, predicate)):
                notes = [str(note) for note in TERMS.objects(term, SKOS.scopeNote)]
                word = "No domain" if predicate == RDFS.domain else "No range"
                assert any(note.startswith(word) for note in notes), f"{term}: {word}"
    for term in ANNOTATIONS:
        assert list(TERMS.objects(term, RDFS.range)), term


def test_domains_and_ranges_exist():
    """
    A domain or a range is a class of ours, a SKOS class or a datatype that suits the property.
    """
    for predicate in (RDFS.domain, RDFS.range):
        for term, value in TERMS.subject_objects(predicate):
            if term in ANNOTATIONS:
                continue
            data = (term, RDF.type, OWL.DatatypeProperty) in TERMS
            if predicate == RDFS.range and data:
                assert value in XSD, term
            else:
                assert value in CLASSES | {SKOS.Concept}, term


def test_every_name_that_is_used_exists():
    """
    A term of ours that is spoken of anywhere, in links or in remarks, is defined.
    """
    for name, graph in GRAPHS.items():
        for triple in graph:
            for node in triple:
                if isinstance(node, URIRef) and node in KG and node != URIRef(str(KG)):
                    assert node in KNOWN, f"{name}: {node}"
                if isinstance(node, Literal):
                    for word in re.findall(r"\bkg:([A-Za-z][\w-]*)", node):
                        assert KG[word] in KNOWN, f"{name}: kg:{word} in '{node}'"


def test_classes_drawn_as_edges_say_how():
    """
    A class with an edge label has a tail, a head, and both are properties of its instances.
    """
    drawn = {cls for cls in CLASSES if (cls, KG.edgeLabel, None) in TERMS}
    assert drawn == {cls for cls in CLASSES if (cls, KG.edgeFrom, None) in TERMS}
    assert {tail(cls) for cls in drawn} == {
        "Acquisition",
        "Appointment",
        "Attachment",
        "Competition",
        "Control",
        "ControlRight",
        "Hosting",
        "Shareholding",
    }
    for cls in drawn:
        for predicate in (KG.edgeFrom, KG.edgeTo):
            (end,) = TERMS.objects(cls, predicate)
            assert (end, RDF.type, OWL.ObjectProperty) in TERMS
            (domain,) = TERMS.objects(end, RDFS.domain)
            assert cls in below(domain), f"{cls} has no {end}"
    assert set(TERMS.subjects(KG.derived, Literal(True))) == {KG.Control}


def test_properties_drawn_as_edges_link_two_things():
    """
    A property with an edge label points at a thing, not at a text or a code.
    """
    for term in PROPERTIES:
        if (term, KG.edgeLabel, None) in TERMS:
            assert TERMS.value(term, RDFS.range) in CLASSES, term


def test_every_claim_says_which_dates_bound_it():
    """
    Each class of claims declares its start and end, its one date, or where its dates stand.
    """
    for cls in below(KG.Claim) - {KG.Claim}:
        period = (cls, KG.startProperty, None) in TERMS and (cls, KG.endProperty, None) in TERMS
        dated = (cls, KG.dateProperty, None) in TERMS or (cls, KG.datedThrough, None) in TERMS
        assert period != dated, cls


def test_every_printed_date_has_its_two_bounds():
    """
    A property that carries EDTF text names the two xsd:date properties that bound it.
    """
    for declaration in (KG.startProperty, KG.endProperty, KG.dateProperty):
        for term in set(TERMS.objects(None, declaration)):
            kind = TERMS.value(term, RDFS.range)
            if kind == XSD.date:
                continue
            assert kind == XSD.string, term
            for bound in (KG.notBeforeProperty, KG.notAfterProperty):
                (found,) = TERMS.objects(term, bound)
                assert TERMS.value(found, RDFS.range) == XSD.date, term


# -- codes


def test_every_code_is_what_its_name_says():
    """
    A concept is kg:<scheme>-<notation>, in one scheme, with one notation.
    """
    for concept in CONCEPTS:
        (scheme,) = CODES.objects(concept, SKOS.inScheme)
        (notation,) = CODES.objects(concept, SKOS.notation)
        assert scheme in SCHEMES
        stem = tail(scheme).removesuffix("-scheme")
        assert tail(concept) == f"{stem}-{notation}"
    for scheme in SCHEMES:
        assert tail(scheme).endswith("-scheme")
        assert list(CODES.subjects(SKOS.inScheme, scheme)), f"{scheme} is empty"


def test_every_coded_property_names_its_scheme():
    """
    Each property whose values are codes leads to a scheme, and each scheme is used.
    """
    coded = {term for term in PROPERTIES if TERMS.value(term, RDFS.range) == SKOS.Concept}
    for term in coded - {KG.kind}:
        assert TERMS.value(term, KG.codeScheme) in SCHEMES, term
    assert set(TERMS.objects(None, KG.codeScheme)) == SCHEMES


def test_every_post_says_whether_it_leads():
    """
    Every post, and nothing else, says whether its holder runs the organization.
    """
    posts = set(CODES.subjects(SKOS.inScheme, KG["post-scheme"]))
    assert set(CODES.subjects(KG.leads)) == posts
    leading = {tail(post) for post in CODES.subjects(KG.leads, Literal(True))}
    assert "post-chair-and-chief-executive" in leading
    assert not leading & {"post-chair", "post-founder", "post-director"}


# -- shapes


def shapes_of(kind):
    """
    The shapes of one kind.
    """
    return set(SHAPES.subjects(RDF.type, kind))


def test_every_shape_has_a_name_a_message_and_a_severity():
    """
    A finding can be traced to a named shape, and explained in both languages.
    """
    shapes = shapes_of(SH.NodeShape) | shapes_of(SH.PropertyShape)
    for shape in shapes:
        assert shape in SHAPE, shape
        assert both(SHAPES, shape, SH.message) == BOTH, shape
        assert (shape, SH.severity, SH.Violation) in SHAPES, shape
    used = set(SHAPES.objects(None, SH.property)) | set(SHAPES.objects(None, SH.node))
    assert used <= shapes


def test_messages_say_what_was_found_and_what_to_write():
    """
    What a shape reports is two sentences: what was found, then what to write instead.
    """
    reporting = set(SHAPES.subjects(SH.targetClass)) | set(SHAPES.subjects(SH.targetSubjectsOf))
    for shape in reporting:
        for language in BOTH:
            message = text(SHAPES, shape, SH.message, language)
            assert message.count(". ") == 1 and message.endswith("."), message


def test_shapes_are_core_only():
    """
    No shape holds a query, so that every engine gives the same results and none is slow.
    """
    assert not set(SHAPES.predicates()) & {SH.sparql, SH.js, SH.rule, SH.target}


def test_no_shape_is_idle():
    """
    Every shape has a target, or another shape leans on it.
    """
    targets = (SH.targetClass, SH.targetSubjectsOf)
    leaned_on = set(SHAPES.objects())
    for shape in shapes_of(SH.NodeShape) | shapes_of(SH.PropertyShape):
        assert shape in leaned_on or any((shape, t, None) in SHAPES for t in targets), shape


def test_every_class_of_things_has_its_own_shapes():
    """
    No class goes through on the common columns alone.
    """
    targets = set(SHAPES.objects(None, SH.targetClass))
    assert {KG.Claim, KG.Organization} <= targets
    assert CLASSES - below(KG.Organization) - {KG.Agent} <= targets


def test_shapes_list_the_codes_of_the_schemes():
    """
    The codes that a shape allows, and names in its message, are those of the scheme.
    """
    checked = set()
    for shape, codes in SHAPES.subject_objects(SH["in"]):
        term = SHAPES.value(shape, SH.path)
        if term is None:
            continue
        allowed = set(Collection(SHAPES, codes))
        (scheme,) = {CODES.value(code, SKOS.inScheme) for code in allowed}
        assert allowed == set(CODES.subjects(SKOS.inScheme, scheme)), shape
        cls = SHAPES.value(shape, SH.targetClass) if term == KG.kind else term
        assert TERMS.value(cls, KG.codeScheme) == scheme, shape
        for language in BOTH:
            listed = text(SHAPES, shape, SH.message, language).rpartition(": ")[2]
            assert set(listed.rstrip(".").split(", ")) == {
                str(CODES.value(code, SKOS.notation)) for code in allowed
            }, shape
        checked.add(scheme)
    assert checked == SCHEMES


def test_shapes_agree_with_the_ontology():
    """
    A datatype or class that a shape asks for is the range that the ontology declares.
    """
    for shape, path in SHAPES.subject_objects(SH.path):
        declared = TERMS.value(path, RDFS.range)
        for asked in SHAPES.objects(shape, SH.datatype):
            assert asked == declared, shape
        for asked in SHAPES.objects(shape, SH["class"]):
            assert declared is None or asked in below(declared), shape


PREFIXES = """
@prefix kg: <https://w3id.org/french-cloud/ontology#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix : <https://example.org/> .
"""

WORLD = """
:paper a kg:Source ; kg:url "https://example.org/1" ; kg:publisher "The Paper" ;
    kg:title "Nuage is born" ; kg:published "2014-08" ; kg:language "en" ;
    kg:publishedNotBefore "2014-08-01"^^xsd:date ; kg:publishedNotAfter "2014-08-31"^^xsd:date .
:line a kg:Passage ; kg:source :paper ; kg:start 12 ; kg:end 40 ; kg:sha256 "0123456789abcdef" .
:nuage a kg:Company ; kg:name "Nuage" ; kg:country "FR" ; kg:siren "123456789" ;
    kg:lei "ABCDEFGH123456789012" ; kg:wikidata "Q42" ; kg:source :paper ;
    kg:foundedNotBefore "2012-01-01"^^xsd:date ; kg:foundedNotAfter "2012-12-31"^^xsd:date ;
    kg:dissolvedNotBefore "2020-01-01"^^xsd:date ; kg:dissolvedNotAfter "2020-12-31"^^xsd:date .
:alpine a kg:Fund ; kg:name "Alpine" ; kg:source :paper .
:littoral a kg:Family ; kg:name "Littoral" ; kg:source :paper .
:brand a kg:Division ; kg:name "Nuage Pro" ; kg:source :paper .
:ada a kg:Person ; kg:name "Ada Martin" ; kg:source :paper .
:hall a kg:Site ; kg:name "Hall 1" ; kg:country "FR" ; kg:operator :nuage ; kg:source :paper .
:borne a kg:Name ; kg:organization :nuage ; kg:name "Nuage SAS" ; kg:kind kg:name-kind-legal ;
    kg:language "fr" .
:held a kg:Shareholding ; kg:holder :alpine ; kg:held :nuage ; kg:capital 62.5 ;
    kg:capitalMinimum 62.5 ; kg:capitalMaximum 62.5 ; kg:exactness kg:exactness-exact ;
    kg:amount 1000.0 ; kg:currency "EUR" ; kg:evidence :line ; kg:from "2012" ; kg:until "2015-03" ;
    kg:startsNotBefore "2012-01-01"^^xsd:date ; kg:startsNotAfter "2012-12-31"^^xsd:date ;
    kg:endsNotBefore "2015-03-01"^^xsd:date ; kg:endsNotAfter "2015-03-31"^^xsd:date .
:over a kg:Shareholding ; kg:holder :littoral ; kg:held :nuage ; kg:votesMinimum 10.0 ;
    kg:votesMinimumExclusive true ; kg:exactness kg:exactness-at-least .
:unknown a kg:Shareholding ; kg:holder :littoral ; kg:held :nuage ;
    kg:exactness kg:exactness-unknown .
:other a kg:Shareholding ; kg:holder :alpine ; kg:held :nuage ; kg:capital 60.0 ;
    kg:exactness kg:exactness-approx ; kg:counterpart :held .
:part a kg:Attachment ; kg:division :brand ; kg:organization :nuage .
:pact a kg:ControlRight ; kg:kind kg:right-agreement ; kg:holder :alpine , :littoral ;
    kg:organization :nuage .
:deal a kg:Acquisition ; kg:acquirer :alpine ; kg:target :nuage ; kg:seller :littoral ;
    kg:share 37.5 ; kg:price 100.0 ; kg:currency "EUR" ; kg:stage kg:stage-talks ;
    kg:hasStage :talks .
:talks a kg:DealStage ; kg:stage kg:stage-talks ; kg:date "2014" ;
    kg:notBefore "2014-01-01"^^xsd:date ; kg:notAfter "2014-12-31"^^xsd:date .
:post a kg:Appointment ; kg:person :ada ; kg:organization :nuage ; kg:role "CEO" ;
    kg:post kg:post-chief-executive ; kg:interim true .
:gap a kg:LeadershipChange ; kg:organization :nuage ; kg:post kg:post-chief-executive ;
    kg:predecessor :ada ; kg:date "2014-03" ; kg:vacancy true .
:birth a kg:Event ; kg:kind kg:event-founded ; kg:subject :nuage ; kg:date "2012" .
:cloud a kg:Offering ; kg:name "Cloud" ; kg:provider :nuage ; kg:technologyProvider :alpine ;
    kg:launchedNotBefore "2013-01-01"^^xsd:date ; kg:launchedNotAfter "2013-12-31"^^xsd:date .
:seal a kg:Qualification ; kg:offering :cloud ; kg:scheme kg:qualification-scheme-secnumcloud .
:racks a kg:Hosting ; kg:hosted :cloud ; kg:site :hall .
:sales a kg:Figure ; kg:subject :nuage ; kg:kind kg:figure-revenue ; kg:valueMin 2.0 ;
    kg:valueMax 9.0 ; kg:unit "EUR" ; kg:status kg:figure-status-expected .
:rival a kg:Competition ; kg:organization :nuage ; kg:competitor :alpine .
:plan a kg:Competition ; kg:organization :nuage ; kg:competitor :littoral .
:control a kg:Control ; kg:controller :alpine ; kg:controlled :nuage ; kg:rule kg:rule-majority ;
    kg:verdict kg:verdict-yes ; kg:certainty kg:certainty-certain ; kg:immediate true ;
    kg:ultimate true ; kg:chain "alpine nuage" ; prov:wasDerivedFrom :held ;
    kg:validFrom "2012-12-31"^^xsd:date ; kg:validUntil "2015-03-01"^^xsd:date .
"""

DAY = '"{}"^^xsd:date'
# One fault a line: a name, what is removed, what is added, and the one shape that speaks, at whom.
FAULTS = [
    ("claim without source", ":held kg:source :paper", "", "claim-source", "held"),
    ("source that is no source", ":held kg:source :paper", ":held kg:source :ada", "claim-source", "held"),
    ("claim without standing", ":held kg:standing kg:standing-counted", "", "claim-standing", "held"),
    ("two standings", "", ":part kg:standing kg:standing-planned", "claim-standing", "part"),
    ("claim without confidence", ":deal kg:confidence kg:confidence-high", "", "claim-confidence", "deal"),
    ("unknown confidence", ":deal kg:confidence kg:confidence-high", ":deal kg:confidence kg:standing-counted", "claim-confidence", "deal"),
    ("evidence that is a source", ":held kg:evidence :line", ":held kg:evidence :paper", "claim-evidence", "held"),
    ("alternative to nothing", ":other kg:counterpart :held", "", "rival", "other"),
    ("counterpart that does not count", ":other kg:counterpart :held", ":other kg:counterpart :plan", "claim-counterpart", "other"),
    ("counted claim with a counterpart", "", ":over kg:counterpart :held", "compared-standing", "over"),
    ("year as a bound", f":held kg:startsNotAfter {DAY.format('2012-12-31')}", ':held kg:startsNotAfter "2012"^^xsd:gYear', "claim-startsNotAfter", "held"),
    ("text as a bound", f":held kg:startsNotBefore {DAY.format('2012-01-01')}", ':held kg:startsNotBefore "2012-01-01"', "claim-startsNotBefore", "held"),
    ("end before it ends", f":held kg:endsNotAfter {DAY.format('2015-03-31')}", f":held kg:endsNotAfter {DAY.format('2015-02-01')}", "claim-endsNotBefore", "held"),
    ("start after the end", "", f":part kg:startsNotBefore {DAY.format('2016-01-01')} ; kg:endsNotAfter {DAY.format('2015-01-01')}", "claim-startsNotBefore", "part"),
    ("share above 100", ":other kg:capital 60.0", ":other kg:capital 160.0", "shareholding-capital", "other"),
    ("share below 0", ":other kg:capital 60.0", ":other kg:capital -1.0", "shareholding-capital", "other"),
    ("share as text", ":other kg:capital 60.0", ':other kg:capital "60 %"', "shareholding-capital", "other"),
    ("votes above 100", "", ":over kg:votesMaximum 101.0", "shareholding-votesMaximum", "over"),
    ("least above greatest", "", ":over kg:votesMaximum 5.0", "shareholding-votesMinimum", "over"),
    ("strict bound without bound", ":over kg:votesMinimum 10.0", "", "votes-minimum-exclusive-votesMinimum", "over"),
    ("share of unknown exactness", "", ":unknown kg:capital 0.0", "unknown-share", "unknown"),
    ("no exactness", ":over kg:exactness kg:exactness-at-least", "", "shareholding-exactness", "over"),
    ("holder that is a site", ":over kg:holder :littoral", ":over kg:holder :hall", "shareholding-holder", "over"),
    ("person that is held", ":over kg:held :nuage", ":over kg:held :ada", "shareholding-held", "over"),
    ("two holders", "", ":over kg:holder :alpine", "shareholding-holder", "over"),
    ("amount without currency", ':held kg:currency "EUR"', "", "amount-currency", "held"),
    ("price in euros", ':deal kg:currency "EUR"', ':deal kg:currency "euros"', "price-currency", "deal"),
    ("short SIREN", ':nuage kg:siren "123456789"', ':nuage kg:siren "12345678"', "organization-siren", "nuage"),
    ("two SIREN", "", ':nuage kg:siren "987654321"', "organization-siren", "nuage"),
    ("LEI in lower case", ':nuage kg:lei "ABCDEFGH123456789012"', ':nuage kg:lei "abcdefgh123456789012"', "organization-lei", "nuage"),
    ("brand with a SIREN", "", ':brand kg:siren "123456789"', "part-siren", "brand"),
    ("organization without name", ':nuage kg:name "Nuage"', "", "organization-name", "nuage"),
    ("country in full", ':nuage kg:country "FR"', ':nuage kg:country "France"', "organization-country", "nuage"),
    ("dissolved before it was founded", f":nuage kg:foundedNotBefore {DAY.format('2012-01-01')} ; kg:foundedNotAfter {DAY.format('2012-12-31')}", f":nuage kg:foundedNotBefore {DAY.format('2022-01-01')}", "organization-foundedNotBefore", "nuage"),
    ("person without name", ':ada kg:name "Ada Martin"', "", "person-name", "ada"),
    ("name of a person", ":borne kg:organization :nuage", ":borne kg:organization :ada", "name-organization", "borne"),
    ("subsidiary as a division", ":part kg:division :brand", ":part kg:division :alpine", "attachment-division", "part"),
    ("right of nobody", ":pact kg:holder :alpine , :littoral", "", "control-right-holder", "pact"),
    ("right of no known kind", ":pact kg:kind kg:right-agreement", ":pact kg:kind kg:event-agreement", "control-right-kind", "pact"),
    ("purchase of a person", ":deal kg:target :nuage", ":deal kg:target :ada", "acquisition-target", "deal"),
    ("deal without stage", ":deal kg:stage kg:stage-talks", "", "acquisition-stage", "deal"),
    ("stage out of order", f":talks kg:notAfter {DAY.format('2014-12-31')}", f":talks kg:notAfter {DAY.format('2013-12-31')}", "dated-notBefore", "talks"),
    ("company that has a post", ":post kg:person :ada", ":post kg:person :alpine", "appointment-person", "post"),
    ("post without a code", ":post kg:post kg:post-chief-executive", "", "appointment-post", "post"),
    ("change of nothing", ":gap kg:predecessor :ada ; kg:vacancy true", "", "leadership-change", "gap"),
    ("vacancy with a successor", "", ":gap kg:successor :ada", "vacancy", "gap"),
    ("event of nobody", ":birth kg:subject :nuage", "", "event-subject", "birth"),
    ("offering of nobody", ":cloud kg:provider :nuage", "", "offering-provider", "cloud"),
    ("provider qualified as a whole", ":seal kg:offering :cloud", ":seal kg:offering :nuage", "qualification-offering", "seal"),
    ("person hosted", ":racks kg:hosted :cloud", ":racks kg:hosted :ada", "hosting-hosted", "racks"),
    ("figure without unit", ':sales kg:unit "EUR"', "", "figure-unit", "sales"),
    ("figures crossed", ":sales kg:valueMax 9.0", ":sales kg:valueMax 1.0", "figure-valueMin", "sales"),
    ("own competitor", ":rival kg:competitor :alpine", ":rival kg:competitor :nuage", "competition-competitor", "rival"),
    ("passage that ends before it starts", ":line kg:end 40", ":line kg:end 4", "passage-start", "line"),
    ("digest cut short", ':line kg:sha256 "0123456789abcdef"', ':line kg:sha256 "0123"', "passage-sha256", "line"),
    ("source without title", ':paper kg:title "Nuage is born"', "", "source-title", "paper"),
    ("control without claims", ":control prov:wasDerivedFrom :held", "", "control-claims", "control"),
    ("control by an unknown rule", ":control kg:rule kg:rule-majority", ":control kg:rule kg:verdict-yes", "control-rule", "control"),
    ("control that ends as it begins", f":control kg:validUntil {DAY.format('2015-03-01')}", f":control kg:validUntil {DAY.format('2012-12-31')}", "control-validFrom", "control"),
]  # fmt: skip


def said(statements):
    """
    Statements in short Turtle, without prefixes and full stop, as a graph.
    """
    return Graph().parse(data=f"{PREFIXES}{statements} ." if statements else PREFIXES)


@pytest.fixture(scope="module")
def world():
    """
    A small invented market, with nothing wrong in it, and the class tree.
    """
    graph = Graph().parse(data=PREFIXES + WORLD)
    claims = {s for s, cls in graph.subject_objects(RDF.type) if cls in below(KG.Claim)}
    for claim in claims:
        standing = {EX.other: "alternative", EX.plan: "planned"}.get(claim, "counted")
        graph.add((claim, KG.standing, KG[f"standing-{standing}"]))
        graph.add((claim, KG.confidence, KG["confidence-high"]))
        graph.add((claim, KG.source, EX.paper))
    for triple in TERMS.triples((None, RDFS.subClassOf, None)):
        graph.add(triple)
    return graph


def findings(graph):
    """
    What the shapes find: which shape speaks, about which node.

    A wrong value may break several constraints of one shape, which has one message.
    """
    _, report, _ = validate(graph, shacl_graph=SHAPES, inference="none", inplace=True)
    return {
        (tail(report.value(result, SH.sourceShape)), report.value(result, SH.focusNode))
        for result in report.subjects(RDF.type, SH.ValidationResult)
    }


def test_the_shapes_are_good_shacl():
    """
    The shapes themselves conform to the shapes of SHACL.
    """
    conforms, _, words = validate(Graph(), shacl_graph=SHAPES, meta_shacl=True)
    assert conforms, words


def test_a_good_world_conforms(world):
    """
    A graph as we describe it passes, and every class of things occurs in it.
    """
    assert findings(world) == set()
    shown = set(world.objects(None, RDF.type))
    assert below(KG.Claim) - {KG.Claim} <= shown
    assert {KG.Control, KG.DealStage, KG.Passage, KG.Person, KG.Site, KG.Source} <= shown


@pytest.mark.parametrize(
    ("removed", "added", "shape", "focus"),
    [fault[1:] for fault in FAULTS],
    ids=[fault[0] for fault in FAULTS],
)
def test_one_fault_gives_one_finding(world, removed, added, shape, focus):
    """
    Each fault is found, once, by the shape that explains it, at the node that has it.
    """
    gone, new = said(removed), said(added)
    for triple in gone:
        assert triple in world, f"nothing to remove: {triple}"
    broken = world - gone + new
    assert findings(broken) == {(shape, EX[focus])}


def test_without_the_class_tree_nothing_passes_in_silence(world):
    """
    Forgetting the ontology beside the data makes noise instead of letting faults through.
    """
    bare = Graph()
    for triple in world:
        if triple[1] != RDFS.subClassOf:
            bare.add(triple)
    assert ("shareholding-holder", EX.held) in findings(bare)


# -- alignments

# W3C has no closed list of these in rdflib, and the samples only use them.
WEB_ANNOTATION = {"FragmentSelector", "end", "hasTarget", "start"}
LINKS = {
    RDFS.subClassOf,
    RDFS.subPropertyOf,
    SKOS.broadMatch,
    SKOS.closeMatch,
    SKOS.exactMatch,
    SKOS.relatedMatch,
}


BODS_CODES = "https://standard.openownership.org/codelists#"
FTM = "https://w3id.org/ftm#"


def links():
    """
    The alignments proper.
    """
    return [
        (subject, predicate, value)
        for subject, predicate, value in ALIGNMENTS
        if (subject, RDF.type, OWL.Ontology) not in ALIGNMENTS and predicate in LINKS
    ]


def test_alignments_start_from_our_terms():
    """
    Every alignment has a term of ours on the left and somebody else's on the right.
    """
    for subject, predicate, value in ALIGNMENTS:
        if (subject, RDF.type, OWL.Ontology) in ALIGNMENTS:
            continue
        assert subject in KNOWN, subject
        assert predicate in LINKS | {SKOS.editorialNote}, f"{subject} {predicate}"
        assert value not in KG, f"{subject} {value}"


def test_alignments_do_not_claim_too_much():
    """
    Classes align with classes; FIBO, GLEIF, BODS and Wikidata are near, never above us.
    """
    ours = (str(ORG), str(PROV), str(FOAF), str(SDO), str(SKOS), "http://www.w3.org/ns/oa#")
    for subject, predicate, value in links():
        if predicate == RDFS.subClassOf:
            assert subject in CLASSES and str(value).startswith(ours), f"{subject} {value}"
        if predicate == RDFS.subPropertyOf:
            assert subject in PROPERTIES and str(value).startswith(ours), f"{subject} {value}"
        if "edmcouncil" in value:
            assert predicate in (SKOS.closeMatch, SKOS.relatedMatch), f"{subject} {value}"


def test_w3c_and_schema_terms_exist():
    """
    An aligned W3C, FOAF, Dublin Core or schema.org term is in rdflib's closed list of it.
    """
    spaces = (ORG, PROV, FOAF, DCTERMS, SKOS, SDO)
    seen = 0
    for subject, _, value in links():
        for space in spaces:
            if value.startswith(str(space)):
                assert value in space, f"{subject}: {value}"
                seen += 1
        if value.startswith("http://www.w3.org/ns/oa#"):
            assert tail(value) in WEB_ANNOTATION, f"{subject}: {value}"
    assert seen > 50


def test_bods_fibo_gleif_and_core_business_terms_exist():
    """
    An aligned term of these vocabularies is in the copy of them that was read.
    """
    folder = SAMPLES / "vocab"
    if not folder.is_dir():
        pytest.skip(f"no vocabularies at {folder.name}: they are not part of the repository")
    files = [*folder.glob("bods/*.ttl"), *folder.glob("fibo/*.rdf")]
    files += [folder / "gleif" / f"{name}.ttl" for name in ("Base", "L1", "L2")]
    files.append(folder / "cbv-2.3.0" / "core-business-ap.ttl")
    known = set()
    for path in files:
        graph = Graph().parse(path)
        known |= set(graph.subjects()) | set(graph.objects(None, RDFS.domain))
    spaces = ("https://vocab.openownership", "https://spec.edmcouncil", "https://www.gleif")
    spaces += ("http://www.w3.org/ns/legal#", BODS_CODES)
    aligned = {value for _, _, value in links() if str(value).startswith(spaces)}
    assert len(aligned) > 40
    assert aligned <= known, sorted(aligned - known)


def test_followthemoney_schemata_are_those_that_are_exported():
    """
    An aligned FollowTheMoney schema is one that the export writes, whose readers check it.
    """
    from kg.export.ftm import ENDS, THINGS

    aligned = {value.removeprefix(FTM) for _, _, value in links() if value.startswith(FTM)}
    assert aligned == {*ENDS, *THINGS}


def test_wikidata_properties_are_those_we_checked():
    """
    An aligned Wikidata property is one whose number and label were looked up.
    """
    aligned = {value for _, _, value in links() if "wikidata.org" in value}
    assert aligned
    for value in aligned:
        assert re.fullmatch(r"http://www\.wikidata\.org/entity/P[1-9]\d*", value), value
    if not FINDINGS.is_file():
        pytest.skip(f"no {FINDINGS.name}: the looked-up list is not part of the repository")
    noted = set(re.findall(r"\bP[1-9]\d*\b", FINDINGS.read_text(encoding="utf-8")))
    assert {value.rpartition("/")[2] for value in aligned} <= noted


def test_every_external_term_is_checked_by_one_of_these_tests():
    """
    No aligned vocabulary escapes the tests above.
    """
    checked = tuple(map(str, (ORG, PROV, FOAF, DCTERMS, SKOS, SDO)))
    checked += ("http://www.w3.org/ns/oa#", "http://www.w3.org/ns/legal#")
    checked += ("https://vocab.openownership", "https://spec.edmcouncil", "https://www.gleif")
    checked += ("http://www.wikidata.org/entity/P", BODS_CODES, FTM)
    for _, _, value in links():
        assert str(value).startswith(checked), value


if __name__ == "__main__":
    for name, path in FILES.items():
        path.write_text(in_right_form(GRAPHS[name]), encoding="utf-8")
    from kg.build import read_ontology
    from kg.export.jsonld import context_text
    from kg.export.vocabulary import Vocabulary
    from kg.graph import OxigraphStore

    folder = ROOT / "ontology"
    store = OxigraphStore.of(read_ontology(folder))
    (folder / "context.jsonld").write_text(context_text(Vocabulary(store)), encoding="utf-8")
