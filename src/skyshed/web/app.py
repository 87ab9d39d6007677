"""The application: routes, errors, limits and the guard, put together."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from skyshed import __version__
from skyshed.web import (
    routes_cover,
    routes_export,
    routes_map,
    routes_place,
    routes_reach,
    routes_results,
)
from skyshed.web.desk import Desk
from skyshed.web.errors import add_error_replies
from skyshed.web.limits import Limits
from skyshed.web.replies import problem
from skyshed.web.security import Guard
from skyshed.web.warming import warm_up


def make_app(desk: Desk) -> ASGIApp:
    """The whole application, its guard outermost.

    Parameters
    ----------
    desk : Desk
        What it serves; closed when the server stops.
    """
    return Guard(Limits(make_api(desk)), desk.settings)


def make_api(desk: Desk) -> FastAPI:
    """Routes and errors alone, without guard and limits."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        warming = asyncio.create_task(warm_up(desk)) if desk.settings.warm else None
        yield
        if warming is not None:
            warming.cancel()
        desk.close()

    app = FastAPI(
        title="skyshed",
        version=__version__,
        description="What a radar covers, with its uncertainty; made for the map page.",
        docs_url=None,  # the usual pages load scripts from elsewhere
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.desk = desk
    add_error_replies(app)
    for routes in (
        routes_map,
        routes_cover,
        routes_place,
        routes_reach,
        routes_results,
        routes_export,
    ):
        app.include_router(routes.router)

    @app.get("/", include_in_schema=False)
    async def page(request: Request) -> Response:
        index = desk.settings.static / "index.html"
        if not index.is_file():
            return problem(404, "the page is not built; run python tools/build_web.py")
        return FileResponse(index, headers={"Cache-Control": "no-cache"})

    if desk.settings.static.is_dir():
        app.mount("/static", StaticFiles(directory=desk.settings.static), name="static")
    return app
