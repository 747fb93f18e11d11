"""How fast 100,000 trajectories go through the questions of the monitor, tables in memory.

Run by hand, nothing is tested here:  python benchmarks/monitor.py   (or -m benchmarks.monitor)
The privacy gate works on counts, so its time does not grow with the people; it is told apart.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.questions.monitor import monitor
from analysis.questions.monitor_absence import absence_monitor
from analysis.questions.monitor_cohort_counts import CohortCounts, Course, counts_of_people
from analysis.questions.monitor_cohort_gate import as_released, cohort_linked
from analysis.questions.monitor_cohorts import GROWING, MATCHING, TO_WORK, cohort_monitor
from analysis.questions.monitor_routes import route_monitor
from analysis.sources.workbook import Workbook, open_workbook

TRAJECTORIES = 100_000
SEED = 2023
REPEATS = 5
COURSES = {GROWING: Course((12, 24, 36)), MATCHING: Course((6,), TO_WORK)}


def main() -> None:
    """Print best and median CPU-seconds of each part."""
    book = with_trajectories(open_workbook({}))
    counts = counts_of_people(book.table("trajecten"), COURSES)
    print(f"{TRAJECTORIES:,} made-up trajectories; CPU-seconds of {REPEATS} runs\n")
    print(f"{'part':<44}{'best s':>10}{'median s':>10}")
    for title, part in PARTS.items():
        seconds = [measured(part, book, counts) for _ in range(REPEATS)]
        print(f"{title:<44}{min(seconds):>10.3f}{statistics.median(seconds):>10.3f}", flush=True)


def measured(part: Callable[..., object], book: Workbook, counts: list[CohortCounts]) -> float:
    """Return the CPU-seconds of one run."""
    start = time.process_time()
    part(book, counts)
    return time.process_time() - start


def with_trajectories(book: Workbook) -> Workbook:
    """Return the workbook with the made-up people drawn over and over, entry moved some days."""
    people, rng = book.table("trajecten"), np.random.default_rng(SEED)
    drawn = people.sample(TRAJECTORIES, replace=True, random_state=SEED).reset_index(drop=True)
    moved = pd.to_timedelta(rng.integers(0, 28, TRAJECTORIES), unit="D")
    for column in ("instroom", "uitstroom"):
        days = pd.to_datetime(drawn[column].replace("", pd.NA)) + moved
        later = days > pd.Timestamp(people["peildatum"].max())
        drawn[column] = days.dt.strftime("%Y-%m-%d").fillna("").where(~later, drawn[column])
    return replace(book, tables=dict(book.tables) | {"trajecten": drawn})


PARTS: dict[str, Callable[[Workbook, list[CohortCounts]], object]] = {
    "counts of the cohorts": lambda book, _: counts_of_people(book.tables["trajecten"], COURSES),
    "the cohorts through the gate": lambda _, counts: [
        as_released(one, cohort_linked(one).released()) for one in counts
    ],
    "cohorts in all: counts, gate and shares": lambda book, _: cohort_monitor(book),
    "all agreements: counts, gate and verdicts": lambda book, _: monitor(book),
    "werkleerroutes (counts in the table)": lambda book, _: route_monitor(book),
    "absence (counts in the table)": lambda book, _: absence_monitor(book),
}


if __name__ == "__main__":
    main()
