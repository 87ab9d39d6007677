"""Serve the map page."""

import dataclasses
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from skyshed.errors import SkyshedError
from skyshed.store import is_result_folder

if TYPE_CHECKING:
    from skyshed.web.settings import ServerSettings

DEFAULT_PORT = 8765
DEFAULT_STUDY = "turkey-2019"
_LEAST_TOKEN = 16


def serve_page(
    study: str,
    *,
    terrain: Path | None,
    results: list[Path],
    host: str,
    port: int | None,
    token: str,
    browser: bool,
) -> None:
    """Open the page of a study and serve it until interrupted.

    Raises
    ------
    SkyshedError
        If it cannot; one sentence.
    """
    _check_extra()
    from skyshed.web.desk import Desk
    from skyshed.web.security import new_token
    from skyshed.web.server import check_page, free_socket, serve
    from skyshed.web.settings import ServerSettings

    settings = ServerSettings(
        study=study,
        terrain=terrain,
        results=tuple(_result_folder(folder) for folder in results),
        host=host,
        token=_checked_token(token),
        warm=True,
    )
    check_page(settings)
    if not settings.on_loopback and not settings.token:
        settings = dataclasses.replace(settings, token=new_token())
    listening = free_socket(host, DEFAULT_PORT if port is None else port, fixed=port is not None)
    with listening:
        settings = dataclasses.replace(settings, port=listening.getsockname()[1])
        desk = Desk.open(settings)
        address = _address(settings)
        typer.echo(f"the map is at {address}")
        typer.echo("stop it with Ctrl-C")
        sys.stdout.flush()
        if browser:
            _open_browser(address)
        serve(desk, listening)


def _check_extra() -> None:
    """Say what to install where the extra is missing."""
    from importlib.util import find_spec

    missing = [name for name in ("fastapi", "uvicorn") if find_spec(name) is None]
    if missing:
        raise SkyshedError(
            f"the map needs {' and '.join(missing)}, which the extra 'web' brings; install it with"
            " pip install 'skyshed[web]'"
        )


def _checked_token(token: str) -> str:
    if token and (
        len(token) < _LEAST_TOKEN
        or not token.replace("-", "").replace("_", "").isalnum()
        or not token.isascii()
    ):
        raise SkyshedError(
            f"--token: expected {_LEAST_TOKEN} or more letters, digits, hyphens and underscores;"
            " leave it out to get one"
        )
    return token


def _result_folder(folder: Path) -> Path:
    from skyshed.output.result_reading import check_results

    if not is_result_folder(folder):
        raise SkyshedError(
            f"--results: expected a result folder of `skyshed run` or `skyshed raid`, got {folder}"
        )
    check_results(folder)
    return folder


def _address(settings: "ServerSettings") -> str:
    host = settings.host
    if host in ("0.0.0.0", "::"):
        import socket

        host = socket.gethostname()
    host = f"[{host}]" if ":" in host else host
    token = f"?token={settings.token}" if settings.token else ""
    return f"http://{host}:{settings.port}/{token}"


def _open_browser(address: str) -> None:
    """Open the page where there is a browser; the address is printed anyway."""
    import threading
    import webbrowser

    timer = threading.Timer(1.0, lambda: webbrowser.open(address))
    timer.daemon = True
    timer.start()
