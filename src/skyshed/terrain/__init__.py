"""Terrain: the builtin relief and the user's elevation files, sampled where a radar needs them."""
