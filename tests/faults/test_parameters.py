"""Wrong parameters and wrong configuration: refused before anything starts, whatever they are."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.errors import UsageError
from analysis.parameters import FIRST_HORIZON, LAST_HORIZON, Choices, Parameters
from analysis.publish.execute import execute
from analysis.publish.runs import RUN_ID, Run, read_runs
from analysis.sources.workbook import choices
from tests.faults.conftest import EARLIER, Project, notebook

Command = Callable[..., tuple[int, str, str]]

REFUSED = {
    'gebid = "samen"': "onbekend veld 'gebid'; toegestaan: id, notebook, gebied",
    'gebied = "deventr"': "Bedoelde u 'deventer'?",
    'gebied = "GM9999"': "parameter 'gebied': 'GM9999' mag niet",
    'gebied = "0150"': "parameter 'gebied': '0150' mag niet",
    "gebied = 0150": "regel 4, teken 11: geen geldige TOML",
    "gebied = 150": "parameter 'gebied': 150 mag niet (toegestaan: tekst)",
    "gebied = []": "'gebied' is een lege lijst",
    'gebied = ["samen", "samen"]': "twee rapporten zouden 'proef' heten",
    'gebied = ["deventer", "GM0150"]': "twee rapporten zouden 'proef-deventer' heten",
    'gebied = "samen"\ngebied = "samen"': "regel 5",
    '"__import__(\'os\').system(\'ls\')" = 1': "onbekend veld '__import__('os')",
    '"gebied; import os" = "samen"': "onbekend veld",
    "horizon = nan": "parameter 'horizon': nan mag niet (toegestaan: een geheel getal)",
    "horizon = 2035.5": "parameter 'horizon': 2035.5 mag niet",
    "horizon = 2040.0": "parameter 'horizon': 2040.0 mag niet",
    'horizon = "2040"': "parameter 'horizon': '2040' mag niet",
    "horizon = true": "parameter 'horizon': True mag niet",
    "horizon = 2029": "toegestaan: 2030 tot en met 2060",
    "horizon = [2040, 2061]": "2061 mag niet",
    "horizon = 2040-01-01": "parameter 'horizon'",
    "horizon = {jaar = 2040}": "parameter 'horizon'",
    "zaad = -1": "parameter 'zaad': -1 mag niet",
    "zaad = 1e400": "parameter 'zaad': inf mag niet",
    'scenario = "../../etc/passwd"': "parameter 'scenario'",
    'scenario = "https://voorbeeld.nl"': "parameter 'scenario'",
    "prijspeil = 1800": "parameter 'prijspeil'",
    "horizon = [" + ", ".join(str(2030 + i % 31) for i in range(31)) + "]\nzaad = ["
    + ", ".join(str(i) for i in range(31)) + "]": "ten hoogste 500",
}  # fmt: skip

BROKEN = {
    "": "geen enkel [[rapport]]",
    "[rapport]\nid = 1": "schrijf [[rapport]]",
    "[[raport]]\nid = 1": "onbekend onderdeel 'raport'; toegestaan: rapport. Bedoelde u 'rapport'?",
    '[[rapport]]\nid = "a"': "'notebook' ontbreekt",
    '[[rapport]]\nnotebook = "proef"': "'id' ontbreekt",
    '[[rapport]]\nid = 7\nnotebook = "proef"': "'id': 7 mag niet (toegestaan: tekst",
    '[[rapport]]\nid = "../a"\nnotebook = "proef"': "id '../a' mag niet",
    '[[rapport]]\nid = "index"\nnotebook = "proef"': "id 'index' mag niet",
    '[[rapport]]\nid = "a"\nnotebook = "proeff"': "onbekend notebook 'proeff'; toegestaan: proef.",
    '[[rapport]]\nid = "a"\nnotebook = "../data/raw/x"': "onbekend notebook",
    '[[rapport]\nid = "a"': "reports/runs.toml, regel 1, teken 10: geen geldige TOML",
}


@pytest.fixture
def refused(project: Project, werkboek: Command) -> Callable[[str], str]:
    """Run the command on this `runs.toml`; return what it said, being sure that nothing began."""
    project.write(proef=notebook("x = 1"))
    project.earlier("proef")

    def run(text: str) -> str:
        project.runs(text)
        code, out, err = werkboek("rapporten")
        assert (code, out) == (2, "")
        assert project.page("proef") == EARLIER
        assert not (project.root / ".cache" / "kernels").exists()
        project.assert_clean()
        return err

    return run


@pytest.mark.fault
@pytest.mark.parametrize("line", REFUSED)
def test_refused_parameter(refused: Callable[[str], str], line: str) -> None:
    said = refused(f'[[rapport]]\nid = "proef"\nnotebook = "proef"\n{line}\n')
    assert REFUSED[line] in said
    assert said.startswith("reports/runs.toml")


@pytest.mark.fault
@pytest.mark.parametrize("text", BROKEN)
def test_broken_file(refused: Callable[[str], str], text: str) -> None:
    assert BROKEN[text] in refused(text)


@pytest.mark.fault
def test_all_faults_are_told_at_once(refused: Callable[[str], str]) -> None:
    table = '[[rapport]]\nid = "{}"\nnotebook = "{}"\nhorizon = {}\n'
    said = refused(table.format("a", "proef", 1) + table.format("b", "proeff", 2))
    assert "rapport 1: parameter 'horizon': 1 mag niet" in said
    assert "rapport 2: onbekend notebook 'proeff'" in said


@pytest.mark.fault
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["rapporte"], "onbekende opdracht 'rapporte'; toegestaan: data, "),
        (["rapporten", "--opniew"], "onbekende optie '--opniew'. Toegestaan: "),
        (["rapporten", "--uit"], "optie '--uit' heeft een waarde nodig"),
        (["rapporten", "--los=ja"], "optie '--los' heeft geen waarde"),
        (["rapporten", "--werkers", "veel"], "optie '--werkers': geen geheel getal"),
        (["rapporten", "--werkers", "0"], "optie '--werkers': 0 mag niet (toegestaan: 1 tot"),
        (["rapporten", "--alleen", "proff"], "onbekend rapport 'proff'; toegestaan: proef."),
        (["rapporten", "proef"], "onverwacht argument: proef"),
        (["rapporten", "--runs", "nergens.toml"], "nergens.toml bestaat niet"),
        (["data", "nu"], "onverwacht argument: nu"),
        (["notebooks", "--alleen", "09"], "geen notebook begint met '09'; er zijn: proef."),
        (["kerncijfers", "--gebied", "zwole"], "parameter 'gebied': 'zwole' mag niet"),
        ([], ""),
    ],
)
def test_wrong_command(
    project: Project, werkboek: Command, arguments: list[str], words: str
) -> None:
    project.write(proef=notebook("x = 1"))
    code, out, err = werkboek(*arguments)
    assert code == 2
    assert words in err
    assert "Traceback" not in err
    assert arguments or "Gebruik: werkboek" in out


@pytest.mark.fault
def test_unchecked_parameters_are_refused(project: Project) -> None:
    project.write(proef=notebook("x = 1"))
    with pytest.raises(TypeError):
        execute(project.root / "notebooks" / "proef.ipynb", {"gebied": "samen"})  # type: ignore[arg-type]


NAMES = st.one_of(
    st.sampled_from([*Parameters.model_fields, "id", "notebook", "gebid", "a; import os"]),
    st.text(max_size=12),
)
VALUES = st.one_of(
    st.integers(-10, 3000),
    st.floats(),
    st.booleans(),
    st.text(max_size=12),
    st.sampled_from(
        ["samen", "deventer", "GM0150", "gm0150", "basis", "../x", "http://x", "$(ls)"]
    ),
    st.lists(st.sampled_from(["samen", "deventer", 2035, 2040]), max_size=3),
)


@pytest.fixture(scope="module")
def allowed(shared_project: Project) -> Choices:
    shared_project.write(proef=notebook())
    return choices()


@pytest.mark.property
@settings(
    max_examples=200,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(given_values=st.dictionaries(NAMES, VALUES, max_size=4))
def test_whatever_is_given_only_checked_runs_come_out(
    shared_project: Project, allowed: Choices, given_values: dict[str, object]
) -> None:
    """Nothing runs here: either the file is refused, or each run has allowed values only."""
    table = {"id": "proef", "notebook": "proef"} | given_values
    path = shared_project.reports / "fuzz.toml"
    path.write_text(_toml(table), encoding="utf-8", errors="surrogatepass")
    before = _files(shared_project.root)
    runs: list[Run] = []
    with contextlib.suppress(UsageError):
        runs = read_runs(path, allowed)
        assert runs
    for run in runs:
        assert RUN_ID.fullmatch(run.id)
        assert run.parameters.gebied in allowed.areas
        assert run.parameters.scenario in allowed.scenarios
        assert FIRST_HORIZON <= run.parameters.horizon <= LAST_HORIZON
    assert _files(shared_project.root) == before


def _toml(table: dict[str, object]) -> str:
    lines = [f"{json.dumps(name)} = {_value(value)}" for name, value in table.items()]
    return "[[rapport]]\n" + "\n".join(lines) + "\n"


def _value(value: object) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_value(item) for item in value) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    return json.dumps(value) if isinstance(value, str) else repr(value)


def _files(root: Path) -> set[Path]:
    return set(root.rglob("*"))
