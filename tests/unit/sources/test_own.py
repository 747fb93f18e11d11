"""Own figures beside the base case: what stays, what is kept, what is hidden on the way in."""

from __future__ import annotations

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.paths import ROOT, own_figures
from analysis.sources import own
from analysis.sources.package import read_package
from analysis.sources.workbook import open_workbook
from tests.own_files import ROWS, rows_of, write_book, write_csv
from tests.unit.sources.conftest import Raw

pytestmark = pytest.mark.unit


def own_table(raw: Raw, name: str, part: str = "processed") -> str:
    return (raw.root / "data" / "eigen" / part / f"{name}.csv").read_text(encoding="utf-8")


def readings(raw: Raw) -> dict[str, dict]:
    folder = raw.root / "data" / "eigen" / "ingelezen"
    return {
        path.name: json.loads((path / "herkomst.json").read_text()) for path in folder.iterdir()
    }


def base(raw: Raw) -> dict[str, bytes]:
    """All that git keeps."""
    return {
        str(path): path.read_bytes()
        for path in raw.root.rglob("*")
        if path.is_file() and "eigen" not in path.relative_to(raw.root).parts
    }


def read_in(raw: Raw, folder: Path) -> str:
    outcome = raw.command("inlezen", str(folder))
    assert (outcome.code, outcome.err) == (0, ""), outcome
    return outcome.out


def test_an_own_table_stands_in_the_place_of_the_made_up_one(raw: Raw, tmp_path: Path) -> None:
    before = base(raw)
    out = read_in(raw, write_csv(tmp_path / "in", "wsw_personen", ROWS["wsw_personen"]).parent)
    assert "gemaakt  data/eigen/ingelezen/2024-12-31/wsw_personen.csv" in out
    assert "31 december 2024 (wsw_personen)" in out
    assert base(raw) == before
    assert len(own_table(raw, "wsw_personen").splitlines()) == 4
    assert (
        own_table(raw, "verzuim").encode() == before[str(raw.root / "data/processed/verzuim.csv")]
    )
    with own_figures(True):
        package = read_package()
        assert package.own is not None
        assert set(package.own.tables) == {"wsw_personen"}
        assert len(open_workbook({}).table("wsw_personen")) == 3
    assert len(open_workbook({}).table("wsw_personen")) > 3


def test_each_reading_is_kept_and_the_newest_holds(raw: Raw, tmp_path: Path) -> None:
    rows = rows_of("wsw_personen")
    for year, name in (("2024", "a"), ("2025", "b"), ("2023", "c")):
        for row in rows:
            row["peildatum"] = f"{year}-12-31"
        out = read_in(raw, write_csv(tmp_path / name, "wsw_personen", rows).parent)
        assert ("ouder dan wat er al is (31 december 2025)" in out) == (year == "2023")
    kept = readings(raw)
    assert set(kept) == {"2023-12-31", "2024-12-31", "2025-12-31"}
    assert [kept[name]["lezing"] for name in sorted(kept)] == [3, 1, 2]
    assert kept["2024-12-31"]["tabellen"]["wsw_personen"]["bestand"] == "wsw_personen.csv"
    assert "2025-12-31" in own_table(raw, "wsw_personen")
    # Once more: nothing to keep twice.
    assert "niets gewijzigd" in read_in(raw, tmp_path / "c")
    assert set(readings(raw)) == set(kept)


def test_a_correction_of_the_same_date_gets_a_reading_of_its_own(raw: Raw, tmp_path: Path) -> None:
    rows = rows_of("wsw_personen")
    read_in(raw, write_csv(tmp_path / "a", "wsw_personen", rows).parent)
    rows[0]["pers"] = 30
    read_in(raw, write_csv(tmp_path / "b", "wsw_personen", rows).parent)
    assert set(readings(raw)) == {"2024-12-31", "2024-12-31-2"}
    assert ",30," in own_table(raw, "wsw_personen")


def test_the_alternative_of_a_table_that_is_own_is_empty(raw: Raw, tmp_path: Path) -> None:
    read_in(raw, write_csv(tmp_path / "a", "traject_aantallen", ROWS["traject_aantallen"]).parent)
    assert len(own_table(raw, "trajecten").splitlines()) == 1
    assert len(own_table(raw, "traject_aantallen").splitlines()) == 3


def test_an_empty_table_is_as_old_as_the_others(raw: Raw, tmp_path: Path) -> None:
    folder = write_csv(tmp_path / "a", "trajecten", ROWS["trajecten"]).parent
    # The score sheet has no date of its own, so it has that of today; it must not count.
    shutil.copy(raw.root / "data" / "raw" / "scenario_scores.csv", folder)
    counts = write_csv(folder, "traject_aantallen", ROWS["traject_aantallen"])
    header = counts.read_text(encoding="utf-8").splitlines()[0]
    counts.write_text(f"{header}\n", encoding="utf-8")
    out = read_in(raw, folder)
    assert "gemaakt  data/eigen/ingelezen/2024-12-31/traject_aantallen.csv" in out
    assert "Met eigen cijfers van 31 december 2024 (traject_aantallen, trajecten)." in out
    rows = [row | {"uitstroomkwartaal": "2024-Q4"} for row in rows_of("traject_aantallen")]
    counts = write_csv(tmp_path / "b", "traject_aantallen", rows)
    assert "ouder" not in read_in(raw, counts.parent)
    assert len(own_table(raw, "traject_aantallen").splitlines()) == 3


def test_keys_of_people_become_the_same_hash_each_time(raw: Raw, tmp_path: Path) -> None:
    rows = rows_of("trajecten")
    read_in(raw, write_csv(tmp_path / "a", "trajecten", rows).parent)
    first = own_table(raw, "trajecten", "raw")
    assert "kandidaat" not in first
    assert first.count("\np-") == 3
    assert "p-" not in own_table(raw, "trajecten")
    key = raw.root / "data" / "eigen" / "sleutel"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    for row in rows:
        row["peildatum"] = "2025-03-31"
    read_in(raw, write_csv(tmp_path / "b", "trajecten", rows).parent)
    second = own_table(raw, "trajecten", "raw")
    assert {row[:22] for row in first.split("\n")} == {row[:22] for row in second.split("\n")}
    assert not any(
        b"kandidaat-1" in path.read_bytes() for path in raw.root.rglob("*") if path.is_file()
    )


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_personal_columns_stay_out_and_only_their_names_are_told(
    raw: Raw, tmp_path: Path, kind: str
) -> None:
    rows = [
        {"Achternaam": "Appelboom", **row, "E-mail adres": "a@b.nl", "BSN": "111222333"}
        for row in rows_of("wsw_personen")
    ]
    write = write_book if kind == "xlsx" else write_csv
    out = read_in(raw, write(tmp_path / "in", "wsw_personen", rows).parent)
    for name in ("Achternaam", "E-mail adres", "BSN"):
        assert f"kolom '{name}': kolom met persoonsgegevens; niet overgenomen" in out
    assert "Appelboom" not in out
    for path in raw.root.rglob("*"):
        assert not path.is_file() or b"Appelboom" not in path.read_bytes()


def test_a_declared_dialect_is_read(raw: Raw, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    rows = rows_of("wsw_personen")
    for row in rows:
        row |= {"peildatum": "31-12-2024", "fte": "15,5", "se": "17,25"}
    path = write_csv(folder, "wsw_personen", rows, ";")
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    text = 'scheidingsteken = ";"\ndecimaalteken = ","\n[wsw_personen]\ndatumvorm = "d-m-jjjj"\n'
    (folder / "invoer.toml").write_text(text, encoding="utf-8")
    read_in(raw, folder)
    assert "E1,2024-12-31,deventer,40-44,Beschut binnen,21,15.5,17.25" in own_table(
        raw, "wsw_personen"
    )


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
def test_a_semicolon_and_a_mark_of_utf8_need_no_declaration(
    raw: Raw, tmp_path: Path, start: bytes
) -> None:
    path = write_csv(tmp_path / "in", "verzuim", ROWS["verzuim"], ";")
    path.write_bytes(start + path.read_bytes())
    read_in(raw, path.parent)
    assert set(readings(raw)) == {"2024-03-31"}


def test_counts_of_people_in_the_ledger_are_rounded(raw: Raw, tmp_path: Path) -> None:
    text = raw.content("kostprijs_personen.csv").decode().replace(",voorbeeld,", ",bron,")
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "kostprijs_personen.csv").write_text(text, encoding="utf-8")
    out = read_in(raw, folder)
    assert "personen afgerond op 5" in out
    assert "KP002,2025,Werken op locatie,Wsw,60," in own_table(raw, "kostprijs_personen")  # was 59


def test_what_the_base_case_gained_since_comes_in_too(raw: Raw, tmp_path: Path) -> None:
    read_in(raw, write_csv(tmp_path / "in", "verzuim", ROWS["verzuim"]).parent)
    raw.edit("begrippen.csv", "AVA,", "Aava,")
    outcome = raw.command("data")
    assert outcome.code == 0
    assert "data/eigen" in outcome.out
    assert "\nAava," in own_table(raw, "begrippen")
    assert len(own_table(raw, "verzuim").splitlines()) == 4
    raw.edit("begrippen.csv", "Aava,", "Aavb,")
    with own_figures(False):
        assert own.renew() is True
        assert own.renew() is False
    assert "\nAavb," in own_table(raw, "begrippen")


def test_a_stored_reading_that_was_changed_is_named(raw: Raw, tmp_path: Path) -> None:
    read_in(raw, write_csv(tmp_path / "in", "verzuim", ROWS["verzuim"]).parent)
    path = raw.root / "data/eigen/ingelezen/2024-03-31/verzuim.csv"
    path.write_bytes(path.read_bytes().replace(b"400", b"401"))
    outcome = raw.command("data")
    assert outcome.code == 3
    assert "data/eigen/ingelezen/2024-03-31/verzuim.csv: is gewijzigd of weg" in outcome.err


def test_own_headlines_need_own_figures(raw: Raw) -> None:
    outcome = raw.command("kerncijfers", "--eigen")
    assert outcome.code == 3
    assert "werkboek inlezen MAP" in outcome.err


KILLED = """
import os, signal, sys
from analysis import cli
from analysis.sources import {module}

def killed(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

{module}.{name} = killed
cli.run(["inlezen", sys.argv[1]])
"""


@pytest.mark.parametrize(
    ("module", "name", "is_read"),
    [
        ("reading_in", "write_key", False),
        ("reading_in", "store", False),
        ("reading_in", "install", True),
        ("own", "data_in", False),
    ],
)
def test_a_killed_reading_leaves_what_was_or_is_finished_later(
    raw: Raw, tmp_path: Path, module: str, name: str, is_read: bool
) -> None:
    read_in(raw, write_csv(tmp_path / "a", "verzuim", ROWS["verzuim"]).parent)
    before = own_table(raw, "verzuim")
    rows = rows_of("verzuim")
    rows[0]["pers"] = 395
    folder = write_csv(tmp_path / "b", "verzuim", rows).parent
    write_csv(folder, "trajecten", ROWS["trajecten"])
    program = KILLED.format(module=module, name=name)
    environment = os.environ | {"PYTHONPATH": str(ROOT), "WERKBOEK_MAP": str(raw.root)}
    done = subprocess.run([sys.executable, "-c", program, str(folder)], env=environment)
    assert done.returncode == -signal.SIGKILL
    assert own_table(raw, "verzuim") == before
    assert raw.command("data").code == 0
    assert (",395," in own_table(raw, "verzuim")) == is_read
    assert list((raw.root / "data" / "eigen").glob(".werkboek-*")) == []
    assert "kandidaat" not in own_table(raw, "trajecten", "raw")


def test_an_unexpected_error_tells_no_value(
    raw: Raw, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("kandidaat-1 111222333")

    monkeypatch.setattr("analysis.sources.reading_in.safe_counts", broken)
    folder = write_csv(tmp_path / "in", "trajecten", ROWS["trajecten"]).parent
    outcome = raw.command("inlezen", str(folder))
    assert outcome.code == 1
    assert outcome.err.startswith("onverwachte fout (test_own.py, regel ")
    assert "kandidaat" not in outcome.err
    assert not (raw.root / "data" / "eigen").exists()
