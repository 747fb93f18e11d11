"""How long it takes to read, check and monitor a large extract: trajecten as a CSV file.

Run by hand, nothing is tested here:  python benchmarks/inlezen.py [rows]   (100,000 by default)
It works in a copy of the project in a temporary folder. Each line is a process of its own; the time
of one that does nothing (Python and its libraries) is told apart.
"""

from __future__ import annotations

import csv
import datetime as dt
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROWS = 100_000
SEED = 2040
LAST = dt.date(2023, 12, 31)
COMMAND = ["-m", "analysis.cli"]
IMPORTS = """
from analysis.parameters import Parameters
from analysis.questions.monitor_report import MonitorReport
from analysis.sources.workbook import open_with
"""
MONITOR = f"""{IMPORTS}
report = MonitorReport(open_with(Parameters()))
report.agreements, report.cohorts, report.routes, report.absence
"""
"""What the trajecten go into; the estimate of the Wsw is another table's."""


def main() -> None:
    """Make the extract, read it in, and print the seconds."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as name:
        root, folder = Path(name) / "werkboek", Path(name) / "invoer"
        shutil.copytree(ROOT / "data" / "raw", root / "data" / "raw")
        shutil.copytree(ROOT / "data" / "processed", root / "data" / "processed")
        folder.mkdir()
        print(f"trajecten.csv: {rows:,} rows, {write_extract(folder, rows) / 1e6:.1f} MB")
        for title, arguments in (
            ("werkboek --help", [*COMMAND, "--help"]),
            ("werkboek data (base case)", [*COMMAND, "data"]),
            ("werkboek inlezen", [*COMMAND, "inlezen", str(folder)]),
            ("the monitor", ["-c", MONITOR]),
            ("its libraries alone", ["-c", IMPORTS]),
            ("werkboek inlezen, again", [*COMMAND, "inlezen", str(folder)]),
        ):
            print(f"{title:<28}{timed(arguments, root):>7.2f} s")


def write_extract(folder: Path, rows: int) -> int:
    """Write made-up trajecten; return the size in bytes."""
    chance = random.Random(SEED)
    with (ROOT / "data" / "raw" / "trajecten.csv").open(encoding="utf-8") as file:
        header = file.readline().strip().split(",")
    path = folder / "trajecten.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, restval="", lineterminator="\n")
        writer.writeheader()
        for number in range(rows):
            writer.writerow(made_up(number, chance))
    return path.stat().st_size


def made_up(number: int, chance: random.Random) -> dict[str, str]:
    """One trajectory of nobody."""
    begin = LAST - dt.timedelta(days=chance.randrange(1500))
    days = chance.randrange(900)
    ended = begin + dt.timedelta(days=days) <= LAST
    reasons = ("werk", "onderwijs", "zelfstandig", "verhuizing", "administratief", "overig")
    return {
        "pseudoniem": f"bench-{number:06}",
        "peildatum": LAST.isoformat(),
        "groep": chance.choice(("Matchen", "Groeien", "Statushouders")),
        "gemeente": chance.choice(("deventer", "olst-wijhe")),
        "instroom": begin.isoformat(),
        "uitstroom": (begin + dt.timedelta(days=days)).isoformat() if ended else "",
        "reden": chance.choice(reasons) if ended else "",
        "plandatum": min(begin + dt.timedelta(days=30), LAST).isoformat(),
        "actielijn_buig": "nee",
        "statushouder": "nee",
        "basis": "bron",
    }


def timed(arguments: list[str], root: Path) -> float:
    """Seconds of one process in the copy; with own figures once there are any."""
    own = "ja" if (root / "data" / "eigen").is_dir() else ""
    known = {"PYTHONPATH": str(ROOT), "WERKBOEK_MAP": str(root), "WERKBOEK_EIGEN": own}
    environment = os.environ | known
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, *arguments],
        check=True,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
