"""
Links: where a box or a line leads, when the chart stands in a site.
"""

from urllib.parse import quote, urlsplit

from ..errors import UsageError
from ..names import ID, Iri


def check_base(base: str | None) -> str | None:
    """
    A link base that a page may hold: http, https, or a path.

    Raises:
        UsageError: it has another scheme, such as javascript.
    """
    if base is None:
        return None
    if urlsplit(base.strip()).scheme not in ("", "http", "https"):
        raise UsageError(f"'{base}' is no base for links: write http://, https:// or a path.")
    base = base.strip()
    return base if base.endswith(("/", "=", "#")) else base + "/"


def link(base: str | None, iri: Iri) -> str | None:
    """
    The address of a thing under a base: its kind and id, as in its IRI.

    Examples:
        >>> link("/id/", Iri("https://w3id.org/french-cloud/id/organization/orange"))
        '/id/organization/orange'
    """
    if base is None:
        return None
    return base + quote(iri.removeprefix(ID), safe="/")
