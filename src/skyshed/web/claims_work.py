"""The claims of the study, computed once in a process of their own beside the server."""

import json
import multiprocessing
import os
import threading
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from skyshed import __version__
from skyshed.catalogue.loader import catalogue_digest
from skyshed.errors import OutputError, SkyshedError
from skyshed.output.result_reading import claims_of, folder_numbers
from skyshed.scenario.model import Study
from skyshed.scenario.settings import study_text
from skyshed.store import write_text
from skyshed.store.cache import cache_folder, content_key
from skyshed.terrain.dataset import TerrainDataset

_NICE = 10  # visitors come first


@dataclass
class ClaimsWork:
    """State of the claims: none, running, ready or failed.

    Attributes
    ----------
    study, terrain : Study, TerrainDataset
        What is computed, on which terrain.
    results : tuple of Path
        Folders that may hold the claims already.
    state, what, done, total, problem
        How far it is.
    claims : list of dict
        What was found, from `claims_of`.
    origin : str
        Where they come from: "computed here" or the folder's name.
    """

    study: Study
    terrain: TerrainDataset
    results: tuple[Path, ...] = ()
    state: str = "none"
    what: str = ""
    done: int = 0
    total: int = 0
    problem: str = ""
    claims: list[dict[str, Any]] = field(default_factory=list)
    origin: str = ""

    def __post_init__(self) -> None:
        self._process: multiprocessing.process.BaseProcess | None = None
        self._lock = threading.Lock()
        for folder in self.results:
            try:
                numbers = folder_numbers(folder)
            except OutputError:
                continue
            if (numbers.get("study") or {}).get("name") == self.study.name and claims_of(numbers):
                self._ready(claims_of(numbers), folder.name)
                return
        kept = self._kept_file()
        if kept is not None and kept.is_file():
            try:
                self._ready(json.loads(kept.read_text("utf-8")), "computed here")
            except (OSError, ValueError):
                return

    def start(self, terrain_path: Path | None) -> None:
        """Begin to compute, unless that is running, done, or there is nothing to compute."""
        with self._lock:
            if self.state in ("running", "ready") or not self.study.claims:
                return
            self.state, self.problem = "running", ""
            self.what, self.done, self.total = "starting", 0, 1
        context = multiprocessing.get_context("spawn")
        here, there = context.Pipe(duplex=False)
        arguments = (study_text(self.study), str(self.study.path), terrain_path, there)
        process = context.Process(target=_compute, args=arguments, daemon=True)
        process.start()
        there.close()
        self._process = process
        threading.Thread(target=self._listen, args=(here,), daemon=True).start()

    def close(self) -> None:
        """End the process."""
        process = self._process
        if process is not None and process.is_alive():
            process.terminate()
            process.join(2.0)

    def shown(self) -> dict[str, Any]:
        """The reply to /api/claims."""
        return {
            "state": self.state,
            "progress": {"what": self.what, "done": self.done, "total": self.total},
            "problem": self.problem,
            "origin": self.origin,
            "study": {"name": self.study.name, "title": self.study.title},
            "claims": self.claims,
        }

    def _ready(self, claims: list[dict[str, Any]], origin: str) -> None:
        self.claims, self.origin, self.state = claims, origin, "ready"

    def _listen(self, here: Connection) -> None:
        """Take what the process says until it ends."""
        while self.state == "running":
            try:
                kind, *rest = here.recv()
            except (EOFError, OSError):
                self.problem = "the computation ended before it was done; start it again"
                self.state = "failed"
                return
            if kind == "progress":
                self.what, self.done, self.total = rest
            elif kind == "failed":
                self.problem, self.state = rest[0], "failed"
            else:
                claims = json.loads(rest[0])
                self._keep(rest[0])
                self._ready(claims, "computed here")

    def _kept_file(self) -> Path | None:
        """Where the claims are kept between runs; None without a document to know them by."""
        if self.study.document is None:
            return None
        files = [
            f"{file.path} {file.path.stat().st_size} {file.path.stat().st_mtime_ns}"
            for file in self.terrain.files
        ]
        digest = catalogue_digest(extra=self.study.catalogue)
        key = content_key([__version__, study_text(self.study), digest, *files])
        return cache_folder() / "claims" / f"{key}.json"

    def _keep(self, text: str) -> None:
        path = self._kept_file()
        if path is None:
            return
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_text(path, text)
        except (OSError, SkyshedError):  # a cache may be done without
            return


def _compute(text: str, name: str, terrain: Path | None, there: Connection) -> None:
    """Run the study in a process of its own and say how far it is."""
    from skyshed.analysis.study import run_study
    from skyshed.documents import parse_yaml
    from skyshed.errors import ScenarioError
    from skyshed.output.numbers import result_numbers
    from skyshed.scenario.loader import parse_study
    from skyshed.web.replies import plain

    if hasattr(os, "nice"):
        os.nice(_NICE)

    def tell(what: str, done: int, total: int) -> None:
        there.send(("progress", what, done, total))

    try:
        study = parse_study(parse_yaml(text, name=name, error=ScenarioError))
        result = run_study(study, workers=1, terrain=terrain, progress=tell)
        numbers = plain(result_numbers(result))
        there.send(("ready", json.dumps(claims_of(numbers), allow_nan=False)))
    except SkyshedError as error:
        there.send(("failed", str(error)))
    finally:
        there.close()
