"""The record of a run: what counts as current, and that a broken one is no record."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analysis.parameters import Parameters
from analysis.publish.records import (
    Book,
    Entry,
    State,
    file_hash,
    inputs_hash,
    is_current,
    load,
    save,
    shared_hash,
)
from analysis.publish.runs import Run

pytestmark = pytest.mark.unit

RUN = Run("foto", "01_foto", Parameters())


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WERKBOEK_MAP", str(tmp_path))
    for name in ("notebooks/01_foto.ipynb", "data/processed/a.csv", "requirements.lock"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    return tmp_path


def hashed(run: Run = RUN, *, single_file: bool = False) -> str:
    return inputs_hash(run, shared_hash(single_file))


def test_saved_record_is_read_back(tmp_path: Path) -> None:
    book = Book(reports={"foto": Entry(state=State.MISLUKT, reason="ë", seconds=1.5)})
    save(tmp_path, book)
    assert load(tmp_path) == (book, "")
    stored = json.loads((tmp_path / "_run.json").read_text(encoding="utf-8"))
    assert stored["reports"]["foto"]["state"] == "mislukt"


def test_no_record_is_an_empty_one(tmp_path: Path) -> None:
    assert load(tmp_path) == (Book(), "")


@pytest.mark.parametrize(
    "damage", [b"", b"{", b"[]", b"\xff", b'{"reports": {"a": {"state": "klaar"}}}', b'{"x": 1}']
)
def test_broken_record_is_said_and_dropped(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "_run.json").write_bytes(damage)
    book, said = load(tmp_path)
    assert book == Book()
    assert "_run.json is beschadigd" in said


@pytest.mark.parametrize(
    "name",
    [
        "notebooks/01_foto.ipynb",
        "data/processed/a.csv",
        "data/processed/b.csv",
        "data/raw/scenarios/s.toml",
        "reports/assets/plot.js",
        "requirements.lock",
    ],
)
def test_every_input_counts(root: Path, name: str) -> None:
    before = hashed()
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text("anders", encoding="utf-8")
    assert hashed() != before


def test_parameters_and_form_count(root: Path) -> None:
    other = Run("foto", "01_foto", Parameters(gebied="deventer"))
    assert len({hashed(), hashed(other), hashed(single_file=True)}) == 3


def test_hash_does_not_depend_on_the_folder(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = hashed()
    moved = root.rename(root.with_name("ergens anders"))
    monkeypatch.setenv("WERKBOEK_MAP", str(moved))
    assert hashed() == before


def test_current_needs_both_inputs_and_page(tmp_path: Path) -> None:
    page = tmp_path / "foto.html"
    page.write_bytes(b"heel")
    entry = Entry(state=State.MISLUKT, inputs_sha256="i", output_sha256=file_hash(page))
    assert is_current(entry, "i", page)
    assert not is_current(entry, "j", page)
    assert not is_current(None, "i", page)
    page.write_bytes(b"half")
    assert not is_current(entry, "i", page)
    page.unlink()
    assert not is_current(entry, "i", page)
    assert not is_current(Entry(state=State.MISLUKT), "", page)
