"""
Browse: pages and things by address, in the form that the client asks for.

The identifier of a thing answers 303 with the address of what describes it;
that address takes the form from its ending, from `format`, or from Accept.
"""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from .api import BadAddress, Given, ask, read_query, refused
from .negotiation import choose
from .pool import Crowded, PoolError, Reply, TimedOut
from .protocol import OPEN, SAFE

PAGES = ("sovereignty", "deals", "about", "editor", "map", "api", "queries")
THINGS = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/turtle": "ttl",
    "application/ld+json": "jsonld",
    "application/json": "json",
}
FORMS = tuple(dict.fromkeys(THINGS.values()))
AGENTS = ("organization", "person")
KEPT_LANGS = ("fr", "en")


def language(request: Request, given: Given) -> Given:
    """
    The parameters with the language that the address or the browser asks for.
    """
    if given.get("lang"):
        return given
    asked = request.headers.get("accept-language", "")
    first = [part.partition(";")[0].strip().lower()[:2] for part in asked.split(",")]
    chosen = next((lang for lang in first if lang in KEPT_LANGS), "en")
    return {**given, "lang": ["fr"]} if chosen == "fr" else given


async def page(request: Request, name: str) -> Response:
    """
    A page by its name, or one that says why there is none.
    """
    service = request.app.state.service
    given: Given = {}
    try:
        given = language(request, read_query(request, service.limits))
        etag = f'W/"{service.version}-{(given.get("lang") or ["en"])[0]}"'
        if "on" in given and etag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers={"ETag": etag})
        reply = await ask(service.pool, service.cache, "page", name, given)
    except BadAddress as error:
        return PlainTextResponse(f"{error}\n", error.status)
    except (TimedOut, Crowded, PoolError) as error:
        retry = {"Retry-After": "30"} if error.status in (429, 503) else {}
        return PlainTextResponse(f"{error}\n", error.status, retry)
    if reply.status != 200:
        return await _refusal(request, name, given, reply)
    headers = {"Vary": "Accept, Accept-Language", "Cache-Control": "no-cache"}
    if "on" in given:
        headers["ETag"] = etag
    if name == "editor":
        # YASGUI places its parts by style attributes; scripts stay ours alone
        headers["Content-Security-Policy"] = SAFE["Content-Security-Policy"].replace(
            "style-src 'self'", "style-src 'self' 'unsafe-inline'"
        )
    return Response(_bytes(reply), 200, headers, "text/html")


async def _refusal(request: Request, name: str, given: Given, reply: Reply) -> Response:
    service = request.app.state.service
    told: Given = {"status": [str(reply.status)], "message": [reply.message]}
    told["candidates"] = list(reply.candidates)
    if given.get("lang") == ["fr"]:
        told["lang"] = ["fr"]
    try:
        shown = await service.pool.ask({"kind": "error", "question": name, "parameters": told})
    except PoolError:
        return PlainTextResponse(f"{reply.message}\n", reply.status)
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


async def identifier(request: Request) -> Response:
    """
    303 from the identifier of a thing to what describes it in the form asked for.
    """
    media = choose(request.headers.get("accept"), THINGS)
    if media is None:
        return refused(406, f"A thing is written as {', '.join(THINGS)}.")
    form = THINGS[media]
    name = request.path_params["rest"]
    base = request.app.state.service.base
    ending = "" if form == "html" else f".{form}"
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"{base}/{name}{ending}{query}", 303, {**OPEN, "Vary": "Accept"})


async def thing(request: Request) -> Response:
    """
    A thing: its page, or what the graph says of it as data.
    """
    service = request.app.state.service
    kind, name = request.path_params["kind"], request.path_params["rest"]
    stem, _, ending = name.rpartition(".")
    try:
        given = read_query(request, service.limits)
    except BadAddress as error:
        return refused(error.status, str(error))
    form = given.pop("format", [""])[0]
    if stem and ending in FORMS:
        name, form = stem, form or ending
    if form and form not in FORMS:
        return refused(400, f"format: '{form}' is none of {', '.join(FORMS)}.")
    if not form:
        media = choose(request.headers.get("accept"), THINGS)
        if media is None:
            return refused(406, f"A thing is written as {', '.join(THINGS)}.")
        form = THINGS[media]
    if form == "html":
        return await page(request, f"{kind}/{name}" if kind in AGENTS else f"record/{kind}/{name}")
    etag = f'"{service.version}-{form}"'
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers={"ETag": etag})
    try:
        reply = await ask(service.pool, service.cache, "thing", f"{kind}/{name}", {"form": [form]})
    except PoolError as error:
        return refused(error.status, str(error))
    if reply.status != 200:
        return refused(reply.status, reply.message, reply.candidates)
    headers = {**OPEN, "Vary": "Accept", "Cache-Control": "no-cache", "ETag": etag}
    return Response(_bytes(reply), 200, headers, reply.media)


ROUTES = [
    Route("/", home),
    Route("/charts.css", charts),
    *(Route(f"/{name}", named) for name in PAGES),
    Route("/query/{rest:path}", query),
    Route("/compare/{rest}", compared),
    Route("/id/{rest:path}", identifier),
    Route("/{kind}/{rest}", thing),
]
