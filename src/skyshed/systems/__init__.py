"""Frozen values of radars and targets in the world, and the functions that join physics to them."""
