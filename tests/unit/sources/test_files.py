"""Files that are missing, extra, changed or not what their description says."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.sources.reader import sha256_of
from tests.unit.sources.conftest import Raw

pytestmark = pytest.mark.unit

FILE = "data/raw/dvo_begroting.csv"
PACKAGE = "data/raw/datapackage.json"


def test_the_copy_itself_is_accepted(raw: Raw) -> None:
    raw.accepted()


def test_a_changed_file_is_told_with_both_fingerprints(raw: Raw) -> None:
    before = sha256_of(raw.content("dvo_begroting.csv"))
    raw.edit("dvo_begroting.csv", "Instroom", "Uitstroom", described=False)
    after = sha256_of(raw.content("dvo_begroting.csv"))
    assert raw.refused() == (
        f"{FILE}: inhoud wijkt af van de beschrijving (datapackage.json noemt {before}, gevonden "
        f"{after}); zet het bestand terug of leg de wijziging vast\n"
    )


def test_a_changed_file_that_is_no_table_is_told_too(raw: Raw) -> None:
    raw.edit("scenarios/basis.toml", "Basis", "Anders", described=False)
    assert raw.refused().startswith("data/raw/scenarios/basis.toml: inhoud wijkt af")


@pytest.mark.parametrize("name", ["nieuw.csv", "extract.pkl", "scenarios/krimp.toml", "map/x.csv"])
def test_a_file_without_description_is_refused(raw: Raw, name: str) -> None:
    path = raw.folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"id\n1\n")
    assert raw.refused() == (
        f"data/raw/{name}: staat niet in datapackage.json; beschrijf het bestand of haal het weg\n"
    )


def test_a_described_file_that_is_missing_is_refused(raw: Raw) -> None:
    (raw.folder / "dvo_begroting.csv").unlink()
    assert raw.refused() == f"{FILE}: bestand ontbreekt of is niet leesbaar\n"


def test_a_folder_in_the_place_of_a_file_is_refused(raw: Raw) -> None:
    (raw.folder / "dvo_begroting.csv").unlink()
    (raw.folder / "dvo_begroting.csv").mkdir()
    assert raw.refused() == f"{FILE}: bestand ontbreekt of is niet leesbaar\n"


def test_a_description_that_is_taken_away_is_a_file_too_many(raw: Raw) -> None:
    package = raw.package()
    package["resources"] = [r for r in package["resources"] if r["name"] != "begrippen"]
    raw.write_package(package)
    assert raw.refused().startswith("data/raw/begrippen.csv: staat niet in datapackage.json")


def test_without_descriptions_nothing_is_read(raw: Raw) -> None:
    (raw.folder / "datapackage.json").unlink()
    told = f"{PACKAGE} ontbreekt: zonder beschrijving kan geen bestand worden gelezen\n"
    assert raw.refused() == told


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", ", regel 1: hier is het geen geldig JSON-bestand"),
        (b"{\n{", ", regel 2: hier is het geen geldig JSON-bestand"),
        (b"[1, 2", ", regel 1: hier is het geen geldig JSON-bestand"),
        (b"\xff\xfe", ": byte 0 is geen UTF-8"),
    ],
)
def test_a_broken_description_is_named(raw: Raw, content: bytes, told: str) -> None:
    (raw.folder / "datapackage.json").write_bytes(content)
    assert raw.refused().startswith(PACKAGE + told)


@pytest.mark.parametrize("part", ["hash", "title", "path", "name"])
def test_a_description_that_lacks_something_is_named(raw: Raw, part: str) -> None:
    package = raw.package()
    del package["resources"][2][part]
    raw.write_package(package)
    assert raw.refused() == f"{PACKAGE}, kolom 'resources/2/{part}': ontbreekt of klopt niet\n"


def test_a_type_that_is_not_declared_is_refused(raw: Raw) -> None:
    package = raw.package()
    package["resources"][0]["schema"]["fields"][1]["type"] = "object"
    raw.write_package(package)
    assert raw.refused() == (
        f"{PACKAGE}, kolom 'resources/0/schema/fields/1/type': ontbreekt of klopt niet\n"
    )


def test_hidden_files_of_a_system_are_left_alone(raw: Raw) -> None:
    (raw.folder / ".DS_Store").write_bytes(b"x")
    raw.accepted()


def test_stale_processed_data_are_refused_by_what_needs_them(raw: Raw, project_copy: Path) -> None:
    raw.edit("dvo_begroting.csv", "Instroom", "Uitstroom")
    outcome = raw.command("kerncijfers")
    assert outcome.code == 3
    assert f"{FILE}: is gewijzigd of weg sinds data/processed is gemaakt" in outcome.err
    assert "voer uit: werkboek data" in outcome.err
