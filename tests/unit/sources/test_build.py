"""data/processed: the same bytes every time, seen to be stale, whole or not at all."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from analysis import files
from analysis.errors import InputError, OutputError
from analysis.paths import ROOT
from analysis.sources.build import (
    ORIGIN_FILE,
    build_processed,
    check_processed,
    read_processed,
)
from analysis.sources.package import read_package
from analysis.sources.reader import sha256_of
from tests.unit.sources.conftest import Raw

pytestmark = pytest.mark.unit


def test_a_second_build_changes_nothing(raw: Raw) -> None:
    build_processed()
    before = raw.processed()
    assert build_processed() == []
    assert raw.processed() == before


def test_a_build_from_nothing_gives_the_same_bytes(raw: Raw) -> None:
    build_processed()
    before = raw.processed()
    shutil.rmtree(raw.root / "data" / "processed")
    build_processed()
    assert raw.processed() == before


def test_the_order_of_the_raw_rows_does_not_matter(raw: Raw) -> None:
    build_processed()
    before = raw.processed()
    header, *rows = raw.content("dvo_begroting.csv").decode().splitlines()
    raw.write("dvo_begroting.csv", "\n".join([header, *reversed(rows)]) + "\n")
    build_processed()
    changed = {name for name, data in raw.processed().items() if data != before[name]}
    assert changed == {ORIGIN_FILE}


def test_what_is_committed_was_built_from_what_is_committed() -> None:
    check_processed()


def test_numbers_have_the_decimals_of_their_description(raw: Raw) -> None:
    # D79 of bijlage 2: 2.58 fte, no client costs; fte and amounts have two decimals.
    build_processed()
    (line,) = [
        line
        for line in raw.processed()["dvo_begroting.csv"].decode().splitlines()
        if line.startswith("D73,")
    ]
    assert line == "D73,Instroom,basis,2.76,40000.00,200377.01,dvo-2023,Bijlage 2"


def test_rows_are_sorted_by_their_key(raw: Raw) -> None:
    ids = list(read_processed(["feiten"])["feiten"]["id"])
    assert ids == sorted(ids)


def test_personal_columns_stay_behind(raw: Raw) -> None:
    build_processed()
    personal = [
        (resource, field.name)
        for resource in read_package().tables
        for field in resource.schema_.fields
        if field.personal
    ]
    assert personal
    for resource, column in personal:
        lines = (raw.root / "data" / "processed" / resource.path).read_text("utf-8").splitlines()
        assert column not in lines[0].split(",")
        assert len(lines) == len(resource.file.read_text("utf-8").splitlines())
        assert lines[1:] == sorted(lines[1:])


def test_the_origin_names_every_file_on_both_sides(raw: Raw) -> None:
    build_processed()
    files = raw.processed()
    origin = json.loads(files.pop(ORIGIN_FILE))
    assert origin["processed"] == {name: sha256_of(data) for name, data in files.items()}
    folder = raw.folder
    assert origin["raw"] == {
        path.relative_to(folder).as_posix(): sha256_of(path.read_bytes())
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_stray_file_is_removed_and_told(raw: Raw) -> None:
    stray = raw.root / "data" / "processed" / "oud.csv"
    hidden = stray.with_name(".gitkeep")
    stray.write_bytes(b"x")
    hidden.write_bytes(b"")
    assert stray in build_processed()
    assert (stray.exists(), hidden.exists()) == (False, True)


def test_a_changed_raw_file_is_seen(raw: Raw) -> None:
    build_processed()
    check_processed()
    raw.edit("dvo_begroting.csv", "Instroom", "Uitstroom")
    with pytest.raises(InputError) as refused:
        check_processed()
    assert [problem.file for problem in refused.value.problems] == [
        "data/raw/datapackage.json",
        "data/raw/dvo_begroting.csv",
    ]
    assert "is gewijzigd of weg sinds data/processed is gemaakt; voer uit: werkboek data" in str(
        refused.value
    )


@pytest.mark.parametrize("damage", ["changed", "gone"])
def test_a_damaged_processed_file_is_seen(raw: Raw, damage: str) -> None:
    build_processed()
    path = raw.root / "data" / "processed" / "cijfers.csv"
    path.unlink() if damage == "gone" else path.write_bytes(path.read_bytes()[:-1])
    told = "data/processed/cijfers.csv: ontbreekt of is beschadigd; voer uit: werkboek data"
    with pytest.raises(InputError, match=told):
        check_processed()


@pytest.mark.parametrize(
    "content", [None, b"", b"{", b"{}", b"[]", b"null", b"\xff", b'{"raw": 1, "processed": 2}']
)
def test_a_damaged_origin_is_told(raw: Raw, content: bytes | None) -> None:
    path = raw.root / "data" / "processed" / ORIGIN_FILE
    path.unlink() if content is None else path.write_bytes(content)
    told = "data/processed/herkomst.json ontbreekt of is beschadigd; voer uit: werkboek data"
    with pytest.raises(InputError, match=told):
        check_processed()


@pytest.mark.parametrize("name", ["cijfers", "feiten"])
@pytest.mark.parametrize("damage", ["gone", "empty"])
def test_reading_what_is_not_there_names_the_command(raw: Raw, name: str, damage: str) -> None:
    path = raw.root / "data" / "processed" / f"{name}.csv"
    path.unlink() if damage == "gone" else path.write_bytes(b"")
    with pytest.raises(InputError, match=f"{name}.csv ontbreekt of is leeg; voer uit: werkboek"):
        read_processed([name])


def test_the_origin_is_written_last(raw: Raw, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(raw.root / "data" / "processed")
    written: list[str] = []
    whole = files.write_atomic

    def noted(path: Path, data: bytes) -> None:
        written.append(path.name)
        whole(path, data)

    monkeypatch.setattr(files, "write_atomic", noted)
    build_processed()
    assert written[-1] == ORIGIN_FILE
    assert len(written) == len(raw.processed())


def test_a_build_that_is_cut_off_is_seen_as_stale(
    raw: Raw, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_processed()
    raw.edit("dvo_begroting.csv", "Instroom", "Uitstroom")
    raw.edit("begrippen.csv", "Aanname,", "Aannames,")
    whole = files.write_atomic

    def full(path: Path, data: bytes) -> None:
        if path.name == "begrippen.csv":
            raise OutputError("schijf vol")
        whole(path, data)

    monkeypatch.setattr(files, "write_atomic", full)
    with pytest.raises(OutputError):
        build_processed()
    with pytest.raises(InputError):
        check_processed()


def test_only_what_changed_is_written(raw: Raw) -> None:
    build_processed()
    raw.edit("begrippen.csv", "Aanname,", "Aannames,")
    names = sorted(path.name for path in build_processed())
    assert names == ["begrippen.csv", ORIGIN_FILE]


def test_the_copy_is_of_this_project(raw: Raw) -> None:
    assert raw.root != ROOT
    assert raw.content("feiten.csv") == (ROOT / "data" / "raw" / "feiten.csv").read_bytes()
