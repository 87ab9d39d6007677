"""A campaign with checkpoints in a folder, for a test that kills it.

Prints a line after each round of blocks, then waits for one, so that the killer sets the pace.
"""

import sys

from skyshed.sim.campaign import run_campaign
from tests.sim.test_campaign import ASKED, four_draws

if __name__ == "__main__":

    def progress(done, of):
        print(done, of, flush=True)
        sys.stdin.readline()

    print(run_campaign(four_draws(), checkpoint=sys.argv[1], progress=progress, **ASKED).digest())
