"""The program as users start it, with the real engine."""

import signal
import subprocess
import sys

import pytest

resource = pytest.importorskip("resource")  # POSIX

SKYSHED = [sys.executable, "-m", "skyshed"]


def skyshed(*arguments, cwd, **options):
    return subprocess.run(
        [*SKYSHED, *arguments], capture_output=True, text=True, check=False, cwd=cwd, **options
    )


def test_lesson_runs_again_from_its_own_results_to_the_byte(tmp_path):
    first = skyshed("run", "lesson-horizon", "--out", "first", "--quiet", cwd=tmp_path)
    assert first.returncode == 0, first.stderr
    assert first.stdout.splitlines()[-1] == "report: first/report.html"
    assert (tmp_path / "first" / "report.html").stat().st_size > 1000
    second = skyshed("run", "first", "--out", "second", "--quiet", cwd=tmp_path)
    assert second.returncode == 0, second.stderr
    numbers = [(tmp_path / name / "results.json").read_bytes() for name in ("first", "second")]
    assert numbers[0] == numbers[1]


def test_a_disk_that_fills_up_leaves_nothing(tmp_path):
    done = skyshed(
        "run",
        "lesson-horizon",
        "--quiet",
        cwd=tmp_path,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)),
    )
    assert done.returncode == 2
    assert done.stderr.startswith("skyshed: error: cannot write ")
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("number", "status", "words"),
    [(signal.SIGINT, 130, "skyshed: stopped; no results were written"), (signal.SIGTERM, -15, "")],
)
def test_stopping_leaves_no_half_folder(tmp_path, number, status, words):
    process = subprocess.Popen(
        [*SKYSHED, "run", "turkey-2019", "--out", "results", "--draws", "2000"],
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stderr is not None
        assert process.stderr.readline().startswith("skyshed: ")  # it is computing
        process.send_signal(number)
        rest = process.stderr.read()
    assert process.returncode == status
    assert rest.strip().endswith(words)
    assert "Traceback" not in rest
    assert list(tmp_path.iterdir()) == []
