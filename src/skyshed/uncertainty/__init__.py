"""Uncertain numbers: parameters, named random streams, sampling, shares of draws, sensitivity."""
