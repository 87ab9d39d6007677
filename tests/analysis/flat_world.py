"""A small study in memory: level ground at sea level, two radars, a fighter, two flights."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import rasterio
from rasterio.transform import Affine

from skyshed.analysis.placement import Model, build_model
from skyshed.catalogue import loader
from skyshed.scenario.model import (
    Flight,
    Group,
    Headline,
    Study,
    StudyRadar,
    StudySite,
    StudyTarget,
)
from skyshed.terrain.dataset import TerrainDataset, open_terrain
from skyshed.uncertainty.sampling import nominal_values, sample

CENTRE = (40.0, 33.0)


def flat_terrain(folder: Path) -> TerrainDataset:
    """Ground at 0 m, four degrees to every side of `CENTRE`."""
    path = folder / "flat.tif"
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        dtype="float32",
        count=1,
        height=160,
        width=160,
        crs="EPSG:4326",
        transform=Affine(0.05, 0.0, CENTRE[1] - 4.0, 0.0, -0.05, CENTRE[0] + 4.0),
    ) as target:
        target.write(np.zeros((1, 160, 160), dtype=np.float32))
    return open_terrain(path)


def site(key: str, latitude_deg: float, longitude_deg: float) -> StudySite:
    """A place on the flat ground."""
    return StudySite(key, f"Site {key}", latitude_deg, longitude_deg, None, "assumed", "assumed")


def radar(key: str, entry: str, at: StudySite) -> StudyRadar:
    """A radar of the catalogue there."""
    return StudyRadar(
        key, loader.radar(entry), at, None, "see", None, f"Radar {key}", True, "assumed", "assumed"
    )


def flight(key: str, points: tuple[tuple[float, float], ...], **changes: object) -> Flight:
    """A route at 8 km, or with `radius_m` an area; changes may replace any field."""
    kind = "area" if "radius_m" in changes else "route"
    start = Flight(
        key, f"Flight {key}", kind, points, None, 8e3, 8e3, 250.0, ("fighter",), "assumed"
    )
    return replace(start, **changes)  # type: ignore[arg-type]


def flat_study(**changes: object) -> Study:
    """Two radars 100 km apart; cells of 5 km out to 200 km."""
    west = site("west", *CENTRE)
    east = site("east", CENTRE[0], CENTRE[1] + 1.17)
    fighter = StudyTarget(
        "fighter", loader.target("f-16c"), "clean", 8e3, None, 250.0, "inbound", None, "Fighter",
        True, "assumed",
    )  # fmt: skip
    study = Study(
        name="flat",
        title="Flat",
        summary="Flat",
        question="Flat?",
        path=Path("flat.yaml"),
        document=None,
        terrain=None,
        catalogue=None,
        radius_m=200e3,
        cell_m=5e3,
        agl_m=(100.0,),
        altitude_m=(),
        ring_m=None,
        ring_label="",
        pd=0.5,
        draws=6,
        seed=1,
        sites={"west": west, "east": east},
        radars=(radar("west", "s-400/91n6e", west), radar("east", "an-fps-117", east)),
        targets=(fighter,),
        headline=Headline("west", "fighter"),
        groups={
            "one": Group("one", "the west", ("west",)),
            "both": Group("both", "west and east", ("west", "east")),
        },
        flights=(
            flight("far", ((41.5, 32.0), (41.5, 34.0))),
            flight("near", ((40.0, 33.5),), radius_m=20e3),
        ),
        places=(),
        claims=(),
        sources={},
    )
    return replace(study, **changes)  # type: ignore[arg-type]


def flat_model(folder: Path, **changes: object) -> Model:
    """The study on its terrain."""
    return build_model(flat_study(**changes), flat_terrain(folder))


def draws_of(model: Model, size: int = 6) -> tuple[dict, dict]:
    """Draws and nominal values."""
    return sample(model.parameters, size=size, seed=1), nominal_values(model.parameters)
