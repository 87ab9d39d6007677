"""A missile as a point mass: thrust, mass, drag, lift and the limits of its reach.

Thrust, mass and drag of air-defence missiles are not public. A `Missile` therefore holds many
members, each one set of numbers that could be true; a calibration keeps the sets that fly as the
quoted figures say.
"""

import dataclasses

import numpy as np
from numpy.typing import NDArray

# The order of the columns that the compiled loops read.
COLUMNS = (
    "boost_time_s",
    "sustain_time_s",
    "boost_fraction",
    "sustain_fraction",
    "exhaust_velocity_m_s",
    "mass_per_area_kg_m2",
    "drag_scale",
    "induced_drag",
    "lift_coefficient_max",
    "structure_limit_m_s2",
    "launch_speed_m_s",
    "minimum_speed_m_s",
    "minimum_lateral_m_s2",
    "maximum_time_s",
)
_POSITIVE = (
    "exhaust_velocity_m_s",
    "mass_per_area_kg_m2",
    "launch_speed_m_s",
    "maximum_time_s",
)


@dataclasses.dataclass(frozen=True, eq=False)
class Missile:
    """What decides the flight of a missile, one number per member, shapes (member,).

    Attributes
    ----------
    boost_time_s, sustain_time_s : ndarray
        Burning times of the first and the second stage of the motor, one after the other. [s]
    boost_fraction, sustain_fraction : ndarray
        Propellant burnt in each, as a share of the mass at launch; burnt at a constant rate. [1]
    exhaust_velocity_m_s : ndarray
        Effective exhaust velocity: thrust over mass flow. [m s^-1]
    mass_per_area_kg_m2 : ndarray
        Mass at launch over the reference area of the coefficients. [kg m^-2]
    drag_scale : ndarray
        Drag coefficient at zero lift over the one of the G7 projectile. [1]
    induced_drag : ndarray
        K of the drag polar Cd = Cd0 + K CL^2. [1]
    lift_coefficient_max : ndarray
        Largest lift coefficient. [1]
    structure_limit_m_s2 : ndarray
        Largest lateral acceleration that the airframe bears. [m s^-2]
    launch_speed_m_s : ndarray
        Speed at the start of the flight, where the missile leaves its rail or tube. [m s^-1]
    minimum_speed_m_s, minimum_lateral_m_s2, maximum_time_s : ndarray
        Where the reach ends: slower than this, less lateral acceleration at hand than this, or
        longer in flight than this. [m s^-1], [m s^-2], [s]
    """

    boost_time_s: NDArray[np.float64]
    sustain_time_s: NDArray[np.float64]
    boost_fraction: NDArray[np.float64]
    sustain_fraction: NDArray[np.float64]
    exhaust_velocity_m_s: NDArray[np.float64]
    mass_per_area_kg_m2: NDArray[np.float64]
    drag_scale: NDArray[np.float64]
    induced_drag: NDArray[np.float64]
    lift_coefficient_max: NDArray[np.float64]
    structure_limit_m_s2: NDArray[np.float64]
    launch_speed_m_s: NDArray[np.float64]
    minimum_speed_m_s: NDArray[np.float64]
    minimum_lateral_m_s2: NDArray[np.float64]
    maximum_time_s: NDArray[np.float64]

    def __post_init__(self) -> None:
        columns = {
            name: np.array(getattr(self, name), dtype=np.float64, ndmin=1) for name in COLUMNS
        }
        members = columns[COLUMNS[0]].shape
        for name, column in columns.items():
            if column.ndim != 1 or column.shape != members:
                raise ValueError(f"{name}: expected shape {members}, got {column.shape}")
            if not np.all(np.isfinite(column)) or np.any(column < 0.0):
                raise ValueError(f"{name}: expected finite numbers of zero or more, got {column}")
            if name in _POSITIVE and np.any(column == 0.0):
                raise ValueError(f"{name}: expected numbers above zero, got {column}")
            column.flags.writeable = False
            object.__setattr__(self, name, column)
        self._check_motor()

    def _check_motor(self) -> None:
        burnt = self.boost_fraction + self.sustain_fraction
        if np.any(burnt >= 1.0):
            raise ValueError(f"propellant must be less than the launch mass, got {np.max(burnt):g}")
        for stage in ("boost", "sustain"):
            time, fraction = getattr(self, f"{stage}_time_s"), getattr(self, f"{stage}_fraction")
            if np.any((time == 0.0) & (fraction > 0.0)):
                raise ValueError(f"{stage}_fraction needs a {stage}_time_s above zero")

    @property
    def members(self) -> int:
        """How many sets of numbers there are."""
        return int(self.boost_time_s.size)

    def member(self, index: int) -> "Missile":
        """The missile with one member of this one."""
        if not 0 <= index < self.members:
            raise ValueError(f"member must lie between 0 and {self.members - 1}, got {index}")
        return Missile(**{name: getattr(self, name)[index : index + 1] for name in COLUMNS})

    def packed(self) -> NDArray[np.float64]:
        """The numbers as the compiled loops read them.

        Returns
        -------
        ndarray, shape (member, 14)
            Columns in the order of `COLUMNS`.
        """
        return np.stack([getattr(self, name) for name in COLUMNS], axis=-1)
