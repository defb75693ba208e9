"""
App: the addresses that are served, and what every response carries.
"""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from ..graph.generation import Generation
from ..names import PREFIXES
from . import api, browse
from .cache import Cache
from .description import SD, counts, describe_data, describe_service
from .envelope import Envelope
from .limits import Limits
from .openapi import describe_api
from .pages.site import WEB
from .pool import Pool
from .protocol import ENDINGS, OPEN, Refused, answer, graph_response, read_request, refusal

LOG = logging.getLogger("kg.serve")


class Service:
    """
    One published graph being served: its objects in Python, its workers, its description.
    """

    def __init__(self, generation: Generation, limits: Limits, base: str = "") -> None:
        self.generation, self.limits, self.base = generation, limits, base
        self.store = generation.store()
        self.graphs = counts(self.store)
        self.pool = Pool(generation.folder, limits, base)
        self.cache = Cache(limits.cached)

    @property
    def version(self) -> str:
        """
        The data version: what caches and ETags go by.
        """
        manifest = self.generation.manifest
        return f"{manifest.get('data', '')}-{manifest['generation']}"

    @property
    def built(self) -> date | None:
        """
        The day on which the graph was built.
        """
        text = self.generation.manifest.get("built", "")
        return date.fromisoformat(text[:10]) if text else None


def base_of(request: Request) -> str:
    """
    The address of the root, as the client sees it, with a slash at its end.
    """
    return str(request.base_url).rstrip("/") + "/"


async def sparql(request: Request) -> Response:
    """
    Answer a query, or say what this endpoint is.
    """
    service: Service = request.app.state.service
    if request.method == "OPTIONS":
        return Response(status_code=204, headers=OPEN)
    try:
        asked = await read_request(request, service.limits)
    except Refused as error:
        return refusal(error.status, str(error))
    accept = request.headers.get("accept")
    address = base_of(request) + "sparql"
    if asked is None:
        prefixes = {**PREFIXES, "sd": SD}
        return graph_response(describe_service(address, service.graphs), accept, prefixes)
    head = request.method == "HEAD"
    accept = ENDINGS.get(asked.form, accept)
    gone = request.is_disconnected
    return await answer(service.pool, asked, accept, base=address, head=head, gone=gone)


async def void(request: Request) -> Response:
    """
    What the data set is.
    """
    service: Service = request.app.state.service
    base = base_of(request)
    triples = describe_data(base, base + "sparql", service.graphs, service.version, service.built)
    return graph_response(triples, request.headers.get("accept"), {**PREFIXES, "sd": SD})


async def openapi(request: Request) -> Response:
    """
    What the API is, for tools.
    """
    service: Service = request.app.state.service
    return JSONResponse(describe_api(base_of(request), service.version), headers=OPEN)


async def health(request: Request) -> Response:
    """
    Whether we answer, with which data; how many workers are free, how many queries
    run long, how many wait.
    """
    service: Service = request.app.state.service
    pool = service.pool
    body = {
        "status": "ok",
        "version": service.version,
        "workers": pool.idle,
        "long": pool.long,
        "waiting": pool.waiting,
    }
    return JSONResponse(body, headers={"Cache-Control": "no-store"})


def make_app(generation: Generation, limits: Limits | None = None, root_path: str = "") -> Any:
    """
    The ASGI application over a published graph.
    """
    service = Service(generation, limits or Limits(), root_path.rstrip("/"))

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        await service.pool.start()
        if not service.pool.without_network:
            LOG.warning("The workers keep the network: only the guard stands against SERVICE.")
        yield
        await service.pool.close()

    methods = ["GET", "POST", "OPTIONS"]
    app = Starlette(
        routes=[
            Route("/sparql", sparql, methods=methods),
            Route("/sparql/", sparql, methods=methods),
            Route("/.well-known/void", void),
            Route("/health", health),
            Route("/api/openapi.json", openapi),
            Route("/api/{question}", api.answer),
            Mount("/static", StaticFiles(directory=WEB / "static")),
            *browse.ROUTES,
        ],
        lifespan=lifespan,
        middleware=[Middleware(Envelope, base=service.base)],
    )
    app.state.service = service
    return app
