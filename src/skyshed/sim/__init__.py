"""The only place with time: a given raid against given batteries, run by run."""
