"""The rule of one marker a test is itself kept: a test without one stops the collection."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]
pytestmark = pytest.mark.unit

CONFTEST = Path(__file__).resolve().parents[1] / "conftest.py"
INI = "[pytest]\nmarkers =\n" + "".join(
    f"    {name}\n"
    for name in ("unit", "golden", "property", "notebook", "report", "fault", "slow")
)


CELLS = """
class IPyNbCell(pytest.Item):
    def runtest(self):
        assert self.get_closest_marker("notebook")

class NotebookFile(pytest.File):
    def collect(self):
        yield IPyNbCell.from_parent(self, name="cell")

def pytest_collect_file(file_path, parent):
    if file_path.suffix == ".ipynb":
        return NotebookFile.from_parent(parent, path=file_path)
"""
"""What nbval looks like to pytest."""


@pytest.fixture(autouse=True)
def _no_other_plugins(monkeypatch: pytest.MonkeyPatch) -> None:
    # Loading them anew for each of these small runs takes seconds.
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")


def _collect(pytester: pytest.Pytester, marks: str, *options: str) -> pytest.RunResult:
    pytester.makeini(INI)
    pytester.makeconftest(CONFTEST.read_text(encoding="utf-8"))
    pytester.makepyfile(f"import pytest\n{marks}\ndef test_it(): pass\n")
    return pytester.runpytest_inprocess("-p", "no:cacheprovider", *options)


@pytest.mark.parametrize("kind", ["unit", "golden", "property", "notebook", "report", "fault"])
def test_one_marker_is_enough(pytester: pytest.Pytester, kind: str) -> None:
    _collect(pytester, f"@pytest.mark.{kind}").assert_outcomes(passed=1)


def test_slow_comes_beside_another_marker(pytester: pytest.Pytester) -> None:
    _collect(pytester, "@pytest.mark.slow\n@pytest.mark.fault").assert_outcomes(passed=1)


@pytest.mark.parametrize(
    ("marks", "told"),
    [
        ("", "test_it: has none"),
        ("@pytest.mark.slow", "test_it: has none"),
        ("@pytest.mark.unit\n@pytest.mark.fault", "test_it: has unit and fault"),
    ],
)
def test_none_or_two_stop_the_collection(pytester: pytest.Pytester, marks: str, told: str) -> None:
    result = _collect(pytester, marks)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*each test has exactly one of the markers*", f"*{told}*"])


def test_an_unmarked_test_is_found_also_when_it_would_be_deselected(
    pytester: pytest.Pytester,
) -> None:
    assert _collect(pytester, "", "-m", "unit").ret == pytest.ExitCode.USAGE_ERROR


def test_a_cell_of_nbval_is_a_notebook_test(pytester: pytest.Pytester) -> None:
    pytester.makeini(INI)
    pytester.makeconftest(CONFTEST.read_text(encoding="utf-8") + CELLS)
    pytester.path.joinpath("some.ipynb").touch()
    result = pytester.runpytest_inprocess("-p", "no:cacheprovider", "-m", "notebook", "some.ipynb")
    result.assert_outcomes(passed=1)
