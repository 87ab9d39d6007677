"""Outcomes of raids, as plain mappings and lists for `results.json`."""

from typing import TYPE_CHECKING, Any

from skyshed.sim.statistics import Spread

if TYPE_CHECKING:
    from skyshed.analysis.raids import RaidOutcome, RaidResult


def raid_numbers(raid: "RaidResult") -> dict[str, Any]:
    """Numbers of one raid, without its recorded run.

    Parameters
    ----------
    raid : RaidResult
        The raid.

    Returns
    -------
    dict
        Ready for `store.write_json`; times in seconds, distances in metres.
    """
    return {
        "key": raid.key,
        "label": raid.label,
        "note": raid.note,
        "basis": raid.basis,
        "defends": raid.defends,
        "targets": list(raid.targets),
        "starts": list(raid.starts),
        "outcomes": [_outcome(outcome) for outcome in raid.outcomes],
        "typical_run": raid.chosen,
    }


def _outcome(outcome: "RaidOutcome") -> dict[str, Any]:
    fewer = outcome.fewer_leakers
    return {
        "network": outcome.network,
        "change": outcome.change,
        "targets": outcome.size,
        "draws": outcome.draws,
        "runs": outcome.runs,
        "precision_reached": outcome.reached,
        "quantities": {name: _spread(spread) for name, spread in outcome.spreads.items()},
        "fewer_leakers": None if fewer is None else _spread(fewer),
    }


def _spread(spread: Spread) -> dict[str, float]:
    """Over draws; "sampling" is half the 95 % interval that chance leaves to the mean."""
    return {
        "p05": spread.low,
        "p50": spread.median,
        "p95": spread.high,
        "mean": spread.mean,
        "sampling": spread.half_width,
        "missing": spread.missing,
    }
