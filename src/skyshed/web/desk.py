"""What the server knows and has at hand: terrain, caches, and the lanes to the processors."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from starlette.requests import HTTPConnection

from skyshed.analysis.live_cover import MercatorView
from skyshed.analysis.scene import DrawnScene, draw_scene
from skyshed.analysis.scene_answer import SceneAnswer, answer_scene
from skyshed.analysis.scene_live import LivePool, LiveRadar, live_radar
from skyshed.analysis.scene_reach import SceneReach, reach_scene
from skyshed.analysis.study import processors
from skyshed.analysis.study_terrain import study_terrain
from skyshed.errors import DocumentError
from skyshed.output.result_reading import raids_in
from skyshed.scenario.choices import radar_choices
from skyshed.scenario.claim_scene import claim_views
from skyshed.scenario.loader import load_study
from skyshed.scenario.model import Study
from skyshed.scenario.quick_scene import (
    Scene,
    SceneBattery,
    SceneRadar,
    error_in_scene,
    scene_study,
)
from skyshed.terrain.dataset import TerrainDataset
from skyshed.web.byte_cache import ByteCache
from skyshed.web.claims_work import ClaimsWork
from skyshed.web.jobs import Lane, Stop
from skyshed.web.patience import Progress
from skyshed.web.schemas import MOST_RADARS, SceneIn
from skyshed.web.settings import ServerSettings

_MB = 1_000_000
_STUDY_BYTES = 100_000  # a parsed study, generously
_MOVER_BYTES = 20_000
# The answer is what the page opens with: with 10 steps it took 15 times as long beside two busy
# programs as alone, with 3 five times. The picture while dragging still gets twice its share.
_NICE_ANSWER = 3
_NICE_LONG = 10  # intercepts and exports: their reader has an answer already


@dataclass
class Desk:
    """State of one server; everything in it is bounded.

    Attributes
    ----------
    settings : ServerSettings
        From the command line.
    study : Study
        What the page opens with.
    terrain : TerrainDataset
        The terrain in use.
    live, heavy, long, light : Lane
        Lines to the processors: nominal cover while dragging, whole answers, intercepts and
        exports, and the rest.
    """

    settings: ServerSettings
    study: Study
    terrain: TerrainDataset
    live: Lane = field(default_factory=lambda: Lane("live", most_waiting=64, limit_s=60.0))
    heavy: Lane = field(
        default_factory=lambda: Lane(
            "heavy", most_waiting=32, most_per_peer=32, limit_s=120.0, nice=_NICE_ANSWER
        )
    )
    light: Lane = field(default_factory=lambda: Lane("light", most_waiting=400, most_per_peer=400))
    long: Lane = field(
        default_factory=lambda: Lane(
            "long", most_waiting=16, most_per_peer=16, limit_s=240.0, nice=_NICE_LONG
        )
    )
    studies: ByteCache[Study] = field(default_factory=lambda: ByteCache(20 * _MB))
    scenes: ByteCache[DrawnScene] = field(default_factory=lambda: ByteCache(200 * _MB))
    answers: ByteCache[SceneAnswer] = field(default_factory=lambda: ByteCache(200 * _MB))
    reaches: ByteCache[SceneReach] = field(default_factory=lambda: ByteCache(64 * _MB))
    movers: ByteCache[LiveRadar] = field(default_factory=lambda: ByteCache(4 * _MB))
    tiles: ByteCache[bytes] = field(default_factory=lambda: ByteCache(32 * _MB))
    progress: Progress = field(default_factory=Progress)
    replies: ByteCache[Any] = field(default_factory=lambda: ByteCache(32 * _MB))

    @classmethod
    def open(cls, settings: ServerSettings) -> "Desk":
        """Read study and terrain.

        Raises
        ------
        SkyshedError
            If one of them cannot be used.
        """
        study = load_study(settings.study)
        return cls(settings, study, study_terrain(study, settings.terrain))

    def __post_init__(self) -> None:
        self.pool = LivePool(self.terrain, threads=self.workers)
        self.raids = raids_in(self.settings.results)
        self.claims = ClaimsWork(self.study, self.terrain, self.settings.results)

    @cached_property
    def claim_views(self) -> dict[str, list[dict[str, Any]]]:
        """By claim, the scenes that show it on the map."""
        from skyshed.web.start import scene_json

        return {
            claim.id: [
                {"reading": view.reading, "label": view.label, "scene": scene_json(view.scene)}
                for view in claim_views(self.study, claim, most_radars=MOST_RADARS)
            ]
            for claim in self.study.claims
        }

    def close(self) -> None:
        """Stop what runs."""
        self.pool.close()
        self.claims.close()
        for lane in (self.live, self.heavy, self.long, self.light):
            lane.close()

    @property
    def terrain_path(self) -> Path | None:
        """The user's elevation data; None for the builtin relief."""
        return self.settings.terrain or self.study.terrain

    @property
    def workers(self) -> int:
        """Threads of one computation."""
        return processors()

    def scene(self, asked: SceneIn) -> Scene:
        """A request's scene as a value; places to 0.1 m, lengths to the centimetre."""
        return Scene(
            radars=tuple(
                SceneRadar(
                    id=r.id,
                    entry=r.entry,
                    latitude_deg=round(r.latitude_deg, 6),
                    longitude_deg=round(r.longitude_deg, 6),
                    mount=r.mount,
                    antenna_agl_m=None if r.antenna_agl_m is None else round(r.antenna_agl_m, 2),
                    sector_centre_deg=None
                    if r.sector_centre_deg is None
                    else round(r.sector_centre_deg, 4),
                    on=r.on,
                )
                for r in asked.radars
            ),
            target=asked.target.entry,
            configuration=asked.target.configuration,
            height_m=round(asked.height.value_m, 2),
            above_ground=asked.height.above == "ground",
            radius_m=round(asked.radius_m, 0),
            pd=asked.pd,
            networked=asked.networked,
            battery=None if asked.battery is None else SceneBattery(**asked.battery.model_dump()),
            fixed=dict(asked.what_if),
            draws=asked.draws,
            seed=asked.seed,
            terrain=self.terrain_path,
            catalogue=self.study.catalogue,
        )

    def study_of(self, scene: Scene, *, shooting: bool = False) -> Study:
        """The scene's study, parsed once."""
        key = repr(scene), shooting
        found = self.studies.get(key)
        if found is None:
            found = scene_study(scene, shooting=shooting)
            self.studies.put(key, found, _STUDY_BYTES)
        return found

    def drawn(self, scene: Scene, *, shooting: bool = False) -> DrawnScene:
        """The scene on its terrain, drawn; computed once."""
        study = self.study_of(scene, shooting=shooting)
        key = study_key(study)
        found = self.scenes.get(key)
        if found is None:
            try:
                found = draw_scene(study, self.terrain)
            except DocumentError as cause:
                raise error_in_scene(scene, cause) from None
            self.scenes.put(key, found, found.nbytes)
        return found

    def live_view(
        self, scene: Scene, key: str, view: MercatorView, who: str
    ) -> tuple[NDArray[np.uint8], float, str]:
        """What forbids cover in the pixels of a view, the radar's ring [m], and a note."""
        place = next(radar for radar in scene.radars if radar.id == key)
        radar = self._live_radar(scene, key)
        pixels = self.pool.frame(
            radar,
            who,
            latitude_deg=place.latitude_deg,
            longitude_deg=place.longitude_deg,
            view=view,
        )
        return pixels, radar.ring_m, f"nominal values, cells of {radar.cell_m:g} m"

    def _live_radar(self, scene: Scene, key: str) -> LiveRadar:
        """The radar that is dragged, found once for all places where it may stand."""
        own = next(radar for radar in scene.radars if radar.id == key)
        # the others, draws and place do not matter to nominal cover; numbers held do
        one = replace(
            scene,
            radars=(replace(own, latitude_deg=0.0, longitude_deg=0.0),),
            networked=False,
            battery=None,
            draws=20,
            seed=1,
        )
        found = self.movers.get(one_key := repr(one))
        if found is None:
            try:
                found = live_radar(self.study_of(self._kept_numbers(one)), key, self.terrain)
            except DocumentError as cause:
                raise error_in_scene(one, cause) from None
            self.movers.put(one_key, found, _MOVER_BYTES)
        return found

    def _kept_numbers(self, one: Scene) -> Scene:
        """Without what-ifs of other radars, which are not in the scene of one alone."""
        entry = one.radars[0].entry
        known = [choice.id for choice in radar_choices(extra=one.catalogue)]
        others = tuple(f"{name}." for name in known if name != entry)
        fixed = {k: v for k, v in one.fixed.items() if not k.startswith(others)}
        return replace(one, fixed=fixed)

    def answer(self, scene: Scene, stop: Stop) -> tuple[str, SceneAnswer]:
        """Key and answer of a scene; computed once."""
        key = study_key(self.study_of(scene))
        found = self.answers.get(key)
        if found is None:
            drawn = self.drawn(scene)
            found = answer_scene(
                drawn, workers=self.workers, progress=lambda done, total: stop.check()
            )
            self.answers.put(key, found, found.nbytes)
        return key, found

    def reach(
        self, scene: Scene, stop: Stop, tell: Callable[[int, int], None] = lambda done, total: None
    ) -> tuple[str, SceneReach]:
        """Key and reach of a scene's battery; computed once. `tell` hears how far it is."""

        def progress(done: int, total: int) -> None:
            stop.check()
            tell(done, total)

        key = study_key(self.study_of(scene, shooting=True))
        found = self.reaches.get(key)
        if found is None:
            drawn = self.drawn(scene, shooting=True)
            stop.check()
            found = reach_scene(drawn, workers=self.workers, progress=progress)
            self.reaches.put(key, found, found.nbytes)
        return key, found


def study_key(study: Study) -> str:
    """SHA-256 of what a study's file says: equal for equal questions."""
    data = {} if study.document is None else study.document.data
    return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()


def desk_of(connection: HTTPConnection) -> Desk:
    """The desk of the server that a request reached."""
    found: Desk = connection.app.state.desk
    return found


def peer_of(connection: HTTPConnection) -> str:
    """Address that a request came from."""
    return connection.client.host if connection.client else ""
