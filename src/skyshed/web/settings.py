"""What the command line says about a server."""

from dataclasses import dataclass
from pathlib import Path

LOOPBACK = ("127.0.0.1", "localhost", "::1")
STATIC_FOLDER = Path(__file__).parent / "static"


@dataclass(frozen=True)
class ServerSettings:
    """A server as it was asked for.

    Attributes
    ----------
    study : str
        Bundled study, file or result folder that the page opens with.
    terrain : Path or None
        The user's elevation data; the study's own, or the builtin relief, if not given.
    results : tuple of Path
        Result folders whose raids and claims are shown.
    host, port : str, int
        Where it listens.
    token : str
        Needed by every request; "" on loopback.
    static : Path
        The built page.
    warm : bool
        Whether to compute the opening scene at the start, so that the first visitor does not wait
        for kernels to load.
    """

    study: str = "turkey-2019"
    terrain: Path | None = None
    results: tuple[Path, ...] = ()
    host: str = "127.0.0.1"
    port: int = 8765
    token: str = ""
    static: Path = STATIC_FOLDER
    warm: bool = False

    @property
    def on_loopback(self) -> bool:
        """Whether only this machine can reach it."""
        return self.host in LOOPBACK
