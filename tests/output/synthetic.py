"""A plausible study result, made up from smooth-Earth geometry and a few hills."""

import numpy as np

from skyshed.analysis.coverage import Heights
from skyshed.analysis.results import (
    ClaimResult,
    Interval,
    MapLayers,
    PairResult,
    PremiseRow,
    RadarSummary,
    ReadingResult,
    StudyResult,
    SwingRow,
    TargetSummary,
    TerrainSummary,
    Tornado,
    UnionRow,
)
from skyshed.uncertainty.parameter import Parameter

HEIGHTS = Heights(agl_m=(100.0, 1000.0, 3000.0, 10000.0))
SITE = (40.0789, 32.5656)
_EARTH_M = 8.495e6  # four thirds of the mean radius


def make_result(*, n=20, radius_m=450e3, draws=12, ground_m=None, seed=1, **more):
    """A study of two radars against two targets; maps for one pair only."""
    rng = np.random.default_rng(seed)
    cell_m = radius_m / n
    if ground_m is None:
        ground_m = _hills(n, rng)
    layers, radii, area, share = _cover(n, cell_m, radius_m, draws, ground_m, rng)
    radars = (
        _radar("see", "s-400/91n6e", "91N6E", "sees"),
        _radar("shoot", "s-400/92n6e", "92N6E on its truck", "shoots"),
        RadarSummary(
            key="nebo",
            entry="s-400/nebo",
            name="Nebo-M",
            role="sees",
            site="murted",
            latitude_deg=SITE[0],
            longitude_deg=SITE[1],
            antenna_altitude_m=Interval(850, 850, 850, 850, "m"),
            instrumented_range_m=Interval(6e5, 6e5, 6e5, 6e5, "m"),
            band="VHF",
            sector="all round",
            not_computable="no reference pair ('detects sigma at range R') in the catalogue",
        ),
    )
    targets = (
        TargetSummary("f-16c", "f-16c", "F-16C", "", 9000.0, 250.0, "inbound"),
        TargetSummary("f-35a", "f-35a", "F-35A", "clean", 9000.0, 250.0),
    )
    pairs = tuple(
        _pair(
            (radar.key, target.key, f"{radar.name} against {target.name}"),
            (radii, area, share),
            layers if (radar.key, target.key) == ("see", "f-16c") else None,
            scale=1.0 if target.key == "f-16c" else 0.4,
        )
        for radar in radars[:2]
        for target in targets
    )
    return StudyResult(
        **more,
        name="synthetic-2019",
        title="What the S-400 at Murted can really see",
        summary="One radar site near Ankara, two targets, made-up numbers.",
        question="155 miles: against what, flying how high, seen from where?",
        version="0.0.test",
        seed=2019,
        draws=draws,
        pd=0.5,
        ring_m=249448.0,
        ring_label="quoted ring, 155 miles",
        sentences=(
            "The ring of 155 miles (250 km) holds for an aircraft flying high, and for nothing that"
            " flies low.",
            "At 100 m above ground the radar at Murted covers 4 % (3 to 6 %) of the ring's area.",
            "An F-16 at 9 km is confirmed at 241 km (212 to 268 km) over terrain.",
            "The power of the radar is not public: this result rests on unverified numbers.",
            "Mountains, not missiles, draw most of the line.",
        ),
        headline=("see", "f-16c"),
        places=(
            ("Ankara", 39.93, 32.86),
            ("Konya", 37.979, 32.562),
            ("Incirlik", 37.0021, 35.4259),
            ("Malatya Erhac", 38.4353, 38.0911),
            ("<Istanbul> & $more$", 41.01, 28.98),
            ("Nicosia", 35.17, 33.36),
        ),
        radars=radars,
        targets=targets,
        pairs=pairs,
        unions=_unions(targets),
        claims=_claims(),
        tornado=_tornado(),
        terrain=TerrainSummary(
            "ETOPO5", 9300.0, 0.0, 600.0, 3, 0, ("Cells of 9 km hide narrow valleys and ridges.",)
        ),
        parameters=_parameters(),
        survives=("Below 3 km the horizon alone keeps the ring from holding.",),
        limits=("No clutter, jamming or maintenance: ranges are upper bounds.",),
        sources={
            "maker": {
                "title": "Brochure",
                "publisher": "The maker",
                "date": "2015",
                "address": "https://example.org/brochure",
                "note": "",
            },
            "odd": {"title": "Odd <b>one</b>", "address": "javascript:alert(1)"},
        },
    )


def make_lesson():
    """A lesson: no radars, only the smooth horizon."""
    import dataclasses

    rows = ((15.0, 30.0, 38530.0), (15.0, 100.0, 57180.0), (15.0, 300.0, 87350.0))
    rows += ((30.0, 30.0, 45150.0), (30.0, 100.0, 63800.0), (30.0, 300.0, 93970.0))
    return dataclasses.replace(
        make_result(n=4, draws=2),
        name="lesson-horizon",
        title="How far can a radar see?",
        sentences=("A 15 m antenna sees a target at 100 m to 57 km.",),
        headline=("", ""),
        places=(),
        radars=(),
        targets=(),
        pairs=(),
        unions=(),
        claims=(),
        tornado=None,
        ring_m=0.0,
        ring_label="",
        parameters={},
        lesson=True,
        lesson_rows=rows,
    )


def _hills(n, rng):
    axis = np.linspace(-1, 1, 2 * n + 1)
    x, y = np.meshgrid(axis, -axis)
    ground = 900.0 * np.exp(-((x - 0.2) ** 2 + (y + 0.4) ** 2) / 0.1) + 800.0
    ground += 150.0 * np.sin(9 * x) * np.cos(7 * y) + rng.normal(0, 30, x.shape)
    return np.where(y > 0.75, 0.0, np.maximum(ground, 0.0)).astype(np.float32)


def _cover(n, cell_m, radius_m, draws, ground_m, rng):
    axis = np.arange(-n, n + 1) * cell_m
    distance = np.hypot(axis[:, None], axis[None, :])
    disc = distance <= radius_m
    known = disc & np.isfinite(ground_m)
    past = np.maximum(distance - 15e3, 0.0)
    horizon = 900.0 + past**2 / (2 * _EARTH_M)
    shade = np.clip(ground_m - 1100.0, 0.0, None) * distance / 8e4
    stretch = rng.uniform(0.9, 1.1, draws)
    reach = rng.uniform(210e3, 420e3, draws)
    lowest = np.stack([horizon * s + shade for s in stretch])
    lowest[:, ~disc] = np.nan
    lowest[distance[None] > reach[:, None, None]] = np.nan
    asked = HEIGHTS.altitudes_over(ground_m)
    with np.errstate(invalid="ignore"):
        cover = lowest[:, None] <= asked[None]
    factors = np.where(distance > reach[0], 5, np.where(shade > 300, 3, 2))
    factors = np.broadcast_to(factors, cover.shape[1:]).astype(np.uint8).copy()
    factors[cover[0]] = 0
    factors[:, ~known] = 255
    inside = known & (distance <= 249448.0)
    share = (cover & inside).sum(axis=(2, 3)) / inside.sum()
    area = (cover & known).sum(axis=(2, 3)) * cell_m**2
    filled = np.sort(np.where(np.isnan(lowest), np.inf, lowest), axis=0)
    ranks = [max(int(np.ceil(q * draws)) - 1, 0) for q in (0.05, 0.5, 0.95)]
    quantiles = np.where(np.isinf(filled[ranks]), np.nan, filled[ranks])
    farthest = np.where(cover, distance, 0.0).max(axis=(2, 3))
    wave = 1.0 - 0.15 * (1 + np.sin(np.linspace(0, 6 * np.pi, 72, endpoint=False)))
    radii = farthest[:, :, None] * wave
    layers = MapLayers(
        latitude_deg=SITE[0],
        longitude_deg=SITE[1],
        cell_m=cell_m,
        radius_m=radius_m,
        heights=HEIGHTS,
        ground_m=np.asarray(ground_m, dtype=np.float32),
        known=known,
        nominal=cover[0] & known,
        share=cover.mean(axis=0),
        quantiles_m=quantiles,
        factors=factors,
    )
    return layers, radii, area, share


def _radar(key, entry, name, role):
    return RadarSummary(
        key=key,
        entry=entry,
        name=name,
        role=role,
        site="Murted",
        latitude_deg=SITE[0],
        longitude_deg=SITE[1],
        antenna_altitude_m=Interval(849, 851, 855, 851, "m"),
        instrumented_range_m=Interval(5.8e5, 6e5, 6e5, 6e5, "m"),
        band="S",
        sector="all round",
        site_note="The site's own altitude, 843 m, overrides the terrain, 901 m.",
    )


def _range(km, width=0.12):
    return Interval(km * (1 - width) * 1e3, km * 1e3, km * (1 + width) * 1e3, km * 1.01e3, "m")


def _pair(names, cover, layers, *, scale):
    radar, target, label = names
    radii, area, share = cover
    distance = np.linspace(0, 450e3, 91)
    lowest = 900.0 + np.maximum(distance - 15e3, 0) ** 2 / (2 * _EARTH_M)
    lowest = np.stack([lowest, lowest * 0.93, lowest * 1.12])
    lowest[:, distance > 390e3] = np.nan
    highest = np.minimum(np.stack([900 + distance * 1.7] * 3), 30e3)
    slant = np.linspace(10e3, 500e3, 99)
    single = np.stack([np.exp(-((slant / (r * scale)) ** 4)) for r in (230e3, 290e3, 350e3)])
    return PairResult(
        radar=radar,
        target=target,
        label=label,
        r50_free_space_m=_range(300 * scale),
        r90_free_space_m=_range(260 * scale),
        r50_over_terrain_m=_range(290 * scale),
        r90_over_terrain_m=_range(241 * scale),
        r50_ground_m=_range(289 * scale),
        r90_ground_m=Interval(np.nan, 240e3 * scale, 260e3 * scale, 245e3 * scale, "m"),
        assumed="Pd 0.5, Pfa 1e-6, Swerling 1, one pulse",
        heights=HEIGHTS,
        azimuth_rad=np.linspace(0, 2 * np.pi, 72, endpoint=False),
        radii_m=radii * scale,
        farthest_m=radii * scale * 1.05,
        share_in_ring=share,
        area_m2=area * scale,
        vertical_azimuth_rad=np.radians(160.0),
        distance_m=distance,
        vertical_lowest_m=lowest,
        vertical_highest_m=highest,
        vertical_ground_m=800 + 300 * np.sin(distance / 4e4) ** 2,
        vertical_visible_m=lowest[0] * 0.95,
        pd_slant_m=slant,
        pd_single=single,
        pd_confirmed=single**1.5,
        firm_radius_m=np.array([50e3, 140e3, 260e3, 430e3]),
        firm_share=np.array([0.05, 0.31, 0.8, 1.0]),
        layers=layers,
    )


def _unions(targets):
    rows = []
    for group, factor in (("S-400 alone", 1.0), ("NATO sensors", 2.4), ("all together", 2.9)):
        for height, size in (("100 m above ground", 9e9), ("1 km above ground", 6e10)):
            nominal = size * factor
            area = Interval(0.8 * nominal, nominal, 1.2 * nominal, nominal, "m^2")
            rows.append(UnionRow(group, targets[0].key, height, area))
    return tuple(rows)


def _claims():
    shares = {
        "triangular": (0.61, 0.54, 0.68),
        "uniform": (0.48, 0.41, 0.55),
        "nominal_heavy": (0.72, 0.65, 0.78),
    }
    reading = ReadingResult(
        id="possible",
        text="a tanker at 9 km or above is confirmed at 237.5 km slant range",
        predicate="confirmed slant range of at least 237.5 km",
        value=Interval(201e3, 243e3, 279e3, 246e3, "m"),
        shares=shares,
        box=(91e3, 402e3),
        verdict="depends on unpublished values",
        deciding=("s-400/91n6e.pair", "s-400/91n6e.pd"),
        capped=("Three grade-D inputs could flip it.",),
        terrain={"smooth Earth": 0.66, "relief": 0.61, "relief with error": 0.6},
        cases=(("KC-135 at 9 km", "243 km"), ("A320 at 10 km", "238 km")),
    )
    low = ReadingResult(
        id="general",
        text="every class and height of the table",
        predicate="confirmed slant range of at least 237.5 km in all cases",
        value=Interval(np.nan, 31e3, 44e3, 33e3, "m"),
        shares=dict.fromkeys(shares, (0.0, 0.0, 0.02)),
        box=(np.nan, 60e3),
        verdict="contradicted",
    )
    return (
        ClaimResult(
            id="range",
            sentence="designed to detect and shoot down aircraft and missiles up to 155 miles away",
            who="TIME",
            when="2019-08-02",
            source="maker",
            verdict="depends on unpublished values",
            why="The quoted range of the radar decides, and what it stands for is not published.",
            readings=(reading, low),
            premise=(),
            left_out=("No clutter: the real range is shorter.",),
            survives="Without grade-D inputs only the horizon remains: 430 km at 10 km.",
            not_computed=("intercept at that distance: not computed yet",),
        ),
        ClaimResult(
            id="stealth",
            sentence="could allow Russia to observe the F-35",
            who="Pentagon",
            when="2019-08-02",
            source="nowhere",
            verdict="not testable here",
            why="It is about intent.",
            readings=(),
            premise=(PremiseRow("share of aspect cells with 14 looks", "12 % (3 to 40)", "clean"),),
            left_out=(),
            survives="",
        ),
    )


def _tornado():
    rows = (
        SwingRow("s-400/91n6e.pair", "which quoted range calibrates 91N6E", "230 km, 1 m²",
                 "390 km, 4 m²", 198e3, 301e3, "derived", "C"),
        SwingRow("s-400/91n6e.pd", "probability of detection behind the quoted range", "0.5", "0.9",
                 226e3, 271e3, "assumed", "D"),
        SwingRow("f-16c.rcs", "radar cross-section of the F-16C", "0.5 m²", "5 m²", 214e3, 262e3,
                 "unverified", "C"),
        SwingRow("terrain.error_m", "terrain error", "0 m", "600 m", np.nan, 244e3, "derived", "B"),
    )  # fmt: skip
    return Tornado(
        "confirmed slant range of F-16C at 9 km over terrain",
        "m",
        243e3,
        rows,
        {
            "published": 0.12,
            "derived": 0.31,
            "unverified": 0.2,
            "assumed": 0.3,
            "interactions": 0.07,
        },
    )


def _parameters():
    return {
        "s-400/91n6e.antenna_height_m": Parameter(
            8.0, 6.0, 12.0, "m", basis="assumed", grade="D", sources=("assumption",),
            note="From photographs.", label="antenna height of 91N6E",
        ),
        "s-400/91n6e.pair0.range_m": Parameter(
            390e3, 340e3, 400e3, "m", basis="published", grade="B", sources=("maker",),
            label="quoted range of 91N6E",
        ),
        "s-400/91n6e.frequency_hz": Parameter(
            3e9, 2e9, 4e9, "Hz", basis="derived", grade="B", sources=("maker",),
            label="frequency of 91N6E",
        ),
        "f-16c.rcs_m2.s_c.nose": Parameter(
            1.2, 0.5, 5.0, "m^2", "log_triangular", basis="unverified", grade="C",
            sources=("odd",), label="radar cross-section of F-16C, nose, S and C band",
        ),
        "s-400/91n6e.pd": Parameter(
            0.5, 0.5, 0.9, "1", "discrete", (0.5, 0.8, 0.9), basis="assumed", grade="D",
            note="The quoted range does not say it.", label="probability of detection meant",
        ),
    }  # fmt: skip
