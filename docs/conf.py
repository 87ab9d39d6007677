"""Sphinx configuration: the pages as Markdown, the examples as a gallery that runs them."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "skyshed"
copyright = "The skyshed developers"
extensions = ["myst_parser", "sphinx_gallery.gen_gallery", "mathml"]
html_math_renderer = "mathml"
myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]
html_theme = "alabaster"
# Lines of 100 characters fit beside the sidebar.
html_theme_options = {"page_width": "1260px", "body_max_width": "none"}
html_static_path = ["_static"]
html_css_files = ["pages.css"]
suppress_warnings = ["myst.xref_missing"]  # links to files beside docs/, right on the forge

sphinx_gallery_conf = {
    "examples_dirs": "../examples",
    "gallery_dirs": "examples",
    "filename_pattern": r"\.py$",  # run every script; an error in one fails the build
    "within_subsection_order": "FileNameSortKey",
    "download_all_examples": False,
    "show_memory": False,
    "write_computation_times": False,
}
