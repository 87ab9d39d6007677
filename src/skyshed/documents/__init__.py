"""YAML documents that users edit: plain data, with the line number of every part of it."""

from skyshed.documents.document import Document, NodePath, format_path
from skyshed.documents.names import listed, suggest
from skyshed.documents.reading import load_yaml, not_a_file, parse_yaml

__all__ = [
    "Document",
    "NodePath",
    "format_path",
    "listed",
    "load_yaml",
    "not_a_file",
    "parse_yaml",
    "suggest",
]
