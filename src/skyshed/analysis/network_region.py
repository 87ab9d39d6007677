"""The part of a study that a network is asked about, and the disc that its shares count."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from skyshed.geodesy.geodesics import inverse
from skyshed.scenario.model import Group, Study, StudySite


def narrowed_network(study: Study, groups: Sequence[Group], added: Sequence[str]) -> Study:
    """Radars of the groups and added ones, the headline's target, no claims and no batteries."""
    keys = {key for group in groups for key in group.radars} | set(added)
    headline = study.headline
    target = study.targets[0] if headline is None else study.target(headline.target)
    first = None if headline is None else study.radar(headline.radar).site
    radars = tuple(radar for radar in study.radars if radar.key in keys)
    if first is not None:  # the region stays round the headline's site, whoever is asked about
        radars = tuple(sorted(radars, key=lambda radar: radar.site.key != first.key))
    return replace(
        study,
        radars=radars,
        targets=(target,),
        headline=None, batteries=(), networks=(), raids=(), claims=(), flights=(),
    )  # fmt: skip


def centre_of(study: Study) -> StudySite:
    """Where the middle of the region lies."""
    return study.radars[0].site


def wide_m(study: Study) -> float:
    """Radius of terrain that holds the whole region as seen from every radar. [m]"""
    centre = centre_of(study)
    here = np.radians([centre.latitude_deg, centre.longitude_deg])
    apart = [
        float(inverse(*here, *np.radians([r.site.latitude_deg, r.site.longitude_deg]))[0])
        for r in study.radars
    ]
    return study.radius_m + float(np.ceil(max(apart) / study.cell_m) + 1.0) * study.cell_m
