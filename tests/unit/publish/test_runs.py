"""`runs.toml`: lists multiplied out, ids that speak, selection."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.errors import UsageError
from analysis.parameters import Choices, Parameters
from analysis.publish.runs import Run, read_runs, select, slug

pytestmark = pytest.mark.unit

ALLOWED = Choices(
    areas=("samen", "deventer", "olst-wijhe"),
    codes={"GM0150": "deventer"},
    scenarios=("basis", "vangnet"),
    price_levels=(2023, 2024),
)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WERKBOEK_MAP", str(tmp_path))
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "01_foto.ipynb").write_text("{}", encoding="utf-8")
    return tmp_path / "runs.toml"


def ids(path: Path, lines: str) -> list[str]:
    path.write_text(f'[[rapport]]\nid = "foto"\nnotebook = "01_foto"\n{lines}', encoding="utf-8")
    return [run.id for run in read_runs(path, ALLOWED)]


def test_all_defaults_keep_the_bare_id(path: Path) -> None:
    assert ids(path, "") == ["foto"]
    assert read_runs(path, ALLOWED) == [Run("foto", "01_foto", Parameters())]


def test_lists_are_multiplied_out_in_the_order_of_the_file(path: Path) -> None:
    lines = 'gebied = ["samen", "deventer"]\nhorizon = [2040, 2035]'
    assert ids(path, lines) == ["foto", "foto-2035", "foto-deventer", "foto-deventer-2035"]


def test_code_of_statistics_netherlands_is_translated(path: Path) -> None:
    assert ids(path, 'gebied = "gm0150"') == ["foto-deventer"]
    assert read_runs(path, ALLOWED)[0].parameters.gebied == "deventer"


def test_two_values_that_read_the_same_are_refused(path: Path) -> None:
    table = '[[rapport]]\nid = "foto-2035"\nnotebook = "01_foto"\n'
    path.write_text(table, encoding="utf-8")
    more = path.read_text(encoding="utf-8")
    with pytest.raises(UsageError, match="twee rapporten zouden 'foto-2035' heten"):
        ids(path, f"horizon = 2035\n{more}")


@pytest.mark.parametrize(
    ("value", "expected"),
    [("Súdwest-Fryslân", "sudwest-fryslan"), ("a/b'c", "a-b-c"), (2035, "2035"), ("--", "")],
)
def test_slug(value: object, expected: str) -> None:
    assert slug(value) == expected


def test_selection_keeps_the_order_of_the_file(path: Path) -> None:
    ids(path, 'gebied = ["samen", "deventer"]')
    runs = read_runs(path, ALLOWED)
    assert select(runs, []) == runs
    assert select(runs, ["foto-deventer", "foto"]) == runs
    with pytest.raises(UsageError, match=r"onbekend rapport 'fotoo'; .* Bedoelde u 'foto'\?"):
        select(runs, ["fotoo"])


def test_windows_line_ends_and_byte_order_mark(path: Path) -> None:
    """An editor on Windows may leave both."""
    text = '[[rapport]]\r\nid = "foto"\r\nnotebook = "01_foto"\r\n'
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert [run.id for run in read_runs(path, ALLOWED)] == ["foto"]


def test_file_in_another_encoding_is_named(path: Path) -> None:
    path.write_bytes('[[rapport]]\nid = "ë"'.encode("cp1252"))
    with pytest.raises(UsageError, match="geen UTF-8"):
        read_runs(path, ALLOWED)
