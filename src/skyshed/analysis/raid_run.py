"""Run the raids of a study and nothing else: no cover maps, no claims."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from skyshed import __version__
from skyshed.analysis.bibliography import bibliography
from skyshed.analysis.placement import build_model
from skyshed.analysis.raid_cases import raid_parameters
from skyshed.analysis.raid_order import RaidOrder, chosen_raids
from skyshed.analysis.raids import RaidResult, RaidRun, raid_result
from skyshed.analysis.results import StudyResult, WeightedRow
from skyshed.analysis.sentences import limits
from skyshed.analysis.study import (
    check_targets,
    processors,
    radar_summary,
    target_summary,
    terrain_summary,
)
from skyshed.analysis.study_terrain import study_terrain
from skyshed.analysis.weighted_raids import raid_rows
from skyshed.catalogue.loader import own_file_hashes
from skyshed.scenario.engagement_model import StudyRaid
from skyshed.scenario.model import Headline, Study
from skyshed.sim.campaign import Pool
from skyshed.systems.effects import effects_on
from skyshed.uncertainty.sampling import nominal_values, sample

Tell = Callable[[str, int, int], None]


def run_raids(
    study: Study,
    order: RaidOrder,
    *,
    workers: int | None = None,
    progress: Tell | None = None,
    checkpoint: Path | None = None,
    pool: Pool | None = None,
) -> StudyResult:
    """Run raids of a study.

    Parameters
    ----------
    study : Study
        From `skyshed.scenario.loader.load_study`.
    order : RaidOrder
        Which raids, and how often.
    workers : int, optional
        Threads; all processors by default. The result does not depend on it.
    progress : callable, optional
        Called with (what is being done, steps done, steps in all).
    checkpoint : Path, optional
        Folder that keeps finished blocks, see `analysis.raid_blocks.kept_blocks`.
    pool : Pool, optional
        Where raids are run instead of on threads. The result does not depend on it.

    Returns
    -------
    StudyResult
        Without pairs, reaches and claims; each raid as `skyshed.analysis.study.run_study` has it
        with the same seed, draws and runs.

    Raises
    ------
    SkyshedError
        If a raid is not there or not computable, or the checkpoint belongs to other inputs.
    """
    tell = progress or (lambda what, done, total: None)
    raids = chosen_raids(study, order)
    if not order.changes:
        raids = tuple(replace(raid, what_if=()) for raid in raids)
    study = _narrowed(study, raids)
    run = RaidRun(
        seed=study.seed,
        workers=workers or processors(),
        runs=order.most_runs,
        draws=order.draws,
        precision=order.precision,
        checkpoint=None if checkpoint is None else str(checkpoint),
        pool=pool,
        changes=order.changes,
        weighting=study.weighting,
    )
    model = build_model(study, study_terrain(study, tell=tell), tell=tell)
    check_targets(model)
    found = tuple(raid_result(model, raid, run, tell) for raid in raids)
    weighted: list[WeightedRow] = []
    for raid, result in zip(raids, found, strict=True):
        weighted += raid_rows(model, raid, run, result, tell) if order.weightings else []
    parameters = dict(model.parameters)
    for raid in raids:
        parameters |= raid_parameters(model, raid)
    draws = {outcome.draws for raid in found for outcome in raid.outcomes}
    values = sample(model.parameters, size=max(draws), seed=study.seed, weighting=study.weighting)
    nominal = nominal_values(model.parameters)
    return StudyResult(
        name=study.name,
        title=f"{study.title} - raids",
        summary=study.summary,
        question=study.question,
        version=__version__,
        seed=study.seed,
        draws=draws.pop() if len(draws) == 1 else 0,
        pd=study.pd,
        ring_m=study.ring_m or float("nan"),
        ring_label=study.ring_label,
        sentences=tuple(sentence for raid in found for sentence in raid_sentences(raid)),
        headline=(study.radars[0].key, study.targets[0].key),
        places=tuple((p.name, p.latitude_deg, p.longitude_deg) for p in study.places),
        radars=tuple(radar_summary(p, values, nominal) for p in model.placed.values()),
        targets=tuple(target_summary(target) for target in study.targets),
        pairs=(),
        unions=(),
        claims=(),
        tornado=None,
        terrain=terrain_summary(model),
        parameters=parameters,
        survives=(),
        limits=limits(model.terrain, shooting=True, effects=effects_on(model.parameters)),
        sources=bibliography(study, parameters.values()),
        own_catalogue=own_file_hashes(extra=study.catalogue),
        raids=found,
        weighting=study.weighting,
        weighted=tuple(weighted),
    )


def _narrowed(study: Study, raids: Sequence[StudyRaid]) -> Study:
    """The study with the radars, targets and batteries that the raids name, and no others.

    The claims stay, because the terrain that is read reaches as far as they ask.
    """
    networks = [study.network(key) for raid in raids for key in raid.networks]
    batteries = {key for network in networks for key in network.batteries}
    own = [study.battery(key) for key in batteries]
    radars = {key for network in networks for key in network.radars}
    radars |= {key for battery in own for key in (battery.see, battery.guide) if key is not None}
    states = [raid.radar_states for raid in raids]
    states += [change.radar_states for raid in raids for change in raid.what_if]
    radars |= {key for named in states for key in named}
    targets = {group.target for raid in raids for group in raid.groups}
    kept = replace(
        study,
        radars=tuple(r for r in study.radars if r.key in radars) or study.radars[:1],
        targets=tuple(target for target in study.targets if target.key in targets),
        batteries=tuple(battery for battery in study.batteries if battery.key in batteries),
    )
    return replace(kept, headline=Headline(kept.radars[0].key, kept.targets[0].key))


def raid_sentences(raid: RaidResult) -> list[str]:
    """One sentence on every network: how many get through."""
    told = []
    for outcome in raid.outcomes:
        if outcome.change:
            continue
        leakers = outcome.spreads["leakers"]
        told.append(
            f"{raid.label}, {outcome.network}: of {outcome.size} targets {leakers.median:.1f} get"
            f" through to {raid.defends} (5 to 95 % of the draws: {leakers.low:.1f} to"
            f" {leakers.high:.1f})."
        )
    return told
