"""Arithmetic on ids: what it computes, and that nothing else is ever evaluated."""

from __future__ import annotations

import pytest

from analysis.sources.formula import FormulaError, evaluate, ids_in

pytestmark = pytest.mark.unit

VALUES = {"D71": 72553.9, "D73-fte": 2.76, "A": 2.0, "B": -8.0, "LEEG": float("nan")}


@pytest.mark.parametrize(
    ("formula", "outcome"),
    [
        ("[D73-fte] * [D71]", 200248.764),  # 2.76 * 72,553.90, bijlage 2 of the DVO
        ("[A]+[A]*3", 8),
        ("([A]+[A])*3", 12),
        ("[A]-[B]-1", 9),
        ("-[A]**2", -4),  # a power binds before a sign
        ("2**3**2", 512),  # and from the right
        ("[A] / 8 * 100", 25),
        ("1 / 3 + 1e-3", 1 / 3 + 0.001),
        ("[A]", 2),
    ],
)
def test_arithmetic(formula: str, outcome: float) -> None:
    assert evaluate(formula, VALUES) == pytest.approx(outcome, abs=1e-9)


def test_ids_are_named_once_and_sorted() -> None:
    assert ids_in("[D73-fte] * [A] + [A] - 3") == ("A", "D73-fte")
    assert ids_in("1 + 1") == ()


@pytest.mark.parametrize(
    "formula",
    [
        "__import__('os').system('x')",
        "abs([A])",
        "[A](3)",
        "[A].real",
        "[A].__class__",
        "os",
        "A",
        # The names that stand for ids inside: nobody may type them.
        "[A] + id0",
        "[A]0 + id00",
        "'2'",
        "f'{[A]}'",
        "True + [A]",
        "None",
        "1j",
        "[A] // 2",
        "[A] % 2",
        "[A] < 3",
        "[A] if 1 else 2",
        "[x for x in [A]]",
        "([A], [A])",
        "lambda: 1",
        "[A]; [B]",
        "x = 1",
        "(x := 1)",
        "not 1",
        "~1",
        "[A] and [B]",
        "1_000",
        "0x10",
        "1e5e5",
        "[A",
        "[A]]",
        "[ A ]",
        "",
        " ",
        "\0",
        "[A]\n[B]",
    ],
)
def test_anything_but_arithmetic_is_refused(formula: str) -> None:
    with pytest.raises(FormulaError):
        evaluate(formula, VALUES)


@pytest.mark.parametrize(
    "formula",
    [
        "9**9**9",
        "10**400",
        "1e999",
        "1e999 - 1e999",
        "1e308 * 10",
        "[A] / 0",
        "0 ** -1",
        "[B] ** 0.5",
        "[B] ** (1 / 3)",
        "1" * 5000,
        "-" * 20000 + "1",
        "1+" * 20000 + "1",
        "(" * 500 + "1" + ")" * 500,
    ],
    ids=lambda formula: formula[:16],
)
def test_what_has_no_finite_outcome_is_told_as_such(formula: str) -> None:
    with pytest.raises(FormulaError):
        evaluate(formula, VALUES)


@pytest.mark.parametrize(
    ("formula", "named"), [("[X99] + [A]", "X99"), ("[LEEG] * 2", "LEEG"), ("[a]", "a")]
)
def test_an_id_without_a_number_is_named(formula: str, named: str) -> None:
    with pytest.raises(FormulaError, match=f"geen getal bekend voor {named}"):
        evaluate(formula, VALUES)
