"""What may not come out stops its own report with exit code 4; yesterday's page stays.

All notebooks run in one command, once for the base case and once in own mode.
"""

from __future__ import annotations

import json

import pytest

from analysis.paths import OWN_ON, OWN_SWITCH
from analysis.publish.records import State
from analysis.publish.render import Summary
from tests.faults.conftest import EARLIER, SHORT, Project, notebook

pytestmark = pytest.mark.fault

BSN = "999990019"
SHOW = """
from IPython.display import display
data = {"soort": "uitspraak", "delen": [{"tekst": "%s"}], "basis": "bron", "ids": %s}
display({"application/vnd.werkboek.v1+json": data, "text/plain": "Proef"}, raw=True)
"""

FAULTS = {
    "gelekt": (
        notebook(SHOW % ("zie " + BSN, '["K31"]')),
        "gelekt.html, regel ",
    ),
    "ruw": (
        notebook(SHOW % ("er zijn er 347", '["verzuim.csv"]')),
        "cel stap-1: cijfers over personen die niet zijn vrijgegeven",
    ),
    "poort": (
        notebook("from analysis.errors import PrivacyError", "raise PrivacyError('tabel q1-x')"),
        "cel stap-2 (onder 'Stap 2'): tabel q1-x",
    ),
    "waarde": (notebook(f"raise KeyError('{BSN}')"), "de reden is verborgen"),
}
SECRET = "Wielewaalstra"
VALUES = {
    "fout": (notebook(f"raise KeyError('{SECRET}')"), "cel stap-1 (onder 'Stap 1'): KeyError"),
    "klacht": (
        notebook(f"import sys; print('{SECRET}'.lower(), file=sys.stderr)"),
        "cel stap-1 (onder 'Stap 1'): schrijft op stderr",
    ),
    "getoond": (notebook(f"print('{SECRET}'.upper())"), "Figure, Table of Claim"),
}


def failed(project: Project, faults: dict[str, tuple[str, str]]) -> Summary:
    project.write(**{name: text for name, (text, _) in faults.items()}, goed=notebook("x = 1"))
    project.earlier(*faults)
    return project.make(SHORT, again=True)


def test_a_leak_stops_its_own_report(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    summary = failed(project, FAULTS)
    assert summary.exit_code == 4
    assert summary.states["goed"] is State.GEMAAKT
    record = project.record()
    for name, (_, words) in FAULTS.items():
        assert project.page(name) == EARLIER
        assert words in record[name]["reason"], record[name]["reason"]
    told = "".join(capsys.readouterr())
    produced = [path for path in project.reports.rglob("*") if path.is_file()]
    assert [path.name for path in produced if BSN.encode() in path.read_bytes()] == []
    assert BSN not in told + json.dumps(record)
    project.assert_clean()


def test_on_own_figures_a_failure_quotes_no_value(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (project.root / "data" / "raw").parent.joinpath("eigen").mkdir()
    for name in ("raw", "processed"):
        link = project.root / "data" / "eigen" / name
        link.symlink_to(project.root / "data" / name)
    monkeypatch.setenv(OWN_SWITCH, OWN_ON)
    failed(project, VALUES)
    record = project.record()
    for name, (_, words) in VALUES.items():
        assert words in record[name]["reason"], record[name]["reason"]
    for name in ("fout", "getoond"):
        kept = json.loads((project.reports / "_mislukt" / f"{name}.ipynb").read_text())
        outputs = [output for cell in kept["cells"] for output in cell.get("outputs", ())]
        texts = {key for output in outputs for key in output if key not in ("output_type", "ename")}
        assert texts <= {"evalue", "traceback"}
        assert all(not output.get("evalue") and not output["traceback"] for output in outputs)
    told = "".join(capsys.readouterr()) + json.dumps(record)
    assert SECRET.casefold() not in told.casefold()
    project.assert_clean()
