"""What passed the gate keeps its type where it is carried, and loses it where it is computed on."""

from __future__ import annotations

import ast
import copy
import json

import pandas as pd
import pytest

from analysis.disclosure.gate import protect
from analysis.dutch import number, quantity
from analysis.frames import rows_of
from analysis.paths import ROOT
from analysis.released import (
    Released,
    ShownCount,
    ShownNumber,
    ShownText,
    definition,
    derived,
    derived_text,
    rounded_share,
    shown_rows,
)

pytestmark = pytest.mark.unit


def released() -> Released:
    """43 of 101, and 3: published as 45, 100 and hidden."""
    return protect(pd.DataFrame([[43, 101, 3]], index=["r"], columns=["deel", "geheel", "klein"]))


def test_a_cell_that_passed_has_its_own_type() -> None:
    cell = released().shown("r", "deel")
    assert (cell, type(cell)) == (45, ShownCount)
    assert released().shown("r", "klein") is None
    with pytest.raises(KeyError):
        released().shown("r", "anders")


def test_norms_pass_and_words_are_no_number() -> None:
    norms = protect(pd.DataFrame({"pct": [16.4], "wie": ["3 x"]}, index=["a"]), kind="norm")
    cell = norms.shown("a", "pct")
    assert (cell, type(cell)) == (16.4, ShownNumber)
    with pytest.raises(TypeError, match="no number"):
        norms.shown("a", "wie")
    assert type(norms.shown_frame.loc["a", "wie"]) is ShownText
    missing = protect(pd.DataFrame({"pct": [float("nan")]}, index=["a"]), kind="norm")
    assert missing.shown("a", "pct") is None


def test_only_the_gate_makes_them() -> None:
    for make, value in ((ShownCount, 45), (ShownNumber, 4.5), (ShownText, "45")):
        with pytest.raises(TypeError, match="only the privacy gate"):
            make(value)


def test_computing_loses_the_type_and_derived_gives_it() -> None:
    cell = released().shown("r", "deel")
    assert cell is not None
    assert {type(cell + 1), type(round(cell)), type(int(cell)), type(-cell)} == {int}
    half = derived(cell / 2, cell)
    assert (half, type(half)) == (22.5, ShownNumber)
    assert type(half + 0) is float
    assert type(derived(3, released())) is ShownNumber
    assert type(derived_text("38 tot 42", cell, half)) is ShownText


@pytest.mark.parametrize("parents", [(), (45,), (None,), ("45",)])
def test_what_did_not_pass_is_no_parent(parents: tuple[object, ...]) -> None:
    for make, value in ((derived, 4.5), (derived_text, "4,5")):
        with pytest.raises(TypeError, match="every parent"):
            make(value, *parents)
    with pytest.raises(TypeError, match="every parent"):
        derived(4.5, released(), *parents, 45)


def test_a_number_that_is_none_is_not_derived() -> None:
    with pytest.raises(ValueError, match="finite"):
        derived(float("nan"), released())


def test_shares_are_shown_only_of_what_passed() -> None:
    table = released()
    share = table.share("deel", "geheel")
    # 45 of 100
    assert [(value, type(value)) for value in share] == [(45.0, ShownNumber)]
    assert table.share("klein", "geheel").tolist() == [None]
    assert type(rounded_share(table.shown("r", "deel"), table.shown("r", "geheel"))) is ShownNumber
    assert type(rounded_share(43, 101)) is float


def test_they_survive_frames_that_do_not_guess() -> None:
    cell = released().shown("r", "deel")
    assert cell is not None
    text = derived_text("38 tot 42", cell)
    frame = shown_rows([{"a": cell, "b": text, "jaar": 2023}, {"a": None, "b": text}])
    assert {str(kind) for kind in frame.dtypes} == {"object"}
    for made in (frame, frame.sort_values("b"), pd.concat([frame, frame]), frame.copy()):
        first = rows_of(made.reset_index(drop=True))[0]
        assert (type(first["a"]), type(first["b"])) == (ShownCount, ShownText)
    assert type(released().shown_frame.loc["r", "deel"]) is ShownCount
    assert released().shown_frame.loc["r", "klein"] is None


def test_they_are_written_and_copied_as_what_they_are() -> None:
    cell, share = released().shown("r", "deel"), released().share("deel", "geheel")["r"]
    assert cell is not None
    assert json.dumps([cell, share]) == "[45, 45.0]"
    assert (number(cell), quantity(share, "pct")) == ("45", "45,0%")
    kept = copy.deepcopy({"y": [cell, share, derived_text("45", cell)]})["y"]
    assert [type(value) for value in kept] == [ShownCount, ShownNumber, ShownText]


def test_the_note_of_a_released_table_may_be_shown() -> None:
    assert type(released().note) is ShownText


def test_a_definition_is_typed_by_hand() -> None:
    """No call of `definition` has anything but a literal in it."""
    assert definition("binnen 6 maanden") == "binnen 6 maanden"
    wrong = []
    for path in sorted((ROOT / "analysis").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name == "definition" and not all(_literal(part) for part in node.args):
                wrong.append(f"{path.name}:{node.lineno}")
    assert wrong == []


def _literal(node: ast.expr) -> bool:
    constant = isinstance(node, ast.Name) and node.id.isupper()
    return constant or (isinstance(node, ast.Constant) and isinstance(node.value, str))
