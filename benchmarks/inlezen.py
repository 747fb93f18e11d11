"""How long `werkboek inlezen` takes for a large extract: trajecten as a CSV file.

Run by hand, nothing is tested here:  python benchmarks/inlezen.py [rows]   (100,000 by default)
It works in a copy of the project in a temporary folder. The time of an empty command (Python and
its libraries) is told apart.
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
            ("werkboek --help", ["--help"]),
            ("werkboek data (base case)", ["data"]),
            ("werkboek inlezen", ["inlezen", str(folder)]),
            ("werkboek inlezen, again", ["inlezen", str(folder)]),
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
    """Seconds of one command in the copy."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "WERKBOEK_MAP": str(root)}
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "analysis.cli", *arguments],
        check=True,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
