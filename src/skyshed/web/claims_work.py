"""The claims of the study, computed once in a process of their own beside the server."""

import json
import multiprocessing
import os
import threading
import time
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from skyshed import __version__
from skyshed.catalogue.loader import catalogue_digest
from skyshed.errors import OutputError, SkyshedError
from skyshed.output.result_reading import claims_of, folder_numbers
from skyshed.scenario.model import Claim, Study
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
        self._begun_s = 0.0
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
            self._begun_s = time.monotonic()
            context = multiprocessing.get_context("spawn")
            here, there = context.Pipe(duplex=False)
            arguments = (study_text(self.study), str(self.study.path), terrain_path, there)
            process = context.Process(target=_compute, args=arguments, daemon=True)
            process.start()
            there.close()
            self._process = process
        threading.Thread(target=self._listen, args=(here, process), daemon=True).start()

    def cancel(self) -> None:
        """Give the computation up, if one runs; it can be started again."""
        with self._lock:
            if self.state != "running":
                return
            self.state = "none"
            self.what, self.done, self.total = "", 0, 0
        self.close()

    def close(self) -> None:
        """End the process."""
        process = self._process
        if process is not None and process.is_alive():
            process.terminate()
            process.join(2.0)

    def shown(self) -> dict[str, Any]:
        """The reply to /api/claims; before they are computed, the claims as the study has them."""
        running = self.state == "running"
        return {
            "state": self.state,
            "progress": {
                "what": self.what,
                "done": self.done,
                "total": self.total,
                "seconds": round(time.monotonic() - self._begun_s) if running else 0,
            },
            "problem": self.problem,
            "origin": self.origin,
            "study": {"name": self.study.name, "title": self.study.title},
            "claims": self.claims or [_uncomputed(claim) for claim in self.study.claims],
        }

    def _ready(self, claims: list[dict[str, Any]], origin: str) -> None:
        self.claims, self.origin, self.state = claims, origin, "ready"

    def _listen(self, here: Connection, process: multiprocessing.process.BaseProcess) -> None:
        """Take what a process says until it ends, or is given up."""
        while True:
            try:
                kind, *rest = here.recv()
            except (EOFError, OSError):
                kind, rest = "ended", []
            with self._lock:
                if self.state != "running" or self._process is not process:
                    return  # given up; another may run by now
                if kind == "progress":
                    self.what, self.done, self.total = rest
                    continue
                if kind == "ready":
                    self._ready(json.loads(rest[0]), "computed here")
                else:
                    ended = "the computation ended before it was done; start it again"
                    self.problem, self.state = (rest[0] if rest else ended), "failed"
            if kind == "ready":
                self._keep(rest[0])
            return

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


def _uncomputed(claim: Claim) -> dict[str, Any]:
    """A claim with its readings in words, in the shape of `claims_of`, before any number."""
    return claims_of(
        {
            "claims": {
                claim.id: {
                    "id": claim.id,
                    "sentence": claim.sentence,
                    "who": claim.who,
                    "when": claim.when,
                    "why": claim.why_not,
                    "left_out": list(claim.left_out),
                    "not_computed": list(claim.not_computed),
                    "readings": [
                        {"id": r.id, "text": r.text, "predicate": r.predicate_text}
                        for r in claim.readings
                    ],
                }
            }
        }
    )[0]


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
