"""A row that may be a total of one counted column: said, and read all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.own_files import Row, write_csv
from tests.unit.sources.conftest import Raw

pytestmark = pytest.mark.unit


def left(*years: tuple[int, tuple[int, ...]]) -> list[Row]:
    """Who left the Wsw: by year, a row for each reason."""
    reasons = ("pensioen", "overlijden", "ander werk", "ziekte", "overig")
    return [
        {"id": f"U{year}-{at}", "jaar": year, "reden": reason, "pers": count}
        | {"basis": "bron", "bron": ""}
        for year, counts in years
        for at, (reason, count) in enumerate(zip(reasons, counts, strict=False))
    ]


def notices(raw: Raw, tmp_path: Path, rows: list[Row]) -> list[str]:
    path = write_csv(tmp_path / "in", "wsw_uitstroom", rows)
    outcome = raw.command("inlezen", str(path.parent))
    assert (outcome.code, outcome.err) == (0, "")
    assert "gemaakt  data/eigen/ingelezen/" in outcome.out
    place = f"let op  {path.as_posix()}, "
    return [line.removeprefix(place) for line in outcome.out.splitlines() if "de som van" in line]


TOLD = "kolom 'pers': is de som van de rijen erboven; is dit een totaal, haal de rij dan weg"


@pytest.mark.parametrize(
    ("years", "rows"),
    [
        ([(2024, (22, 13, 11, 12, 58))], [6]),  # 22 + 13 + 11 + 12 = 58, in the fifth row
        ([(2023, (22, 13, 11, 12, 58)), (2024, (20, 14, 10, 11, 15))], [6]),
        ([(2023, (22, 13, 35)), (2024, (20, 14, 34))], [4, 7]),
        ([(2023, (22, 13)), (2024, (35,))], [4]),  # of the whole table
        ([(2024, (22, 13, 11, 12, 57))], []),
        ([(2024, (22, 22))], []),  # two rows alike
        ([(2024, (0, 0, 0))], []),  # nobody left
        ([(2024, (22, 35, 13))], []),  # not the last
    ],
)
def test_the_last_row_of_a_year_that_is_a_sum_is_said(
    raw: Raw, tmp_path: Path, years: list[tuple[int, tuple[int, ...]]], rows: list[int]
) -> None:
    assert notices(raw, tmp_path, left(*years)) == [f"regel {row}, {TOLD}" for row in rows]
