"""Licences of everything that is installed with skyshed: permissive, and copyleft parts listed."""

import re
from importlib.metadata import Distribution, PackageNotFoundError, distribution

import pytest
from packaging.requirements import Requirement

from tests.conftest import ROOT

# GPL and AGPL but not LGPL; a GPL with the GCC runtime exception binds nobody who links to it.
REFUSED = re.compile(
    r"(?<![A-Za-z])A?GPL|(?<!Lesser )(?<!Library )General Public License", re.IGNORECASE
)
EXCEPTION = re.compile(r"GPL[-\w. ]*WITH[- ]GCC-exception[-\d.]*", re.IGNORECASE)

# Shared libraries inside wheels whose licence is not permissive; docs/licences.md lists them.
LISTED = {"libgeos", "libgeos_c", "libgfortran", "libquadmath"}
# Well-known libraries under the GPL that a wheel might bundle.
GPL_LIBRARIES = {"libreadline", "libgsl", "libfftw3", "libx264", "libx265", "libpoppler", "libgmp"}


def _runtime() -> dict[str, Distribution]:
    """Installed distributions that skyshed needs at run time, without extras, by name."""
    found: dict[str, Distribution] = {}

    def add(name: str) -> None:
        key = re.sub(r"[-_.]+", "-", name).lower()
        if key in found:
            return
        try:
            found[key] = distribution(name)
        except PackageNotFoundError:
            pytest.fail(f"{name} is required but not installed")
        for text in found[key].requires or []:
            requirement = Requirement(text)
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                add(requirement.name)

    add("skyshed")
    return found


def _licence(package: Distribution) -> str:
    """What a distribution says about its licence: expression, classifiers, else the field."""
    metadata = package.metadata
    said = [metadata.get("License-Expression") or ""]
    said += [c for c in metadata.get_all("Classifier") or [] if c.startswith("License ::")]
    if not any(said):
        said.append((metadata.get("License") or "").splitlines()[0] if metadata["License"] else "")
    return "; ".join(part for part in said if part)


def _bundled(package: Distribution) -> set[str]:
    """Names of the shared libraries that a wheel brings along, without version and hash."""
    inside = [
        file.name for file in package.files or [] if re.search(r"\.(libs|dylibs)/", str(file))
    ]
    return {re.split(r"[-.]", name)[0] for name in inside if name.startswith("lib")}


def test_runtime_packages_are_permissive():
    refused = []
    for name, package in _runtime().items():
        licence = _licence(package)
        assert licence, f"{name} says nothing about its licence"
        if REFUSED.search(EXCEPTION.sub("", licence)):
            refused.append(f"{name}: {licence}")
    assert refused == []


def test_bundled_libraries_are_listed():
    page = (ROOT / "docs" / "licences.md").read_text("utf-8")
    for name, package in sorted(_runtime().items()):
        libraries = _bundled(package)
        if libraries:
            print(f"{name} {package.version} bundles {', '.join(sorted(libraries))}")
        assert not libraries & GPL_LIBRARIES, f"{name} bundles {libraries & GPL_LIBRARIES}"
        for library in libraries & LISTED:
            assert f"`{library}`" in page, f"docs/licences.md does not list {library} of {name}"


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("GPL-3.0-or-later", True),
        ("AGPL-3.0-only", True),
        ("License :: OSI Approved :: GNU General Public License v3 (GPLv3)", True),
        ("BSD-3-Clause AND GPL-3.0-or-later WITH GCC-exception-3.1", False),
        ("LGPL-2.1-or-later", False),
        ("License :: OSI Approved :: GNU Lesser General Public License v3 (LGPLv3)", False),
        ("MPL-2.0", False),
    ],
)
def test_the_rule_tells_them_apart(text, refused):
    assert bool(REFUSED.search(EXCEPTION.sub("", text))) == refused
