"""data/raw against its description, by another program than ours: frictionless.

frictionless knows version 1 of the Data Package standard. What it does not know is left out of what
it is given: keys that hold several ids in one cell (`separator`), and keys to the register
`cijfers`, which is no file but all tables of numbers together. Our own reader checks both.
"""

from __future__ import annotations

import copy
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from analysis.paths import ROOT

pytestmark = pytest.mark.unit

RAW = ROOT / "data" / "raw"
PACKAGE: dict[str, Any] = json.loads((RAW / "datapackage.json").read_text(encoding="utf-8"))
RESOURCES: list[dict[str, Any]] = PACKAGE["resources"]
TABLES = [item for item in RESOURCES if "schema" in item]
UNITS = {"eur", "fte", "pers", "pct", "se"}


def _name(described: dict[str, Any]) -> str:
    return str(described["name"])


def _for_frictionless(package: dict[str, Any]) -> dict[str, Any]:
    adapted = copy.deepcopy(package)
    adapted.pop("$schema", None)
    for resource in adapted["resources"]:
        schema = resource.get("schema", {})
        keys = schema.pop("foreignKeys", [])
        kept = [
            key
            for key in keys
            if "separator" not in key and key["reference"]["resource"] != "cijfers"
        ]
        if kept:
            schema["foreignKeys"] = kept
    return adapted


def _report(package: dict[str, Any], folder: Path) -> Any:
    from frictionless import Package

    return Package.from_descriptor(_for_frictionless(package), basepath=str(folder)).validate()


def test_frictionless_finds_nothing() -> None:
    report = _report(PACKAGE, RAW)
    assert report.flatten(["name", "rowNumber", "fieldName", "note"]) == []
    assert report.valid
    assert len(report.tasks) == len(RESOURCES)


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        ("dvo_begroting.csv", "2.76", "-2.76", "constraint-error"),
        ("dvo_begroting.csv", "2.76", '"2,76"', "type-error"),
        ("dvo_begroting.csv", "D74,", "D73,", "primary-key"),
        ("taken.csv", "TK01,Wsw,deventer", "TK01,Wsw,atlantis", "foreign-key"),
    ],
)
def test_frictionless_does_look(
    project_copy: Path, name: str, old: str, new: str, fault: str
) -> None:
    path = project_copy / "data" / "raw" / name
    content = path.read_text(encoding="utf-8").replace(old, new, 1).encode()
    path.write_bytes(content)
    package = copy.deepcopy(PACKAGE)
    (resource,) = [item for item in package["resources"] if item["path"] == name]
    resource |= {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
    types = {kind for (kind,) in _report(package, path.parent).flatten(["type"])}
    assert fault in types


@pytest.mark.parametrize("resource", RESOURCES, ids=_name)
def test_the_fingerprint_and_size_are_those_of_the_file(resource: dict[str, Any]) -> None:
    content = (RAW / resource["path"]).read_bytes()
    assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
    assert resource["bytes"] == len(content)


def test_every_file_is_described_once() -> None:
    files = sorted(path.relative_to(RAW).as_posix() for path in RAW.rglob("*") if path.is_file())
    described = sorted(item["path"] for item in RESOURCES)
    assert described == [name for name in files if name != "datapackage.json"]
    assert len({item["name"] for item in RESOURCES}) == len(RESOURCES)


@pytest.mark.parametrize("resource", RESOURCES, ids=_name)
def test_a_file_has_a_title_a_description_and_a_source(resource: dict[str, Any]) -> None:
    assert resource["title"].strip()
    assert resource["description"].strip()
    assert all(source["title"].strip() for source in resource["sources"])
    assert resource["sources"]


@pytest.mark.parametrize("resource", TABLES, ids=_name)
def test_every_column_has_a_title_and_a_description(resource: dict[str, Any]) -> None:
    fields = resource["schema"]["fields"]
    assert [
        _name(f) for f in fields if not f["title"].strip() or not f["description"].strip()
    ] == []


@pytest.mark.parametrize("resource", TABLES, ids=_name)
def test_a_unit_in_the_name_is_the_unit_of_the_column(resource: dict[str, Any]) -> None:
    for field in resource["schema"]["fields"]:
        named = field["name"].rpartition("_")[2]
        assert named not in UNITS or field["unit"] == named, field["name"]


@pytest.mark.parametrize("resource", TABLES, ids=_name)
def test_a_table_is_plain_text_as_described(resource: dict[str, Any]) -> None:
    content = (RAW / resource["path"]).read_bytes()
    assert (resource["encoding"], resource["mediatype"]) == ("utf-8", "text/csv")
    assert resource["dialect"] == {"delimiter": ",", "lineTerminator": "\n"}
    assert not content.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in content
    assert content.endswith(b"\n")


@pytest.mark.parametrize("resource", TABLES, ids=_name)
def test_keys_name_columns_and_tables_that_exist(resource: dict[str, Any]) -> None:
    schema = resource["schema"]
    columns = {field["name"] for field in schema["fields"]}
    tables = {item["name"] for item in TABLES} | {"cijfers"}
    assert set(schema["primaryKey"]) <= columns
    for key in schema.get("foreignKeys", []):
        assert set(key["fields"]) <= columns
        assert key["reference"]["resource"] in tables
    assert len(columns) == len(schema["fields"])


def test_the_package_says_what_may_be_done_with_it() -> None:
    assert PACKAGE["title"]
    assert PACKAGE["created"][:4].isdigit()
    assert all(license["name"] for license in PACKAGE["licenses"])
