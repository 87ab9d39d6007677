"""Files on disk: folders that are whole or absent, canonical JSON, content hashes."""

from skyshed.store.files import sha256_file, write_json, write_text
from skyshed.store.folder import MANIFEST_NAME, is_result_folder, result_folder

__all__ = [
    "MANIFEST_NAME",
    "is_result_folder",
    "result_folder",
    "sha256_file",
    "write_json",
    "write_text",
]
