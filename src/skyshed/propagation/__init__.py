"""Where radar energy goes: refraction, the horizon, diffraction by terrain and Earth."""
