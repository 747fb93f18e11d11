"""Notebook 06 with a scenario that does not exist: refused in its first call, with the nearest."""

from __future__ import annotations

import json

import pytest

from analysis.errors import UsageError
from analysis.paths import ROOT
from analysis.sources.workbook import open_workbook

pytestmark = pytest.mark.fault


def _namespace(**given: object) -> dict[str, object]:
    """What the notebook's globals hold after its parameters, and papermill's after them."""
    notebook = json.loads((ROOT / "notebooks" / "06_scenarioafweging.ipynb").read_text("utf-8"))
    (cell,) = [
        item for item in notebook["cells"] if "parameters" in item["metadata"].get("tags", ())
    ]
    found: dict[str, object] = {}
    exec("".join(cell["source"]), found)
    return found | given


@pytest.mark.parametrize(
    ("given", "nearest"),
    [
        ("bv_regio", "bv-regio"),
        ("dienst-eigne", "dienst-eigen"),
        ("S0", "s0"),
        ("Basis", "basis"),
    ],
)
def test_an_unknown_scenario_names_the_nearest(given: str, nearest: str) -> None:
    with pytest.raises(UsageError) as told:
        open_workbook(_namespace(scenario=given))
    text = str(told.value)
    assert text.startswith(f"parameter 'scenario': '{given}' mag niet (toegestaan: basis, bv-")
    assert text.endswith(f"Bedoelde u '{nearest}'?")


def test_a_scenario_must_be_a_text() -> None:
    with pytest.raises(UsageError, match=r"parameter 'scenario': 0 mag niet \(toegestaan: tekst\)"):
        open_workbook(_namespace(scenario=0))


def test_an_unknown_parameter_beside_it_is_told_too() -> None:
    with pytest.raises(UsageError) as told:
        open_workbook(_namespace(scenario="bv", senario="dienst"))
    assert "onbekende parameter 'senario'" in str(told.value)
    assert "Bedoelde u 'scenario'?" in str(told.value)


def test_the_notebook_as_it_is_opens_the_base() -> None:
    assert open_workbook(_namespace()).parameters.scenario == "basis"
