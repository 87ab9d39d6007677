"""Figures of the report, drawn by Matplotlib as SVG that follows the theme of the page."""
