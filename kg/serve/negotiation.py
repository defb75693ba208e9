"""
Negotiation: which of the forms that we can write a client takes best.

An Accept header lists media ranges with a weight from 0 to 1; the most specific
range that fits a media type gives its weight (RFC 9110, section 12.5.1).
"""

from collections.abc import Iterable

Range = tuple[str, str, dict[str, str], float]
"""
A media range: type, subtype, parameters, weight.
"""

SELECT_FORMS = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
}
ASK_FORMS = {
    media: form
    for media, form in SELECT_FORMS.items()
    if form in ("json", "xml") or media.startswith("text/")
}
GRAPH_FORMS = {
    "text/turtle": "ttl",
    "application/n-triples": "nt",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "xml",
    "text/n3": "ttl",
    "text/plain": "nt",
    "application/x-turtle": "ttl",
}


def weights(accept: str) -> list[Range]:
    """
    The media ranges of an Accept header: type, subtype, parameters, weight.

    What cannot be read as a range is left out; a weight that cannot be read is 1.

    Examples:
        >>> weights("text/html;level=1;q=0.4, */*")
        [('text', 'html', {'level': '1'}, 0.4), ('*', '*', {}, 1.0)]
    """
    found = []
    for part in accept.split(","):
        media, *rest = (piece.strip() for piece in part.split(";"))
        kind, slash, subtype = media.lower().partition("/")
        if not slash or not kind or not subtype:
            continue
        parameters = {
            name.strip().lower(): value.strip().strip('"')
            for name, equals, value in (piece.partition("=") for piece in rest)
            if equals
        }
        weight = _weight(parameters.pop("q", "1"))
        found.append((kind, subtype, parameters, weight))
    return found


def _weight(text: str) -> float:
    try:
        weight = float(text)
    except ValueError:
        return 1.0
    return min(1.0, max(0.0, weight)) if weight == weight else 1.0


def choose(accept: str | None, offered: Iterable[str]) -> str | None:
    """
    The media type offered that the client takes best; None where it takes none.

    Among those of equal weight the first offered wins. No header takes anything.

    Examples:
        >>> choose("text/turtle;q=0.5, application/rdf+xml", ["text/turtle", "application/rdf+xml"])
        'application/rdf+xml'
        >>> choose("image/png", ["text/turtle"]) is None
        True
    """
    every = list(offered)
    if accept is None or not accept.strip():
        return every[0] if every else None
    ranges = weights(accept)
    best: tuple[float, int] | None = None
    for place, media in enumerate(every):
        weight = _of(media, ranges)
        if weight > 0 and (best is None or weight > best[0]):
            best = weight, place
    return every[best[1]] if best else None


def _of(media: str, ranges: list[Range]) -> float:
    kind, _, subtype = media.partition("/")
    specific, weight = -1, 0.0
    for one, other, parameters, given in ranges:
        if (one, other) == (kind, subtype):
            # charset=utf-8 is what we send; any other parameter asks for another thing
            rank = 2 if set(parameters) <= {"charset"} else -1
        elif (one, other) == (kind, "*"):
            rank = 1
        elif (one, other) == ("*", "*"):
            rank = 0
        else:
            rank = -1
        if rank > specific or (rank == specific >= 0 and given > weight):
            specific, weight = rank, given
    return weight
