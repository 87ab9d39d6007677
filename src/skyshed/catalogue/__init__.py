"""Public numbers about radars, targets and systems, each with its source and interval."""
