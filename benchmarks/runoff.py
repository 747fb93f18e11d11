"""How fast and how large the run-off of 342 municipalities over 30 years is, by four methods.

Run by hand, nothing is tested here:  python benchmarks/runoff.py   (or -m benchmarks.runoff)
Each method runs in a process of its own, so that its peak of memory is its own.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analysis.model.runoff import runoff_moments, runoff_quantiles
from analysis.questions.national_runoff import CAUSES, RETIREMENT, group_of, national_shape
from analysis.sources.workbook import open_workbook

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

MUNICIPALITIES = 342
HEADS = 63_423  # persons in the Wsw at the end of 2022 (L079)
SPREAD = 1.0  # sd of the log of a municipality's size
YEARS = 30
DRAWS = 1_000
REPEATS = 5
SEED = 2040
# Linux counts in kilobytes, macOS in bytes.
RSS_UNIT = 1024**2 if sys.platform == "darwin" else 1024


def main() -> None:
    """Run each method in a process of its own and print a table."""
    if len(sys.argv) > 1:
        print(json.dumps(measured(sys.argv[1])))
        return
    print(
        f"{MUNICIPALITIES} made-up municipalities (lognormal sizes, sd of the log {SPREAD:g}, "
        f"{HEADS:,} heads in all),\nages as nationally, {YEARS} years. CPU-seconds of {REPEATS} "
        "runs; memory in MB, Python and\nits libraries included; 'before' is that when the run "
        f"starts. The simulation makes {DRAWS:,} draws;\nits figures are for those, not scaled.\n"
    )
    print(f"{'method':<52}{'best s':>10}{'median s':>10}{'before':>8}{'peak':>8}")
    for name, (title, _) in METHODS.items():
        done = subprocess.run(
            [sys.executable, str(Path(__file__).resolve()), name],
            check=True,
            capture_output=True,
            text=True,
        )
        found = json.loads(done.stdout)
        print(
            f"{title:<52}{found['best']:>10.4f}{found['median']:>10.4f}"
            f"{found['before']:>8.0f}{found['peak']:>8.0f}",
            flush=True,
        )


def measured(name: str) -> dict[str, float]:
    """Return best and median CPU-seconds of a method, and memory before and at its peak."""
    counts, survival = inputs()
    before = peak_memory()
    seconds = []
    for _ in range(REPEATS):
        start = time.process_time()
        METHODS[name][1](counts, survival)
        seconds.append(time.process_time() - start)
    return {
        "best": min(seconds),
        "median": statistics.median(seconds),
        "before": before,
        "peak": peak_memory(),
    }


def inputs() -> tuple[Integers, Floats]:
    """Return heads (municipalities, cohorts) and survival (cohorts, years)."""
    book = open_workbook({})
    middle = {name: np.array([book.number(name).value]) for name in (*CAUSES, *RETIREMENT)}
    survival = group_of(book, middle).until(YEARS).survival()[0]
    sizes = np.random.default_rng(SEED).lognormal(0, SPREAD, MUNICIPALITIES)
    heads = whole_heads(HEADS, sizes)
    shape = national_shape(book)
    return np.stack([whole_heads(int(number), shape) for number in heads]), survival


def whole_heads(total: int, weights: Floats) -> Integers:
    """Return whole numbers in proportion to weights that add up to `total` (largest remainder)."""
    exact = total * weights / weights.sum()
    heads: Integers = np.floor(exact).astype(np.int64)
    short = total - int(heads.sum())
    heads[np.argsort(heads - exact, kind="stable")[:short]] += 1
    return heads


def peak_memory() -> float:
    """Return the largest resident memory of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * RSS_UNIT / 1024**2


def mean_and_variance(counts: Integers, survival: Floats) -> None:
    """All municipalities at once: two matrix products."""
    _ = counts @ survival, counts @ (survival * (1 - survival))


def moments(counts: Integers, survival: Floats) -> None:
    """Mean and covariance of all years, one municipality at a time."""
    for heads in counts:
        runoff_moments(heads, survival)


def quantiles(counts: Integers, survival: Floats) -> None:
    """Exact 5, 50 and 95% of every year, one municipality at a time."""
    for heads in counts:
        runoff_quantiles(heads, survival)


def simulation(counts: Integers, survival: Floats) -> None:
    """Plain numpy: per municipality and year one binomial for each draw and cohort."""
    before = np.hstack([np.ones((survival.shape[0], 1)), survival[:, :-1]])
    stays = np.divide(survival, before, out=np.zeros_like(survival), where=before > 0)
    rng = np.random.default_rng(SEED)
    for heads in counts:
        left = np.tile(heads, (DRAWS, 1))
        paths = np.empty((DRAWS, survival.shape[1]), dtype=np.int64)
        for year in range(survival.shape[1]):
            left = rng.binomial(left, stays[:, year])
            paths[:, year] = left.sum(axis=1)
        np.quantile(paths, (0.05, 0.5, 0.95), axis=0)


METHODS: dict[str, tuple[str, Callable[[Integers, Floats], None]]] = {
    "variance": ("mean and variance, all at once", mean_and_variance),
    "moments": ("mean and covariance over the years (closed form)", moments),
    "quantiles": ("exact 5/50/95% quantiles", quantiles),
    "simulation": (f"simulation, plain numpy binomials, {DRAWS:,} draws", simulation),
}

if __name__ == "__main__":
    main()
