"""
Publishing: our named graphs put in place of what a server holds under their names.

Two ways lead there. The Graph Store Protocol puts one graph after the other: each
is replaced whole, the set of them is not. SPARQL Update replaces all in one
request, which Oxigraph and Jena run as one transaction.

References:
    https://www.w3.org/TR/sparql11-http-rdf-update/
    https://www.w3.org/TR/sparql11-update/
"""

import base64
import http.client
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import IO, Any
from urllib.parse import urlencode

import pyoxigraph as ox

from ..errors import StoreError, UsageError
from ..names import GRAPHS
from .remote import credentials, read_address, trouble
from .store import Store
from .triples import DERIVED

TIMEOUT = 600
SPOOLED = 8 * 1024 * 1024
"""
Bytes of a request up to which it stays in memory; a larger one goes through a file.
"""

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Step:
    """
    One request of a publication: what it does, with which graphs and how many triples.

    A PUT of no graph empties the one that its address names.
    """

    method: str
    url: str
    graphs: dict[str, int]


class Publication:
    """
    The graphs of a store, to be put in place at `endpoint`, a Graph Store Protocol
    address, or through `update`, a SPARQL Update address.

    Raises:
        UsageError: not one of the two is given, or a graph's name is not one of ours.
        StoreError: the store has no triples to publish.
    """

    def __init__(self, store: Store, *, endpoint: str | None = None, update: str | None = None):
        if (endpoint is None) == (update is None):
            raise UsageError("Name one address: --endpoint for graphs, or --update for all in one.")
        self.store, self.whole = store, update is not None
        self.url = read_address(update or endpoint or "")
        self.graphs = counts(store)

    @property
    def steps(self) -> list[Step]:
        """
        The requests, in order.

        One graph at a time, conclusions go first and come back last: whatever
        fails in between, none is left that does not follow from what is there.
        """
        if self.whole:
            return [Step("POST", self.url, self.graphs)]
        rest = {name: count for name, count in self.graphs.items() if name != DERIVED}
        puts = [Step("PUT", self._at(name), {name: count}) for name, count in rest.items()]
        if DERIVED not in self.graphs:
            return puts
        last = Step("PUT", self._at(DERIVED), {DERIVED: self.graphs[DERIVED]})
        return [Step("PUT", self._at(DERIVED), {}), *puts, last]

    def _at(self, name: str) -> str:
        return self.url + ("&" if "?" in self.url else "?") + urlencode({"graph": name})

    def run(self, tell: Tell = lambda step: None) -> None:
        """
        Send every request; the first that fails ends it.

        Raises:
            StoreError: the server refuses or cannot be reached; says what was done before.
        """
        done: list[str] = []
        for step in self.steps:
            names = ", ".join(name.removeprefix(GRAPHS) for name in step.graphs) or "no conclusions"
            tell(f"{step.method} {names}")
            try:
                self._send(step)
            except (StoreError, UsageError) as error:
                raise StoreError(f"{error} {self._state(done)}") from None
            done.append(f"{step.method} {names}")

    def _state(self, done: list[str]) -> str:
        if self.whole:
            return "Nothing was replaced, if the server keeps a request whole as Oxigraph does."
        if not done:
            return "Nothing was replaced."
        return f"Done before: {'; '.join(done)}. Conclusions may be missing there: run it again."

    def _send(self, step: Step) -> None:
        headers = {"Accept": "*/*", "User-Agent": "french-cloud"}
        with tempfile.SpooledTemporaryFile(SPOOLED) as body:
            self._write(step, body)
            media = "application/sparql-update" if self.whole else "application/n-triples"
            headers |= {"Content-Type": media, "Content-Length": str(body.tell())}
            body.seek(0)
            data: Any = body
            request = urllib.request.Request(step.url, data, headers, method=step.method)
            known = credentials()
            if known:
                secret = base64.b64encode(":".join(known).encode()).decode()
                request.add_unredirected_header("Authorization", f"Basic {secret}")
            try:
                with urllib.request.urlopen(request, timeout=TIMEOUT) as response:
                    response.read()
            except urllib.error.HTTPError as error:
                with error:
                    said = error.read().decode("utf-8", "replace")
                raise trouble(self.url, error.code, said) from None
            except (OSError, http.client.HTTPException) as error:
                raise StoreError(f"{self.url} cannot be reached: {error}.") from None

    def _write(self, step: Step, body: IO[bytes]) -> None:
        for name in step.graphs:
            if self.whole:
                body.write(f"DROP SILENT GRAPH <{name}> ;\n".encode())
        for name in step.graphs:
            if self.whole:
                body.write(f"INSERT DATA {{ GRAPH <{name}> {{\n".encode())
            triples: Iterable[ox.Triple] = (quad.triple for quad in self.store.quads(name))
            ox.serialize(triples, body, format=ox.RdfFormat.N_TRIPLES)
            if self.whole:
                body.write(b"} } ;\n")


def counts(store: Store) -> dict[str, int]:
    """
    The named graphs of a store with their numbers of triples, by name.

    Raises:
        UsageError: a graph's name is not under our own address.
        StoreError: there is nothing.
    """
    query = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"
    found = {str(row["g"]): int(str(row["n"])) for row in store.select(query)}
    foreign = sorted(name for name in found if not name.startswith(GRAPHS))
    if foreign:
        raise UsageError(
            f"The store holds {', '.join(f'<{name}>' for name in foreign)}, no graph"
            f" of ours: only graphs under {GRAPHS} are replaced on a server."
        )
    if not found:
        raise StoreError("The store is empty: there is nothing to publish. Run: kg build")
    return found
