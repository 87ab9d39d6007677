"""Exit statuses and the one sentence that a failure is worth."""

import errno
import sys
from collections.abc import Sequence

from skyshed.cli.remarks import remark, speak_no_more
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
        if sys.stdout is not None:  # closed by the shell
            sys.stdout.flush()
    except SkyshedError as error:
        return _fail(str(error))
    except (KeyboardInterrupt, Abort):
        return _interrupted()
    except Exit as leave:
        return int(leave.exit_code)
    except BrokenPipeError:  # the reader of our output has gone, as in `skyshed ... | head`
        speak_no_more(sys.stdout)
        return 0
    except SystemExit as leave:  # what typer and rich make of a reader that has gone
        if not isinstance(leave.__context__, BrokenPipeError):
            raise
        speak_no_more(sys.stdout)
        return 0
    except OSError as error:
        if error.filename is not None or error.errno not in _FULL:
            raise
        speak_no_more(sys.stdout)
        return _fail(f"the output cannot be written ({error.strerror}); make room or redirect it")
    except Exception as error:
        if not hasattr(error, "format_message"):  # the mark of a wrong command line
            raise
        return _fail(f"{error.format_message().rstrip('.')}; see `skyshed --help`")
    if found == INTERRUPTED:  # what newer releases of typer make of Ctrl-C
        return _interrupted()
    return found if isinstance(found, int) else 0


def _interrupted() -> int:
    remark("\nskyshed: stopped; no results were written")
    return INTERRUPTED


def _fail(sentence: str) -> int:
    remark(f"skyshed: error: {' '.join(sentence.split())}")
    return FAILED
