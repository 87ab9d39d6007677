"""A scene of the map page ready to be asked: its model and the draws of all unknowns."""

from collections.abc import Mapping
from dataclasses import dataclass

from skyshed.analysis.pairs import Question
from skyshed.analysis.placement import Model, Values, build_model
from skyshed.analysis.study import check_targets
from skyshed.scenario.model import Study
from skyshed.systems.radar_site import RadarSite
from skyshed.terrain.dataset import TerrainDataset
from skyshed.uncertainty.sampling import nominal_values, sample


@dataclass(frozen=True)
class DrawnScene:
    """A study of radars against one target, drawn.

    Attributes
    ----------
    model : Model
        The study on its terrain.
    values, nominal : mapping of str to ndarray
        Draws of all unknowns, and their nominal values as one draw.
    sites : mapping of str to (RadarSite, RadarSite)
        Every radar, drawn and nominal, by key.
    """

    model: Model
    values: Values
    nominal: Values
    sites: Mapping[str, tuple[RadarSite, RadarSite]]

    def question(self, key: str) -> Question:
        """One radar against the scene's target."""
        (target,) = self.model.study.targets
        placed = self.model.placed[key]
        return Question(self.model, placed, target, *self.sites[key], self.values, self.nominal)

    @property
    def nbytes(self) -> int:
        """Memory that the terrain of the scene takes. [byte]"""
        placed = self.model.placed.values()
        return sum(
            p.grid.ground_m.nbytes
            + p.weight.nbytes
            + 4 * p.profiles.ground_m.nbytes
            + sum(v.nbytes for v in self.values.values())
            for p in placed
        )


def draw_scene(study: Study, terrain: TerrainDataset) -> DrawnScene:
    """Place the radars of a scene and draw its unknowns, as `run_study` would.

    Parameters
    ----------
    study : Study
        From `skyshed.scenario.quick_scene.scene_study`: one target.
    terrain : TerrainDataset
        The terrain.

    Returns
    -------
    DrawnScene

    Raises
    ------
    SkyshedError
        If a radar stands outside the terrain, is not computable, or the target is below the ground.
    """
    model = build_model(study, terrain)
    check_targets(model)
    values = sample(model.parameters, size=study.draws, seed=study.seed, weighting=study.weighting)
    nominal = nominal_values(model.parameters)
    sites = {key: (placed.at(values), placed.at(nominal)) for key, placed in model.placed.items()}
    return DrawnScene(model, values, nominal, sites)
