"""
SPARQL: one query evaluated, in a worker, into the form that the client takes best.
"""

from pathlib import Path
from typing import Any

import pyoxigraph as ox

from ..errors import UsageError
from ..graph.store import guard, names_dataset
from .dataset import refuse_unknown
from .negotiation import ASK_FORMS, GRAPH_FORMS, SELECT_FORMS, choose
from .spool import Spool, TooLarge

RESULTS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
GRAPHS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "xml": ox.RdfFormat.RDF_XML,
}
Header = dict[str, Any]


def evaluate(store: ox.Store, request: dict[str, Any], folder: Path) -> tuple[Header, bytes]:
    """
    The answer to a query: a header with `status`, and the bytes of a small body.

    A larger body lies in a file of the folder that the header names.
    """
    query = request["query"]
    try:
        guard(query)
        chosen: dict[str, Any] = {"use_default_graph_as_union": not names_dataset(query)}
        if request["default"] or request["named"]:
            chosen = {
                "default_graph": [ox.NamedNode(iri) for iri in request["default"]],
                "named_graphs": [ox.NamedNode(iri) for iri in request["named"]],
            }
        refuse_unknown(store, query, request["default"], request["named"])
        found = store.query(query, base_iri=request["base"] or None, **chosen)
    except UsageError as error:
        return {"status": 400, "message": str(error)}, b""
    except (SyntaxError, ValueError) as error:
        return {"status": 400, "message": f"The query cannot be read: {error}"}, b""
    except (RuntimeError, OSError) as error:
        return {"status": 400, "message": f"The query cannot be evaluated: {error}"}, b""
    forms = SELECT_FORMS
    if isinstance(found, ox.QueryBoolean):
        forms = ASK_FORMS
    elif isinstance(found, ox.QueryTriples):
        forms = GRAPH_FORMS
    media = choose(request["accept"], forms)
    if media is None:
        return {"status": 406, "message": f"This answer is written as {', '.join(forms)}."}, b""
    form = forms[media]
    if isinstance(found, ox.QueryBoolean) and form in ("csv", "tsv"):
        return {"status": 200, "media": media}, b"true\n" if found else b"false\n"
    return _write(found, media, form, request, folder)


def _write(
    found: Any, media: str, form: str, request: dict[str, Any], folder: Path
) -> tuple[Header, bytes]:
    solutions = not isinstance(found, ox.QueryTriples | ox.QueryBoolean)
    spool: Any = Spool(folder, request["result"], request["rows"], form if solutions else "")
    try:
        if isinstance(found, ox.QueryTriples):
            found.serialize(spool, GRAPHS[form])
        else:
            found.serialize(spool, RESULTS[form])
    except TooLarge as error:
        spool.drop()
        return {"status": 413, "message": str(error)}, b""
    except (ValueError, RuntimeError, OSError) as error:
        spool.drop()
        return {"status": 400, "message": f"The query cannot be evaluated: {error}"}, b""
    spool.close()
    header: Header = {"status": 200, "media": media, "length": spool.size}
    if spool.path is not None:
        header["file"] = str(spool.path)
    return header, bytes(spool.memory)
