"""Exit statuses and the one sentence that a failure is worth."""

import errno
import os
import sys
from collections.abc import Sequence
from contextlib import suppress

from skyshed.errors import SkyshedError

FAILED = 2
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EFBIG)
INTERRUPTED = 130


def run(arguments: Sequence[str]) -> int:
    """Run a command.

    Parameters
    ----------
    arguments : sequence of str
        Without the name of the program.

    Returns
    -------
    int
        0; 2 for anything the user can mend, with one sentence on the standard error; 130 after
        Ctrl-C.
    """
    from typer import Abort, Exit
    from typer.main import get_command

    from skyshed.cli.app import app

    try:
        found = get_command(app).main(
            args=list(arguments), prog_name="skyshed", standalone_mode=False
        )
        sys.stdout.flush()
    except SkyshedError as error:
        return _fail(str(error))
    except (KeyboardInterrupt, Abort):
        return _interrupted()
    except Exit as leave:
        return int(leave.exit_code)
    except BrokenPipeError:  # the reader of our output has gone, as in `skyshed ... | head`
        _speak_no_more()
        return 0
    except SystemExit as leave:  # what typer and rich make of a reader that has gone
        if not isinstance(leave.__context__, BrokenPipeError):
            raise
        _speak_no_more()
        return 0
    except OSError as error:
        if error.filename is not None or error.errno not in _FULL:
            raise
        _speak_no_more()
        return _fail(f"the output cannot be written ({error.strerror}); make room or redirect it")
    except Exception as error:
        if not hasattr(error, "format_message"):  # the mark of a wrong command line
            raise
        return _fail(f"{error.format_message().rstrip('.')}; see `skyshed --help`")
    if found == INTERRUPTED:  # what newer releases of typer make of Ctrl-C
        return _interrupted()
    return found if isinstance(found, int) else 0


def _speak_no_more() -> None:
    """Else Python would try once more to write what is left, on its way out."""
    with suppress(OSError, ValueError):  # no file behind it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _interrupted() -> int:
    print("\nskyshed: stopped; no results were written", file=sys.stderr)
    return INTERRUPTED


def _fail(sentence: str) -> int:
    print(f"skyshed: error: {' '.join(sentence.split())}", file=sys.stderr)
    return FAILED
