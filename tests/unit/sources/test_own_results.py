"""What an own result is measured in, decided by its agreement, and of when an own table is."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.sources.monitor_checks import units_of
from tests.own_files import ROWS, Row, rows_of, write_book, write_csv
from tests.unit.sources.conftest import Raw

pytestmark = pytest.mark.unit

TABLE = "kwartaalrealisaties"


def results(**cells: object) -> list[Row]:
    """One own result: of M3, a number of persons, unless `cells` say otherwise."""
    return [ROWS[TABLE][0] | cells]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize(
    ("agreement", "cells", "allowed"),
    [
        # By resultaatafspraken.csv: M3 counts persons, S1 months, A1 a share of an amount, and
        # G9 is a talk that was held or not.
        ("M3", {"eenheid": "aantal"}, "pers"),
        ("M3", {"eenheid": "pct", "teller": 1, "noemer": 2, "waarde": ""}, "pers"),
        ("S1", {"eenheid": "pers"}, "maanden"),
        ("A1", {"eenheid": "pct", "teller": 1, "noemer": 2, "waarde": ""}, "pct_eur"),
        ("G9", {"eenheid": "aantal"}, "ja_nee, pct"),
    ],
)
def test_a_unit_that_does_not_fit_the_agreement_is_refused(
    raw: Raw, tmp_path: Path, kind: str, agreement: str, cells: Row, allowed: str
) -> None:
    write = write_book if kind == "xlsx" else write_csv
    path = write(tmp_path / "in", TABLE, results(afspraak=agreement, **cells))
    outcome = raw.command("inlezen", str(path.parent))
    assert (outcome.code, outcome.out) == (3, ""), outcome
    place = path.as_posix() + (f", blad '{TABLE}'" if kind == "xlsx" else "")
    told = f"past niet bij afspraak {agreement} (toegestaan: {allowed})"
    assert f"{place}, regel 2, kolom 'eenheid': {told}\n" in outcome.err
    assert not (raw.root / "data" / "eigen" / "raw").exists()


@pytest.mark.parametrize(
    ("kind", "identifier", "unit", "expected"),
    [
        ("kwalitatief", "G9", "", ("ja_nee", "pct")),
        ("streefwaarde", "W1", "", ("pct",)),
        ("streefwaarde", "A1", "pct", ("pct_eur",)),
        ("plafond", "M3", "pers", ("pers",)),
    ],
)
def test_the_units_of_an_agreement(
    kind: str, identifier: str, unit: str, expected: tuple[str, ...]
) -> None:
    assert units_of({"soort": kind, "id": identifier, "norm_eenheid": unit}) == expected


@pytest.mark.parametrize(
    "cells",
    [
        {"afspraak": "S1", "eenheid": "maanden", "waarde": 9.5, "noemer": 24},
        {"afspraak": "E2", "eenheid": "cijfer", "waarde": 7.4, "noemer": 60},
        {"afspraak": "A1", "eenheid": "pct_eur", "waarde": "", "teller": 900, "noemer": 800},
        {"afspraak": "G9", "eenheid": "ja_nee", "waarde": 1},
        {"afspraak": "G9", "eenheid": "pct", "waarde": "", "teller": 20, "noemer": 40},
    ],
)
def test_what_fits_the_agreement_comes_in(raw: Raw, tmp_path: Path, cells: Row) -> None:
    path = write_csv(tmp_path / "in", TABLE, results(**cells))
    outcome = raw.command("inlezen", str(path.parent))
    assert (outcome.code, outcome.err) == (0, "")


@pytest.mark.parametrize(
    ("column", "cells"),
    [
        ("noemer", {"noemer": 24}),
        ("teller", {"afspraak": "S1", "eenheid": "maanden", "teller": 3}),
        ("teller", {"afspraak": "E2", "eenheid": "cijfer", "waarde": 7.4, "teller": 3}),
    ],
)
def test_only_a_mean_has_a_denominator_without_a_numerator(
    raw: Raw, tmp_path: Path, column: str, cells: Row
) -> None:
    path = write_csv(tmp_path / "in", TABLE, results(**cells))
    outcome = raw.command("inlezen", str(path.parent))
    assert outcome.code == 3
    assert f"regel 2, kolom '{column}': hoort leeg te zijn" in outcome.err


def test_a_table_with_years_is_of_the_end_of_the_last(raw: Raw, tmp_path: Path) -> None:
    first, last = rows_of("werkleerroutes")[0], rows_of("werkleerroutes")[0]
    rows = [last | {"id": "L2", "jaar": 2024}, first | {"jaar": 2022}]
    outcome = raw.command("inlezen", str(write_csv(tmp_path / "in", "werkleerroutes", rows).parent))
    assert (outcome.code, outcome.err) == (0, "")
    assert "gemaakt  data/eigen/ingelezen/2024-12-31/werkleerroutes.csv" in outcome.out
    assert "eigen cijfers van 31 december 2024 (werkleerroutes)" in outcome.out
