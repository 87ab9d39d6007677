"""The command `skyshed`. It starts fast: each command loads what it needs when it runs."""


def main() -> None:
    """Run the command line and leave with its exit status."""
    import sys

    from skyshed.cli.exits import run

    sys.exit(run(sys.argv[1:]))
