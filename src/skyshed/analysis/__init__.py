"""The questions: what is covered, how far, how likely, what decides, and what a claim is worth."""
