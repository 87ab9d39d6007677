"""What happens to a command whose output nobody takes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

COMMANDS = (["--help"], ["studies"], ["catalogue", "list"])


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


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("arguments", COMMANDS)
def test_a_full_disk_is_said_in_one_sentence(arguments):
    with open("/dev/full", "w") as full:
        status, said = leave(arguments, full)
    assert status == 2
    assert said.startswith("skyshed: error: the output cannot be written (")
    assert said.count("\n") == 1
