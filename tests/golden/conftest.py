"""The workbook of the project itself, opened once for all golden tests."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from analysis.sources.findings import all_findings
from analysis.sources.workbook import Workbook, open_workbook


@pytest.fixture(scope="session")
def book() -> Workbook:
    """The base case."""
    return open_workbook({})


@pytest.fixture(scope="session")
def number(book: Workbook) -> Callable[[str], float]:
    """A number of the register by its id."""
    return lambda identifier: book.number(identifier).value


@pytest.fixture(scope="session")
def findings() -> pd.DataFrame:
    """All findings on the raw data, by id."""
    return all_findings().set_index("id")
