"""Made-up reaches of batteries and outcomes of raids, for a study of `synthetic.make_result`."""

import dataclasses

import numpy as np

from skyshed.analysis.engageable import FACTORS
from skyshed.analysis.envelope import Envelope
from skyshed.analysis.raids import RaidOutcome, RaidResult
from skyshed.analysis.reach import BatteryReach, EngageableLayers, HeightReach, ReachResult
from skyshed.analysis.results import Interval
from skyshed.analysis.waterfall import Waterfall, WaterfallStep
from skyshed.sim.statistics import Spread
from tests.output.recordings import raid
from tests.output.synthetic import HEIGHTS, SITE, make_result

STEPS = (
    ("a single scan sees it", 301, "one scan detects"),
    ("track confirmed", 262, "2 of 3 scans"),
    ("order to fire", 256, "after handover and reaction time"),
    ("launch", 255, "after the launch delay"),
    ("intercept, time line only", 205, "launch, then the time of flight"),
    ("intercept, guidance only", 214, "the radar that guides holds the target"),
    ("intercept, missile only", 249, "speed, turn and time"),
    ("intercept", 188, "all of them together"),
)


def km(median, spread=0.2, unit="m"):
    """An interval round a median given in kilometres."""
    size = 1e3 * median if unit == "m" else median
    return Interval((1 - spread) * size, size, (1 + spread) * size, 1.02 * size, unit)


def with_reach(result=None, **changes):
    """The synthetic study with two batteries and two raids."""
    result = make_result() if result is None else result
    return dataclasses.replace(result, reaches=make_reaches(result), raids=make_raids(), **changes)


def make_reaches(result):
    """Two batteries against both targets; maps for the headline target of the first."""
    return (
        _battery("truck", "S-400 with 48N6E3, radar on its truck", result, 1.0, maps=True),
        _battery("patriot", "Patriot with GEM-T", result, 0.4, maps=False),
    )


def _battery(key, label, result, scale, *, maps):
    pairs = tuple(
        _pair(key, target, result, scale * (1.0 if target.key == "f-16c" else 0.35),
              maps=maps and target.key == "f-16c")
        for target in result.targets
    )  # fmt: skip
    return BatteryReach(
        key=key,
        label=label,
        system="s-400",
        missile="48N6E3",
        guidance="track_via_missile",
        see="see",
        guide="shoot",
        fit_words="812 of 20000 possible missiles fly as quoted; 64 of them stand for all.",
        envelope=_envelope(key, label, scale),
        pairs=pairs,
    )


def _pair(battery, target, result, scale, *, maps):
    azimuth = np.linspace(0.0, 2 * np.pi, 36, endpoint=False)
    draws = np.linspace(0.8, 1.2, result.draws)[:, None]
    unbroken = 188e3 * scale * draws * (1.0 - 0.1 * np.sin(3 * azimuth))[None, :]
    steps = tuple(
        WaterfallStep(label, km(scale * slant, 0.15), note) for label, slant, note in STEPS
    )
    falls = Waterfall(
        battery, target.key, steps, result.ring_m,
        required_confirmation_m=km(302, 0.06),
        time_at_ring_s=km(192.0, 0.25, "s"),
        time_at_intercept_s=km(141.0, 0.2, "s"),
        speed_at_intercept_m_s=km(760.0, 0.15, "m/s"),
        lateral_at_intercept_m_s2=km(92.0, 0.4, "m/s2"),
    )  # fmt: skip
    heights = tuple(
        HeightReach(label, km(scale * far, 0.2), km(9e9 * scale**2 * (i + 1), 0.3, "m^2"),
                    km(0.04 * (i + 1) ** 1.5, 0.3, "1"))
        for i, (label, far) in enumerate(zip(HEIGHTS.labels, (31, 92, 150, 201), strict=True))
    )  # fmt: skip
    return ReachResult(
        battery=battery,
        target=target.key,
        label=f"{battery} against {target.name}",
        intercept_slant_m=km(188 * scale),
        intercept_ground_m=km(187 * scale),
        best_slant_m=km(212 * scale),
        share_of_radius=km(0.75 * scale, 0.2, "1"),
        share_of_ring=km(0.55 * scale**2, 0.35, "1"),
        area_m2=km(1.1e11 * scale**2, 0.35, "m^2"),
        azimuth_rad=azimuth,
        unbroken_m=unbroken,
        farthest_m=1.04 * unbroken,
        sector_share=1.0 / 3.0,
        heights=heights if maps else (),
        waterfall=falls,
        layers=_layers(result) if maps else None,
    )


def _layers(result):
    seen = result.pairs[0].layers
    n = seen.known.shape[0] // 2
    axis = np.arange(-n, n + 1) * seen.cell_m
    distance = np.hypot(axis[:, None], axis[None, :])
    ends = np.array([31e3, 92e3, 150e3, 201e3])[:, None, None]
    share = np.clip(1.5 - distance / ends, 0.0, 1.0) * (seen.share > 0.0)
    share[:, distance > seen.radius_m] = np.nan
    codes = np.where(distance > 260e3, FACTORS.index("missile energy"), FACTORS.index("time line"))
    factors = np.where(seen.factors == 0, codes, seen.factors)
    factors[(factors == FACTORS.index("time line")) & (distance < 130e3)] = FACTORS.index(
        "guidance"
    )
    factors[share > 0.5] = 0
    factors[:, distance > seen.radius_m] = 255
    return EngageableLayers(
        SITE[0], SITE[1], seen.cell_m, seen.radius_m, share, factors.astype(np.uint8), False
    )


def _envelope(key, label, scale):
    altitude = np.arange(500.0, 30_001.0, 500.0)
    draws = np.linspace(0.85, 1.15, 12)[:, None]
    shape = np.sqrt(np.clip(1.0 - (altitude / 27e3 - 0.2) ** 2, 0.0, None))
    far = scale * 250e3 * draws * shape
    far[:, altitude > 27e3] = np.nan
    aspects = {"inbound": 1.0, "crossing": 0.9, "outbound": 0.6}
    farthest = {aspect: factor * far for aspect, factor in aspects.items()}
    ranges = np.linspace(0.0, 300e3, 121)
    return Envelope(
        key, label, 250.0, 40.0, altitude, farthest,
        {aspect: np.where(np.isnan(v), np.nan, 4e3) for aspect, v in farthest.items()},
        {"inbound": 1.2 * far, "crossing": far, "outbound": 0.4 * far},
        0.6 * far,
        np.broadcast_to(0.5 * altitude, far.shape).copy(),
        np.full(12, 27e3),
        np.full(12, 500.0),
        ranges,
        {a: (v[:, :, None] >= ranges).mean(axis=0) for a, v in farthest.items()},
        {a: 0.1 * v for a, v in farthest.items()},
    )  # fmt: skip


def make_raids():
    """A low raid against two networks with three changes, and one that nothing is fired at."""
    rng = np.random.default_rng(5)
    first = _outcome("standing alone", "", 0.5, rng)
    cued = dataclasses.replace(
        _outcome("told where to look", "", 0.35, rng),
        fewer_leakers=Spread(1.1, 3.2, 5.6, 3.3, 0.12, 0.0),
    )
    changes = tuple(
        _outcome("standing alone", change, p, rng)
        for change, p in (
            ("half the missiles", 0.7),
            ("two missiles at each target", 0.45),
            ("twice the raid", 0.72),
        )
    )
    runs = np.array([2, 4, 8, 16, 32, 50])
    low = RaidResult(
        key="low",
        label="Eight cruise missiles and twelve drones, low",
        note="Invented, to show the size of the effect.",
        basis="assumed",
        defends="Ankara",
        targets=("8 x Cruise missile at 50 m", "12 x Drone"),
        outcomes=(first, cued, *changes),
        runs_counted=runs,
        half_width=0.9 / np.sqrt(runs),
        recording=raid(targets=20),
        chosen="Run 14 of draw 3. Of all runs the one nearest to the medians.",
    )
    never = _outcome("standing alone", "", 1.0, rng)
    nothing = Spread(*(float("nan"),) * 5, missing=1.0)
    spreads = {**never.spreads, "first_shot_s": nothing, "first_confirmation_s": nothing}
    quiet = dataclasses.replace(
        low,
        key="high",
        label="Four <fighters> & none seen",
        outcomes=(dataclasses.replace(never, spreads=spreads, reached=False),),
        half_width=np.array([np.nan]),
        runs_counted=np.array([1]),
    )
    return low, quiet


def _outcome(network, change, leak, rng, *, draws=12, runs=50, size=20):
    p = np.clip(leak * rng.uniform(0.6, 1.4, draws), 0.0, 1.0)
    leakers = rng.binomial(size, p[:, None], (draws, runs))
    shots = rng.poisson(26.0, (draws, runs))
    shares = np.array([np.bincount(row, minlength=leakers.max() + 1) / runs for row in leakers])

    def spread(values, missing=0.0):
        low, median, high = np.quantile(values, (0.05, 0.5, 0.95))
        half = 0.02 * abs(median) + 0.001
        return Spread(low, median, high, float(np.mean(values)), half, missing)

    def scattered(middle):
        return spread(middle * rng.uniform(0.8, 1.2, draws), 0.0)

    means = leakers.mean(axis=1)
    return RaidOutcome(
        network=network,
        change=change,
        size=size,
        draws=draws,
        runs=runs,
        spreads={
            "leakers": spread(means),
            "leakage": spread(means / size),
            "annihilation": spread((leakers == 0).mean(axis=1)),
            "shots": spread(shots.mean(axis=1)),
            "first_detection_s": scattered(210.0),
            "first_confirmation_s": scattered(240.0),
            "first_shot_s": dataclasses.replace(scattered(280.0), missing=0.04),
            "keep_out_m": scattered(8e3),
        },
        leaker_shares=shares,
        shots=shots,
    )
