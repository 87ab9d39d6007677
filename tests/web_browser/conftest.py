"""A page in a real browser, watched: no console error, no request beyond the server."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import resources
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.web.raid_folder import raid_folder
from tests.web.tiny_study import TINY
from tests.web_browser import browsing

DRAWS = 66  # a page asks for all of them after every change
PATIENCE_MS = 180_000  # slow machines compile for a while the first time


@dataclass
class Watched:
    """A page, where it came from, and what it did."""

    page: Any
    address: str
    errors: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def open(self, fragment: str = "") -> None:
        """Load the page and wait for its first answer."""
        self.page.goto(f"{self.address}/{fragment}")
        self.settle()

    def settle(self) -> None:
        """Wait until map and answer are those of the question."""
        self.page.wait_for_selector("#answer[aria-busy=false]", timeout=PATIENCE_MS)
        self.until("skyshed.live.idle && !skyshed.store.dragging")
        self.page.wait_for_selector("#answer[aria-busy=false]", timeout=PATIENCE_MS)

    def until(self, condition: str, patience_ms: int = PATIENCE_MS) -> None:
        """Wait for an expression to hold; not by the browser's own wait, which needs eval."""
        for _ in range(patience_ms // 100):
            if self.page.evaluate(f"Boolean({condition})"):
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(f"did not come true: {condition}")

    def nominal(self) -> None:
        """Show the nominal cover instead of the spread; its pixels are codes of what forbids."""
        self.page.evaluate(
            "skyshed.store.changeUi(ui => { ui.layers.colouring = 'now' }, 'layers')"
        )
        self.until("skyshed.painted() === 'now'")

    def spread(self) -> None:
        """Wait until the shares of the draws are on the map."""
        self.until("skyshed.painted() === 'spread'")

    def scene(self) -> dict[str, Any]:
        """The question that the page asks."""
        found: dict[str, Any] = self.page.evaluate("structuredClone(skyshed.store.scene)")
        return found

    def post(self, path: str, body: dict[str, Any]) -> Any:
        """What the server says, asked as the page asks."""
        return self.page.evaluate(
            "([path, body]) => fetch(path, {method: 'POST', body: JSON.stringify(body),"
            " headers: {'content-type': 'application/json'}}).then(r => r.json())",
            [path, body],
        )


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a running server with the bundled study, of a third of its draws."""
    if missing := browsing.what_is_missing():
        pytest.skip(missing)
    folder = tmp_path_factory.mktemp("served")
    study = folder / "turkey-2019.yaml"
    text = (resources.files("skyshed.scenario") / "studies" / study.name).read_text("utf-8")
    assert "\ndraws: 200\n" in text
    study.write_text(text.replace("\ndraws: 200\n", f"\ndraws: {DRAWS}\n"), "utf-8")
    with browsing.server("--study", str(study), log=folder / "server.log") as address:
        yield address


@pytest.fixture(scope="session")
def chromium(served: str) -> Iterator[Any]:
    """Debian's Chromium, started once."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=browsing.chromium(), args=browsing.ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def served_tiny(served: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with a study of one claim that takes seconds, and a result with a raid."""
    folder = tmp_path_factory.mktemp("tiny")
    study = folder / "tiny.yaml"
    study.write_text(TINY, "utf-8")
    (folder / "raid").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SKYSHED_CACHE", str(folder / "cache"))  # no claims of an earlier run
        options = ("--study", str(study), "--results", str(raid_folder(folder / "raid")))
        with browsing.server(*options, log=folder / "server.log") as address:
            yield address


@pytest.fixture
def look(chromium: Any, served: str) -> Iterator[Any]:
    """Opens watched pages: look(width=..., height=..., dark=...); checks them at the end."""
    yield from _looking(chromium, served)


@pytest.fixture
def look_tiny(chromium: Any, served_tiny: str) -> Iterator[Any]:
    """The same for the server with the tiny study."""
    yield from _looking(chromium, served_tiny)


def _looking(chromium: Any, served: str) -> Iterator[Any]:
    seen: list[tuple[Watched, Any]] = []

    def make(*, width: int = 1280, height: int = 800, dark: bool = False) -> Watched:
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            accept_downloads=True,
        )
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        watched = Watched(page, served)
        host = urlsplit(served).netloc
        page.on("console", lambda m: watched.errors.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: watched.errors.append(str(error)))
        page.on(
            "request",
            lambda request: (
                watched.outside.append(request.url)
                if urlsplit(request.url).netloc not in ("", host)
                else None
            ),
        )
        seen.append((watched, context))
        return watched

    yield make
    for watched, context in seen:
        context.close()
        assert watched.outside == [], "the page asked somebody else"
        assert watched.errors == [], "the browser's console holds errors"


@pytest.fixture
def opened(look: Any) -> Watched:
    """The page as it opens on a desk."""
    watched: Watched = look()
    watched.open()
    return watched
