"""Intercept time line, salvo policy and kill assessment."""
