"""
Browse: pages and things by address, in the form that the client asks for.

The identifier of a thing answers 303 with the address of what describes it;
that address takes the form from its ending, from `format`, or from Accept.
"""

import hashlib
import html
import re
from datetime import date
from functools import cache
from pathlib import Path
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from .api import BadAddress, Given, ask, read_query, refused
from .negotiation import choose
from .pages.library import ROOT
from .pool import Crowded, PoolError, Reply, TimedOut
from .protocol import OPEN, SAFE

PAGES = ("sovereignty", "deals", "about", "editor", "map", "api", "queries", "compare")
THINGS = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/turtle": "ttl",
    "application/ld+json": "jsonld",
    "application/json": "json",
}
FORMS = tuple(dict.fromkeys(THINGS.values()))
AGENTS = ("organization", "person")
RESIZER = "'sha256-zCK2EVMoPc04mRF/g5CotUvxbJPWS+8V0b+s9ptqQIk='"
"""
The one sheet that YASGUI's table puts into the page.
"""
KEPT_LANGS = ("fr", "en")
ADDRESS = re.compile(r"https?://[A-Za-z0-9._~\[\]:-]+(/[A-Za-z0-9._~/-]*)?")
"""
Addresses of this server that may be written into a command: nothing that a shell reads.
"""


def language(request: Request, given: Given) -> Given:
    """
    The parameters with the language that the address or the browser asks for.
    """
    if given.get("lang"):
        return given
    asked = []
    for place, part in enumerate(request.headers.get("accept-language", "").split(",")):
        name, _, weight = part.partition(";q=")
        try:
            asked.append((-float(weight or 1), place, name.strip().lower()[:2]))
        except ValueError:
            continue
    known = (lang for weight, _, lang in sorted(asked) if lang in KEPT_LANGS and weight < 0)
    return {**given, "lang": ["fr"]} if next(known, "en") == "fr" else given


@cache
def code_version() -> str:
    """
    A digest of what makes the pages: with other code the same data may read otherwise.
    """
    digest = hashlib.sha256()
    package = Path(__file__).resolve().parents[1]
    for path in sorted(package.rglob("*")):
        if path.suffix in (".py", ".html", ".json") and path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


def etag_of(request: Request, form: str, given: Given | None = None) -> str:
    """
    What a page or a thing goes by in a cache: code, data, form, and for a page today:
    a page of another day may speak of today as well.
    """
    version = f"{code_version()}-{request.app.state.service.version}-{form}"
    return f'W/"{version}"' if given is None else f'W/"{version}-{date.today()}"'


def known(request: Request, etag: str) -> bool:
    """
    Whether the client has this already; `*` claims any, and there may be none.
    """
    asked = request.headers.get("if-none-match", "")
    return etag in [one.strip() for one in asked.split(",")]


async def page(request: Request, name: str) -> Response:
    """
    A page by its name, or one that says why there is none.
    """
    service = request.app.state.service
    given: Given = {}
    try:
        given = language(request, read_query(request, service.limits))
        lang = "fr" if given.get("lang") == ["fr"] else "en"  # another is refused below
        etag = etag_of(request, lang, given)
        headers = {
            "Vary": "Accept, Accept-Language",
            "Cache-Control": "no-cache",
            "ETag": etag,
        }
        if name == "editor":
            # a 304 says it again: a client takes the headers of the last answer
            headers["Content-Security-Policy"] = SAFE["Content-Security-Policy"].replace(
                "style-src 'self'", f"style-src 'self' {RESIZER}"
            )
        if known(request, etag):
            return Response(status_code=304, headers=headers)
        reply = await ask(service.pool, service.cache, "page", name, given)
    except BadAddress as error:
        return plain_page(request, error.status, str(error))
    except (TimedOut, Crowded, PoolError) as error:
        return plain_page(request, error.status, str(error))
    if reply.status != 200:
        return await _refusal(request, name, given, reply)
    headers["Content-Language"] = lang
    body = _bytes(reply)
    if name.startswith("query/"):
        body = body.replace(ROOT.encode(), root_of(request).encode())
    return Response(body, 200, headers, "text/html")


def root_of(request: Request) -> str:
    """
    The address of this server as the client wrote it, without a slash at its end.
    """
    address = str(request.base_url).rstrip("/")
    return address if ADDRESS.fullmatch(address) else "http://127.0.0.1:8000"


def plain_page(request: Request, status: int, message: str) -> Response:
    """
    A page that needs no worker, for when there is none to ask.
    """
    base = html.escape(request.app.state.service.base)
    body = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{status}</title>"
        f'<link rel="stylesheet" href="{base}/static/style.css"></head>'
        f'<body><main><h1>{html.escape(message)}</h1><p><a href="{base}/">'
        "Who controls the French cloud</a></p></main></body></html>\n"
    )
    retry = {"Retry-After": "30"} if status in (429, 503) else {}
    return Response(body, status, retry, "text/html")


async def _refusal(request: Request, name: str, given: Given, reply: Reply) -> Response:
    service = request.app.state.service
    told: Given = {"status": [str(reply.status)], "message": [reply.message]}
    told["candidates"] = list(reply.candidates)
    if given.get("lang") == ["fr"]:
        told["lang"] = ["fr"]
    try:
        shown = await service.pool.ask({"kind": "error", "question": name, "parameters": told})
    except PoolError:
        return plain_page(request, reply.status, reply.message)
    return Response(_bytes(shown), reply.status, None, "text/html")


def _bytes(reply: Reply) -> bytes:
    if reply.file is None:
        return reply.body
    with reply.file:
        return reply.file.read()


async def charts(request: Request) -> Response:
    """
    The style sheet of the charts in the pages.
    """
    service = request.app.state.service
    try:
        reply = await ask(service.pool, service.cache, "sheet", "charts", {})
    except PoolError as error:
        return PlainTextResponse(f"{error}\n", error.status)
    return Response(_bytes(reply), reply.status, {"ETag": f'"{service.version}"'}, "text/css")


async def home(request: Request) -> Response:
    """
    Search.
    """
    return await page(request, "home")


async def named(request: Request) -> Response:
    """
    One of the pages that are about no single thing.
    """
    return await page(request, request.url.path.rstrip("/").rpartition("/")[2])


async def query(request: Request) -> Response:
    """
    A query of the library as a form.
    """
    return await page(request, f"query/{request.path_params['rest']}")


async def compared(request: Request) -> Response:
    """
    An organization on two days.
    """
    return await page(request, f"compare/{request.path_params['rest']}")


def _stem(name: str) -> tuple[str, str]:
    """
    A name and the form that its ending asks for, if it does.
    """
    stem, _, ending = name.rpartition(".")
    return (stem, ending) if stem and ending in FORMS else (name, "")


async def identifier(request: Request) -> Response:
    """
    303 from the identifier of a thing to what describes it in the form asked for.
    """
    name = request.path_params["rest"]
    if not _stem(name)[1]:
        media = choose(request.headers.get("accept"), THINGS)
        if media is None:
            return refused(406, f"A thing is written as {', '.join(THINGS)}.")
        name += "" if THINGS[media] == "html" else f".{THINGS[media]}"
    query = f"?{request.url.query}" if request.url.query else ""
    # with two slashes in front it would be the address of another host
    address = f"{request.app.state.service.base}/{quote(name.lstrip('/'))}{query}"
    return RedirectResponse(address, 303, {**OPEN, "Vary": "Accept"})


async def thing(request: Request) -> Response:
    """
    A thing: its page, or what the graph says of it as data.
    """
    kind, rest = request.path_params["kind"], request.path_params["rest"]
    if kind in AGENTS and rest.endswith(".svg"):
        return await chart(request, f"{kind}/{rest.removesuffix('.svg')}")
    name, ending = _stem(rest)
    view = f"{kind}/{name}" if kind in AGENTS else f"record/{kind}/{name}"
    return await _written(request, ending, "thing", f"{kind}/{name}", view)


async def chart(request: Request, name: str) -> Response:
    """
    The structure chart of an agent on a day as a picture of its own, `/organization/orange.svg`.
    """
    service = request.app.state.service
    try:
        given = read_query(request, service.limits)
        reply = await ask(service.pool, service.cache, "chart", name, given)
    except BadAddress as error:
        return refused(error.status, str(error))
    except PoolError as error:
        return refused(error.status, str(error), retry=30)
    if reply.status != 200:
        return refused(reply.status, reply.message, reply.candidates)
    headers = {**OPEN, "Cache-Control": "no-cache"}
    return Response(_bytes(reply), 200, headers, "image/svg+xml")


async def ontology(request: Request) -> Response:
    """
    The ontology, whose terms are parts of it: `/ontology#held`.
    """
    ending = request.path_params.get("ending", "")
    if ending and ending not in FORMS:
        return await page(request, f"ontology.{ending}")
    return await _written(request, ending, "terms", "ontology", "ontology")


async def about_terms(request: Request) -> Response:
    """
    303 from a version of the ontology, its codes and its alignments to the whole of it.
    """
    return RedirectResponse(f"{request.app.state.service.base}/ontology", 303, OPEN)


async def about_graphs(request: Request) -> Response:
    """
    303 from a named graph to the description of all of them, for readers or for programs.
    """
    data = [media for media in THINGS if THINGS[media] in ("ttl", "jsonld")]
    media = choose(request.headers.get("accept"), ["text/html", *data])
    place = "/about" if media == "text/html" else "/.well-known/void"
    headers = {**OPEN, "Vary": "Accept"}
    return RedirectResponse(request.app.state.service.base + place, 303, headers)


async def _written(request: Request, ending: str, question: str, name: str, view: str) -> Response:
    """
    What is asked for in the form of `format`, of the ending, or of Accept.
    """
    service = request.app.state.service
    try:
        given = read_query(request, service.limits)
    except BadAddress as error:
        return refused(error.status, str(error))
    form = (given.get("format") or [""])[0] or ending
    if form and form not in FORMS:
        return refused(400, f"format: '{form}' is none of {', '.join(FORMS)}.")
    if not form:
        media = choose(request.headers.get("accept"), THINGS)
        if media is None:
            return refused(406, f"A thing is written as {', '.join(THINGS)}.")
        form = THINGS[media]
    if form == "html":
        return await page(request, view)
    etag = etag_of(request, form)
    headers = {**OPEN, "Vary": "Accept", "Cache-Control": "no-cache", "ETag": etag}
    if known(request, etag):
        return Response(status_code=304, headers=headers)
    try:
        reply = await ask(service.pool, service.cache, question, name, {"form": [form]})
    except PoolError as error:
        return refused(error.status, str(error), retry=30)
    if reply.status != 200:
        return refused(reply.status, reply.message, reply.candidates)
    return Response(_bytes(reply), 200, headers, reply.media)


ROUTES = [
    Route("/", home),
    Route("/charts.css", charts),
    *(Route(f"/{name}", named) for name in PAGES),
    Route("/ontology", ontology),
    Route("/ontology.{ending}", ontology),
    Route("/ontology/{rest:path}", about_terms),
    Route("/alignments", about_terms),
    Route("/graph/{rest:path}", about_graphs),
    Route("/query/{rest:path}", query),
    Route("/compare/{rest}", compared),
    Route("/id/{rest:path}", identifier),
    Route("/{kind}/{rest}", thing),
]
