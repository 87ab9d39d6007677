"""What happens to a command whose output nobody takes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

COMMANDS = (["--help"], ["studies"], ["catalogue", "list"])
FULL = pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")


def leave(arguments, output):
    command = [sys.executable, "-m", "skyshed", *arguments]
    done = subprocess.run(command, stdout=output, stderr=subprocess.PIPE, text=True, check=False)
    return done.returncode, done.stderr


@pytest.mark.parametrize("arguments", COMMANDS)
def test_a_reader_that_has_gone_is_no_fault(arguments):
    reader, writer = os.pipe()
    os.close(reader)
    try:
        assert leave(arguments, writer) == (0, "")
    finally:
        os.close(writer)


@FULL
@pytest.mark.parametrize("arguments", COMMANDS)
def test_a_full_disk_is_said_in_one_sentence(arguments):
    with open("/dev/full", "w") as full:
        status, said = leave(arguments, full)
    assert status == 2
    assert said.startswith("skyshed: error: the output cannot be written (")
    assert said.count("\n") == 1


@FULL
def test_work_goes_on_where_nobody_takes_its_remarks(tmp_path):
    command = f"{sys.executable} -m skyshed run lesson-horizon --out"
    for number, end in enumerate(("2>/dev/full", "2>&-", ">&-", "2>&1 >/dev/null | true")):
        done = subprocess.run(
            ["bash", "-o", "pipefail", "-c", f"{command} {tmp_path / str(number)} {end}"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert (done.returncode, "Traceback" in done.stderr) == (0, False), end
        assert (tmp_path / str(number) / "report.html").exists()
