"""What the server knows and has at hand: terrain, caches, and the lanes to the processors."""

import hashlib
import json
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from starlette.requests import HTTPConnection

from skyshed.analysis.mercator_view import MercatorView
from skyshed.analysis.scene import DrawnScene, draw_scene
from skyshed.analysis.scene_answer import SceneAnswer, answer_scene
from skyshed.analysis.scene_live import factor_view
from skyshed.analysis.scene_reach import SceneReach, reach_scene
from skyshed.analysis.study import processors
from skyshed.errors import DocumentError
from skyshed.scenario.loader import load_study
from skyshed.scenario.model import Study
from skyshed.scenario.quick_scene import (
    Scene,
    SceneBattery,
    SceneRadar,
    error_in_scene,
    scene_study,
)
from skyshed.terrain.dataset import TerrainDataset, open_terrain
from skyshed.web.byte_cache import ByteCache
from skyshed.web.jobs import Lane, Stop
from skyshed.web.schemas import SceneIn
from skyshed.web.settings import ServerSettings

_MB = 1_000_000
_STUDY_BYTES = 100_000  # a parsed study, generously


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
    live: Lane = field(default_factory=lambda: Lane("live", most_waiting=64, limit_s=20.0))
    heavy: Lane = field(
        default_factory=lambda: Lane("heavy", most_waiting=32, most_per_peer=32, limit_s=120.0)
    )
    light: Lane = field(default_factory=lambda: Lane("light", most_waiting=400, most_per_peer=400))
    long: Lane = field(
        default_factory=lambda: Lane("long", most_waiting=16, most_per_peer=16, limit_s=240.0)
    )
    studies: ByteCache[Study] = field(default_factory=lambda: ByteCache(20 * _MB))
    scenes: ByteCache[DrawnScene] = field(default_factory=lambda: ByteCache(200 * _MB))
    answers: ByteCache[SceneAnswer] = field(default_factory=lambda: ByteCache(200 * _MB))
    reaches: ByteCache[SceneReach] = field(default_factory=lambda: ByteCache(64 * _MB))
    tiles: ByteCache[bytes] = field(default_factory=lambda: ByteCache(32 * _MB))
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
        return cls(settings, study, open_terrain(settings.terrain or study.terrain))

    def close(self) -> None:
        """Stop what runs."""
        for lane in (self.live, self.heavy, self.long, self.light):
            lane.close()

    @property
    def workers(self) -> int:
        """Threads of one computation."""
        return processors()

    def scene(self, asked: SceneIn) -> Scene:
        """A request's scene as a value; places to 0.1 m, lengths to the centimetre."""
        path = self.settings.terrain or self.study.terrain
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
            terrain=path,
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
        self, scene: Scene, radar: str, view: MercatorView
    ) -> tuple[NDArray[np.uint8], float, str]:
        """What forbids cover in the pixels of a view, the radar's ring [m], and a note."""
        drawn = self.drawn(replace(scene, draws=1))
        ring_m = float(drawn.sites[radar][1].instrumented_range_m[0])
        return factor_view(drawn, radar, view), ring_m, "nominal values"

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

    def reach(self, scene: Scene, stop: Stop) -> tuple[str, SceneReach]:
        """Key and reach of a scene's battery; computed once."""
        key = study_key(self.study_of(scene, shooting=True))
        found = self.reaches.get(key)
        if found is None:
            drawn = self.drawn(scene, shooting=True)
            stop.check()
            found = reach_scene(drawn, workers=self.workers)
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
