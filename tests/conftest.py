"""Reference data beside the checkout, and the record behind docs/validation.md."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.load_profile("repeatable")

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("SKYSHED_SHARED", ROOT.parent / "shared"))
_RECORDS: list[dict[str, object]] = []
_HELD: set[str] = set()


class _Expected(dict):
    """Expected values of a published case; reading one notes that a test holds the case."""

    def __init__(self, identity: str, values: dict) -> None:
        super().__init__(values)
        self.identity = identity

    def __getitem__(self, name):
        _HELD.add(self.identity)
        return super().__getitem__(name)

    def items(self):
        _HELD.add(self.identity)
        return super().items()

    def values(self):
        _HELD.add(self.identity)
        return super().values()


def shared_path(name: str) -> Path:
    """A file of the reference data that is not part of the project; skips where it is absent."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"reference data not found: {name} (set SKYSHED_SHARED to its folder)")
    return path


def reference_cases(name: str, kind: str | None = None) -> list[dict]:
    """Published cases kept in tests/reference, all or of one kind."""
    cases = json.loads((ROOT / "tests" / "reference" / f"{name}.json").read_text("utf-8"))
    for case in cases:
        case["expected"] = _Expected(case["id"], case["expected"])
    return [case for case in cases if kind is None or case["kind"] == kind]


def not_covered() -> list[dict]:
    """Published cases that no test holds, by group, each with the reason."""
    return json.loads((ROOT / "tests" / "reference" / "not_covered.json").read_text("utf-8"))


@pytest.fixture
def record_validation() -> Callable[..., None]:
    """Note what was checked against what, how often and how closely."""

    def record(
        subject: str, reference: str, cases: int, worst: float, tolerance: float, unit: str
    ) -> None:
        _RECORDS.append(
            {
                "subject": subject,
                "reference": reference,
                "cases": int(cases),
                "worst": float(worst),
                "tolerance": float(tolerance),
                "unit": unit,
            }
        )

    return record


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Write the table only when asked, so that a test run leaves the tree as it was."""
    if exitstatus != 0 or not os.environ.get("SKYSHED_WRITE_VALIDATION"):
        return
    from tests.validation_page import write_page

    write_page(ROOT / "docs" / "validation.md", _RECORDS, held=_HELD, listed=not_covered())
