"""Write detection_exact.json: detection probabilities in 40 digits, by a way of its own.

Needs mpmath, which the project does not: python make_detection_exact.py > detection_exact.json

Given the fluctuation, the sum of N square-law samples is Gamma(N + J, 1) with J Poisson; averaged
over a chi-square fluctuation, J is negative binomial. The series over J is summed term by term, for
all cases alike, where the package uses a closed form for each.
"""

import json
from itertools import product

from mpmath import exp, factorial, gammainc, inf, mp, mpf

mp.dps = 40
PFA = "1e-6"


def threshold(n: int) -> mpf:
    """Root of the gamma tail by bisection."""
    low, high = mpf(0), mpf(20 * n + 100)
    while high - low > mpf(10) ** -35:
        middle = (low + high) / 2
        if gammainc(n, middle, inf, regularized=True) > mpf(PFA):
            low = middle
        else:
            high = middle
    return low


def pd(case: int, n: int, snr: mpf, level: mpf) -> mpf:
    """Sum over J of its weight times the tail of Gamma(n + J, 1) above the level."""
    half_freedom = {1: 1, 2: n, 3: 2, 4: 2 * n}.get(case)
    mean = n * snr
    if half_freedom is None:
        weight = exp(-mean)
    else:
        ratio = (mean / half_freedom) / (1 + mean / half_freedom)
        weight = (1 - ratio) ** half_freedom
    tail = gammainc(n, level, inf, regularized=True)
    step = exp(-level) * level**n / factorial(n)
    total, held, j = mpf(0), mpf(0), 0
    while 1 - held > mpf(10) ** -25 and 1 - tail > mpf(10) ** -28:
        total += weight * tail
        held += weight
        weight *= mean / (j + 1) if half_freedom is None else ratio * (j + half_freedom) / (j + 1)
        tail += step
        j += 1
        step *= level / (n + j)
    return total + (1 - held)


def main() -> None:
    """Print the cases, one to a line."""
    cases = []
    for case, n, snr_db in product(range(5), (1, 2, 3, 10, 100), (-20, -3, 5, 13)):
        snr = mpf(10) ** (mpf(snr_db) / 10)
        value = pd(case, n, snr, threshold(n))
        cases.append(
            {
                "id": f"EXACT-{len(cases) + 1:03d}",
                "kind": "exact_pd",
                "inputs": {"pfa": float(PFA), "snr_db": snr_db, "n_pulses": n, "swerling": case},
                "expected": {"pd": {"value": float(value), "abs_tol": 1e-12}},
                "source": "make_detection_exact.py, mpmath in 40 digits",
            }
        )
    print("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]")


if __name__ == "__main__":
    main()
