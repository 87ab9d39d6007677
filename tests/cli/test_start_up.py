"""The command starts fast because it loads nothing heavy before a command needs it."""

import subprocess
import sys

HEAVY = {"numpy", "numba", "scipy", "rasterio", "pyproj", "matplotlib", "pydantic", "jinja2"}
HEAVY |= {"fastapi", "uvicorn", "starlette"}


def modules_after(arguments: str) -> set[str]:
    code = (
        "import sys\nfrom skyshed.cli.exits import run\n"
        f"assert run({arguments}) == 0\n"
        "print('\\n'.join(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return {line.partition(".")[0] for line in done.stderr.splitlines()}


def test_help_loads_nothing_heavy():
    assert modules_after("['--help']") & (HEAVY | {"ruamel"}) == set()
    # newer releases of typer load pydantic by themselves to read the options of a command
    for command in ("run", "reach", "raid", "sensitivity", "query", "serve"):
        loaded = modules_after(f"['{command}', '--help']")
        assert loaded & (HEAVY - {"pydantic"} | {"ruamel"}) == set(), command


def test_catalogue_loads_only_what_it_needs():
    assert modules_after("['catalogue', 'list']") & (HEAVY - {"numpy", "pydantic"}) == set()


def test_python_m_skyshed_is_the_command():
    done = subprocess.run(
        [sys.executable, "-m", "skyshed", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("skyshed ")
