"""The study file: what is asked, of which radars and targets, where, and which claims it tests."""
