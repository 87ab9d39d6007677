"""A server for the tests, and a clear word where its packages are missing."""

from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

import pytest

MISSING = [name for name in ("fastapi", "uvicorn", "httpx") if find_spec(name) is None]


class _Skipped(pytest.Module):
    """A module of tests whose packages are not installed."""

    def collect(self):
        pytest.skip(f"needs {', '.join(MISSING)}: pip install 'skyshed[web,dev]'")


def pytest_pycollect_makemodule(module_path, parent):
    """Skip whole modules, with the reason, where the extra is missing."""
    return _Skipped.from_parent(parent, path=module_path) if MISSING else None


@pytest.fixture(scope="session")
def desk() -> Iterator[Any]:
    from skyshed.web.desk import Desk
    from skyshed.web.settings import ServerSettings

    found = Desk.open(ServerSettings())
    yield found
    found.close()


@pytest.fixture(scope="session")
def client(desk: Any) -> Iterator[Any]:
    from skyshed.web.app import make_app
    from tests.web.calling import Client

    found = Client(make_app(desk))
    yield found
    found.close()


@pytest.fixture
def scene() -> dict[str, Any]:
    """One radar against one target, small enough to be quick."""
    return {
        "radars": [
            {
                "id": "r1",
                "entry": "s-400/91n6e",
                "latitude_deg": 40.0789,
                "longitude_deg": 32.5656,
            }
        ],
        "target": {"entry": "f-16c", "configuration": "clean"},
        "height": {"value_m": 1000.0, "above": "ground"},
        "radius_m": 100_000.0,
        "draws": 20,
    }
