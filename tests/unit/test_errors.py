"""Exit codes, the words of a problem, and the suggestion of a nearest match."""

from __future__ import annotations

import pytest

from analysis import errors
from analysis.errors import InputError, Problem, nearest

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        # design.md par. 6
        (errors.ReportError, 1),
        (errors.UsageError, 2),
        (errors.InputError, 3),
        (errors.PrivacyError, 4),
        (errors.OutputError, 5),
    ],
)
def test_exit_codes_are_those_of_the_contract(kind: type[errors.WorkbookError], code: int) -> None:
    assert kind.exit_code == code
    assert issubclass(kind, errors.WorkbookError)


@pytest.mark.parametrize(
    ("problem", "written"),
    [
        (
            Problem("data/raw/x.csv", 48, "uitstroom", "'-3' mag niet negatief zijn"),
            "data/raw/x.csv, regel 48, kolom 'uitstroom': '-3' mag niet negatief zijn",
        ),
        (Problem("data/raw/x.csv", 48, "", "kapot"), "data/raw/x.csv, regel 48: kapot"),
        (Problem("data/raw/x.csv", 0, "", "ontbreekt"), "data/raw/x.csv: ontbreekt"),
    ],
)
def test_a_problem_names_its_place(problem: Problem, written: str) -> None:
    assert str(problem) == written


def test_problems_are_told_in_the_order_of_files_and_rows() -> None:
    problems = [Problem("b", 2, "", "x"), Problem("a", 10, "", "x"), Problem("a", 9, "", "x")]
    assert str(InputError(problems)).splitlines() == [
        "a, regel 9: x",
        "a, regel 10: x",
        "b, regel 2: x",
    ]


@pytest.mark.parametrize(("count", "last"), [(50, "x, regel 50: y50"), (51, "… en nog 1 fouten")])
def test_at_most_fifty_lines(count: int, last: str) -> None:
    lines = str(InputError([Problem("x", line, "", f"y{line}") for line in range(1, count + 1)]))
    assert lines.splitlines()[-1] == last
    assert len(lines.splitlines()) == count


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([2, 3], ["2", "3"]),  # two are told as they are
        ([2, 3, 4, 5], ["2 tot en met 5"]),
        ([5, 2, 4, 9], ["2, 4 tot en met 5 en 9"]),
        ([2, 4, 6, 8, 10], ["2, 4, 6, 8 en 10"]),
        ([2, 4, 6, 8, 10, 11, 12, 14], ["2, 4, 6, 8 en 4 andere"]),  # six stretches
    ],
)
def test_one_fault_in_many_rows_is_told_once(rows: list[int], told: list[str]) -> None:
    other = [
        Problem("x", 1, "k", "eerst"),
        Problem("x", 3, "k", "anders"),
        Problem("y", 3, "", "t"),
    ]
    error = InputError([Problem("x", row, "k", "t") for row in rows] + other)
    lines = str(error).splitlines()
    assert [line for line in lines if line.endswith("kolom 'k': t")] == [
        f"x, regel {one}, kolom 'k': t" for one in told
    ]
    assert (lines[0], lines[-1]) == ("x, regel 1, kolom 'k': eerst", "y, regel 3: t")
    assert len(error.problems) == len(rows) + 3


@pytest.mark.parametrize(
    ("word", "known", "told"),
    [
        ("gemeenet", ["gebied", "gemeente"], " Bedoelde u 'gemeente'?"),
        ("Deventer", ["samen", "deventer"], " Bedoelde u 'deventer'?"),
        ("X1", ["X01", "K43"], " Bedoelde u 'X01'?"),
        ("d73-fto", ["D73-fte", "D74-fte"], " Bedoelde u 'D73-fte'?"),
        ("qqqq", ["gebied", "scenario"], ""),
        ("iets", [], ""),
    ],
)
def test_nearest(word: str, known: list[str], told: str) -> None:
    assert nearest(word, known) == told
