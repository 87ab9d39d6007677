"""Load the kernels before the first visitor asks: the opening scene, once."""

import contextlib
from dataclasses import replace

from skyshed.analysis.live_cover import MercatorView
from skyshed.analysis.scene_point import point_views
from skyshed.errors import SkyshedError
from skyshed.web.desk import Desk
from skyshed.web.jobs import Busy, Stop, Superseded, TooSlow
from skyshed.web.start import opening_scene, start_page


async def warm_up(desk: Desk) -> None:
    """Compute the opening scene in the lanes where visitors' requests wait, too."""
    scene = replace(
        opening_scene(desk.study), terrain=desk.terrain_path, catalogue=desk.study.catalogue
    )
    first = next(radar for radar in scene.radars if radar.on)
    view = MercatorView(
        first.longitude_deg - 1.0,
        max(first.latitude_deg - 1.0, -85.0),
        first.longitude_deg + 1.0,
        min(first.latitude_deg + 1.0, 85.0),
        64,
        64,
    )

    def light(stop: Stop) -> None:
        desk.replies.put("start", start_page(desk), 200_000)
        point_views(desk.drawn(scene), first.latitude_deg + 0.5, first.longitude_deg)

    with contextlib.suppress(SkyshedError, Busy, Superseded, TooSlow):
        await desk.live.run(lambda stop: desk.live_view(scene, first.id, view, "warm-up"))
        await desk.heavy.run(lambda stop: desk.answer(scene, stop))
        await desk.light.run(light)
