"""`python -m skyshed` is the command `skyshed`."""

from skyshed.cli import main

if __name__ == "__main__":
    main()
