"""What an air-defence system can really see, and what it could really reach.

Importing the package reads no file and no environment variable; the parts are imported from their
modules (`from skyshed.analysis.coverage import coverage`), which pull in what they need.
"""

__version__ = "0.1.0.dev0"
__all__ = ["__version__"]
