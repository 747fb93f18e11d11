"""Formulas compute what Python computes; a table that is written comes back as it was."""

from __future__ import annotations

import csv
import io
import math
import os
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from analysis.sources.formula import FormulaError, evaluate, ids_in
from analysis.sources.package import Field, Resource, Schema
from analysis.sources.reader import read_table, sha256_of
from analysis.sources.values import convert, plain_number

pytestmark = pytest.mark.property

VALUES = {"A": 2.0, "D73-fte": 2.76, "K": -8.0, "NUL": 0.0, "X01": 848.0}
LEAVES = st.one_of(
    st.sampled_from([(f"[{name}]", value) for name, value in VALUES.items()]),
    st.floats(0, 1e6).map(lambda value: (f"{value:.6f}", float(f"{value:.6f}"))),
    st.integers(0, 10**6).map(lambda value: (str(value), float(value))),
)
Tree = tuple[str, float | None]


def _joined(parts: tuple[Tree, str, Tree]) -> Tree:
    """Two formulas as one, with what Python makes of them; None where it makes nothing."""
    (left, a), sign, (right, b) = parts
    text = f"({left}) {sign} ({right})"
    if a is None or b is None:
        return text, None
    try:
        outcome = {
            "+": lambda: a + b,
            "-": lambda: a - b,
            "*": lambda: a * b,
            "/": lambda: a / b,
            "**": lambda: a**b,
        }[sign]()
    except ArithmeticError:
        return text, None
    return text, outcome if isinstance(outcome, float) and math.isfinite(outcome) else None


def _negated(tree: Tree) -> Tree:
    text, value = tree
    return f"-({text})", None if value is None else -value


TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*", "/", "**"]), inner).map(_joined),
        inner.map(_negated),
    ),
    max_leaves=12,
)


@given(TREES)
def test_a_formula_is_what_python_computes(tree: Tree) -> None:
    text, expected = tree
    if expected is None:
        with pytest.raises(FormulaError):
            evaluate(text, VALUES)
    else:
        assert evaluate(text, VALUES) == expected


@given(TREES)
def test_the_ids_of_a_formula_are_those_in_it(tree: Tree) -> None:
    assert set(ids_in(tree[0])) == {name for name in VALUES if f"[{name}]" in tree[0]}


@given(st.text(st.characters(codec="utf-8"), max_size=40))
@example("[A] + id0")
@example("__import__('os')")
def test_any_text_is_a_number_or_refused(text: str) -> None:
    try:
        outcome = evaluate(text, VALUES)
    except FormulaError:
        return
    assert math.isfinite(outcome)


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r"), max_size=12)
TABLES = st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=8)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A root with an empty data/raw, shared by all examples."""
    root = tmp_path_factory.mktemp("lezen")
    (root / "data" / "raw").mkdir(parents=True)
    before = os.environ.get("WERKBOEK_MAP")
    os.environ["WERKBOEK_MAP"] = str(root)
    yield root / "data" / "raw"
    if before is None:
        del os.environ["WERKBOEK_MAP"]
    else:
        os.environ["WERKBOEK_MAP"] = before


def _resource(content: bytes, names: list[str]) -> Resource:
    fields = tuple(Field(name=name, type="string", title=name) for name in names)
    schema = Schema(fields=fields, primaryKey=("sleutel",))
    return Resource(name="x", path="x.csv", title="x", hash=sha256_of(content), schema=schema)


@given(TABLES)
@example([['"', "a,b", "x\ny"], ["Null", "NA", ""], ["\n", "'", "=1+1"]])
def test_any_table_comes_back_as_it_was_written(folder: Path, rows: list[list[str]]) -> None:
    names = ["sleutel", "een", "twee", "drie"]
    numbered = [[f"r{place}", *row] for place, row in enumerate(rows)]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows([names, *numbered])
    content = text.getvalue().encode("utf-8")
    (folder / "x.csv").write_bytes(content)
    table, problems = read_table(_resource(content, names))
    assert problems == []
    assert table[names].to_numpy().tolist() == numbered
    assert table["_regel"].tolist() == list(range(2, len(rows) + 2))


@given(st.floats(-1e12, 1e12), st.integers(0, 9))
def test_a_number_that_is_written_reads_as_itself(value: float, decimals: int) -> None:
    field = Field(name="x", type="number", title="x")
    written = plain_number(value, decimals)
    (back,) = convert(pd.Series([written], dtype="str"), field)
    assert back == pytest.approx(value, abs=0.5 * 10**-decimals + 1e-3 * (abs(value) > 1e9))
    assert plain_number(back, decimals).lstrip("-") == written.lstrip("-")


@given(st.integers(-(10**14), 10**14))
def test_a_whole_number_stays_whole(value: int) -> None:
    field = Field(name="x", type="integer", title="x")
    (back,) = convert(pd.Series([str(value)], dtype="str"), field)
    assert back == value
    assert plain_number(float(value)) == str(value)


@given(st.text(max_size=20))
def test_what_is_no_number_never_becomes_one(text: str) -> None:
    field = Field(name="x", type="number", title="x")
    (back,) = convert(pd.Series([text], dtype="str"), field)
    if pd.isna(back):
        return
    assert text == text.strip()
    assert set(text) <= set("-.0123456789")
    assert back == float(text)
