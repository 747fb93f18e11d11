"""A filled plan through the real command: a page on which every made-up number says so."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.headlines import ABSENT
from analysis.paths import ROOT
from analysis.present.theme import EXAMPLE_WARNING
from tests.plan_example import RESULT_GAP, YEARS, fill_plan, result
from tests.reports.pages import Sheet, sheet

pytestmark = [pytest.mark.report, pytest.mark.slow]

REPORT = "plan-en-werkelijkheid"
MADE_UP = {
    "q2-stoplicht",
    "q2-ramingen",
    "q2-eigen-plan",
    "q2-reserve",
    "q2-eigen-resultaat",
    "q2-eigen-brug",
    "q2-fouten",
}
"""The figures and tables that rest on the filled rows."""
SURE = {"q2-brug", "q2-landelijke-fout", "q2-overige-plannen", "q2-aannames-plan"}
"""Those that do not."""
DRAWN = {"q2-stoplicht", "q2-reserve", "q2-eigen-resultaat", "q2-brug"}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with a filled plan, and the report that the commands make of it."""
    root = tmp_path_factory.mktemp("voorbeeld") / "werkboek"
    for name in ("data/raw", "data/processed", "notebooks", "reports/assets"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "reports" / "runs.toml", root / "reports")
    fill_plan(root)
    for arguments in (["data"], ["rapporten", "--alleen", REPORT]):
        done = subprocess.run(
            [sys.executable, "-m", "analysis.cli", *arguments],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT), "WERKBOEK_MAP": str(root)},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
    return root


@pytest.fixture(scope="module")
def page(root: Path) -> Sheet:
    return sheet(root / "reports" / f"{REPORT}.html")


def test_every_chart_on_made_up_numbers_says_so_in_the_picture(page: Sheet) -> None:
    assert set(page.islands) == DRAWN
    for key, plot in page.islands.items():
        notes = [note["text"] for note in plot["layout"].get("annotations", [])]
        assert (EXAMPLE_WARNING in notes) == (key in MADE_UP), key


def test_every_figure_and_table_on_made_up_numbers_says_so_in_words(page: Sheet) -> None:
    keys = MADE_UP | SURE
    found = {tag["id"]: tag for tag in page.all("[id^=q2-]") if tag["id"] in keys}
    assert set(found) == keys
    told = {key for key, tag in found.items() if EXAMPLE_WARNING in tag.get_text(" ")}
    assert told == MADE_UP


def test_every_sentence_on_made_up_numbers_has_the_word(page: Sheet) -> None:
    words = page.words
    assert "Voorbeeld: het resultaat van 2024 week" in words
    assert "(verzonnen voorbeelden meegeteld)" in words
    assert "dat zelf niet is gevonden, op een stabiel" not in words


def test_the_own_plan_is_decomposed_on_the_page(page: Sheet) -> None:
    words = page.words.replace("\N{NO-BREAK SPACE}", " ")
    # SE x margin by hand, of 2020: -10 x (-3,500 - 3,800) / 2, 100 x 595 and -400 x 595.
    for amount in ("€ 36.500 V", "€ 59.500 V", "€ -238.000 N", f"€ {RESULT_GAP // 1000}.000 V"):
        assert amount in words
    assert "Resultaat lag in 5 van 5 bekende jaren onder het plan" in words


def test_the_headline_numbers_are_made_up_too(root: Path) -> None:
    with (root / "reports" / "kerncijfers.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["run"] == REPORT]
    results = [row for row in rows if row["kerncijfer"] == "plan_resultaat_verschil"]
    for row, year in zip(results, YEARS, strict=True):
        assert row["basis"] == "voorbeeld"
        assert float(row["waarde"]) == pytest.approx(
            result("werkelijk", year) - result("plan", year)
        )
    absent = [row["kerncijfer"] for row in rows if row["waarde"] == ABSENT]
    assert absent == ["plan_tekort_verschil"] * 2
