"""Flight of missiles, projectiles and targets as point masses."""
