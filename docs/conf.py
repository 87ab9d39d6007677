"""Sphinx configuration: the pages as Markdown, the examples as a gallery."""

project = "skyshed"
copyright = "The skyshed developers"
extensions = ["myst_parser", "sphinx_gallery.gen_gallery"]
myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]
html_theme = "alabaster"
suppress_warnings = ["myst.xref_missing"]  # links to files beside docs/, right on the forge

sphinx_gallery_conf = {
    "examples_dirs": "../examples",
    "gallery_dirs": "examples",
    "filename_pattern": r"\.py$",
    "download_all_examples": False,
    "show_memory": False,
}
