"""Fifty invented people go in, by every way that succeeds or fails; not one comes out anywhere.

Looked at is every byte that is made: pages, index, records, failed runs, the cache, the own data
set, what is printed; with everything undone in which a value could be packed.
"""

from __future__ import annotations

import hashlib
import os
import re
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from analysis.paths import ROOT, own_figures
from analysis.sources import csv_input, reading_in
from analysis.traces import read_traces
from tests.faults import canary
from tests.faults.conftest import Project, notebook
from tests.published import of_page, ranges, too_narrow

pytestmark = pytest.mark.fault

Command = Callable[..., tuple[int, str, str]]

SHOWN = """
from IPython.display import display
text = {text}
data = {{"soort": "uitspraak", "delen": [{{"tekst": text}}], "basis": "bron", "ids": ["K31"]}}
display({{"application/vnd.werkboek.v1+json": data, "text/plain": "x"}}, raw=True)
"""


class Watched:
    """A project and all that was printed while it was used; sees which files are new."""

    def __init__(self, project: Project, call: Command, inputs: Path) -> None:
        self.project, self.call, self.inputs = project, call, inputs
        self.told: list[str] = []
        self.before = self._files()

    def _files(self) -> dict[str, str]:
        return {
            str(path): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in self.project.root.rglob("*")
            if path.is_file() and not path.is_symlink()
        }

    def run(self, *arguments: str) -> tuple[int, str]:
        """A command; return its exit code and all that it said."""
        code, out, err = self.call(*arguments)
        self.told.append(out + err)
        return code, out + err

    def made(self) -> list[Path]:
        """The files that were not there before, or are not what they were."""
        return [Path(name) for name, sha in self._files().items() if self.before.get(name) != sha]

    def assert_nobody(self) -> None:
        found = {
            path.relative_to(self.project.root).as_posix(): places[:3]
            for path in self.made()
            if (places := canary.traces_in(path.name, path.read_bytes()))
        }
        assert found == {}
        assert not canary.traces_in("gezegd", "\n".join(self.told).encode())


@pytest.fixture
def watched(project: Project, werkboek: Command, tmp_path: Path) -> Watched:
    return Watched(project, werkboek, tmp_path / "extract")


@pytest.fixture
def read(watched: Watched) -> Watched:
    """After the extract was read in as CSV."""
    canary.write_csv(watched.inputs, canary.rows())
    code, told = watched.run("inlezen", str(watched.inputs))
    assert code == 0, told
    return watched


# --- the canary itself --------------------------------------------------------------------------


def test_there_are_fifty_people_and_the_search_finds_them(tmp_path: Path) -> None:
    everybody = canary.people()
    assert len({person.number for person in everybody}) == canary.COUNT == 50
    folder = canary.write_csv(tmp_path / "in", canary.rows())
    data = (folder / "trajecten.csv").read_bytes()
    for person, line in zip(everybody, data.splitlines()[1:], strict=True):
        for needle in person.needles:
            assert canary.traces_in("x", f"zie {needle.upper()}!".encode())
        assert canary.traces_in("x", line)
    assert not canary.traces_in("x", b"Deventer 2023, 345 personen")


# --- reading in ---------------------------------------------------------------------------------


def test_reading_a_csv_keeps_only_pseudonyms(read: Watched) -> None:
    read.assert_nobody()
    own = read.project.root / "data" / "eigen"
    raw = (own / "raw" / "trajecten.csv").read_text(encoding="utf-8").splitlines()
    assert len(raw) == 51
    assert all(line.startswith("p-") for line in raw[1:])
    assert "pseudoniem" not in (own / "processed" / "trajecten.csv").read_text(encoding="utf-8")
    assert (own / "sporen").stat().st_size % 8 == 0
    assert (own / "sporen").stat().st_size > 8 * 50


def test_what_stayed_out_is_known_again_by_the_scan(read: Watched) -> None:
    with own_figures(True):
        known = read_traces()
    assert known is not None
    for person in canary.people():
        family = person.name.split()[1]
        for value in (person.key, person.name, family, person.street, person.postcode):
            assert known.any_in(f"zie {value.upper()} hier"), value
        assert known.any_in(f"geboren op {person.born:%d-%m-%Y}")
    assert not known.any_in("Deventer, Matchen, 2024-12-31: 345 personen op 6-9-9991")


def test_reading_a_spreadsheet_with_people_where_nobody_looks(watched: Watched) -> None:
    assert watched.run("sjablonen", str(watched.inputs))[0] == 0
    canary.fill_template(watched.inputs)
    data = (watched.inputs / "gws4all.xlsx").read_bytes()
    assert len(canary.traces_in("x.xlsx", data)) == 5
    code, told = watched.run("inlezen", str(watched.inputs))
    assert code == 0, told
    assert "kolom met persoonsgegevens" in told
    watched.assert_nobody()


WRONG = {
    "wrong-value": {3: {"groep": "Canarina Wielewaalelzenveld"}},
    "wrong-date": {3: {"instroom": "1950-01-03x"}, 4: {"uitstroom": "1999-01-01", "reden": "werk"}},
    "missing": {5: {"gemeente": ""}},
    "double": {6: {"pseudoniem": "KAN-700001"}},
    "empty-key": {7: {"pseudoniem": ""}},
    "number-as-key": {8: {"pseudoniem": canary.people()[8].number}},
    "mail-as-key": {9: {"pseudoniem": canary.people()[9].mail}},
    "number-in-text": {10: {"bron": f"zie {canary.people()[10].number}"}},
    "phone-in-text": {11: {"werkleerroute": f"bel {canary.people()[11].phone}"}},
    "person-as-code": {12: {"statushouder": canary.people()[12].mail}},
    "example-between": {13: {"basis": "voorbeeld"}},
}


@pytest.mark.parametrize("changes", WRONG.values(), ids=WRONG)
def test_a_refused_file_tells_nobody(watched: Watched, changes: dict[int, dict[str, str]]) -> None:
    canary.write_csv(watched.inputs, canary.rows(changes))
    code, told = watched.run("inlezen", str(watched.inputs))
    assert code == 3, told
    assert "trajecten.csv, regel " in told
    watched.assert_nobody()
    assert not (watched.project.root / "data" / "eigen").exists()


def _without_header() -> Iterator[list[str]]:
    yield from [*canary.rows()][1:]


def _with_short_row() -> Iterator[list[str]]:
    for at, line in enumerate(canary.rows()):
        yield line[:-4] if at == 7 else line


def _with_unknown_column() -> Iterator[list[str]]:
    for at, line in enumerate(canary.rows()):
        yield [*line, "Bijzonderheden" if at == 0 else f"{line[15]} belt {line[20]}"]


def _with_a_person_as_heading() -> Iterator[list[str]]:
    for at, line in enumerate(canary.rows()):
        yield [*line, canary.people()[0].mail if at == 0 else ""]


@pytest.mark.parametrize(
    "content",
    [_without_header, _with_short_row, _with_unknown_column, _with_a_person_as_heading],
)
def test_a_file_of_another_shape_tells_nobody(
    watched: Watched, content: Callable[[], Iterator[list[str]]]
) -> None:
    canary.write_csv(watched.inputs, content())
    code, told = watched.run("inlezen", str(watched.inputs))
    assert code == 3, told
    watched.assert_nobody()


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
def test_a_file_in_another_notation_tells_nobody(watched: Watched, encoding: str) -> None:
    path = canary.write_csv(watched.inputs, canary.rows()) / "trajecten.csv"
    text = path.read_text(encoding="utf-8").replace("Canarina", "Cañarina").replace(",", "\t")
    path.write_bytes(text.encode(encoding))
    code, told = watched.run("inlezen", str(watched.inputs))
    assert code == 3, told
    watched.assert_nobody()


@pytest.mark.parametrize(
    ("module", "name"),
    [
        (reading_in, "safe_counts"),
        (reading_in, "pseudonymised"),
        (reading_in, "install"),
        (reading_in, "keep_traces"),
        (csv_input, "checked_table"),
    ],
    ids=lambda part: part if isinstance(part, str) else "",
)
def test_an_unexpected_error_half_way_tells_nobody(
    watched: Watched, monkeypatch: pytest.MonkeyPatch, module: object, name: str
) -> None:
    canary.write_csv(watched.inputs, canary.rows())

    def broken(*arguments: object, **_: object) -> None:
        person = canary.people()[0]
        raise KeyError(f"{person.name} {person.number} {arguments!r}")

    monkeypatch.setattr(module, name, broken)
    code, told = watched.run("inlezen", str(watched.inputs))
    assert code == 1, told
    assert "onverwachte fout" in told
    watched.assert_nobody()


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [0.8, 1.4, 2.0, 2.6])
def test_killed_half_way_leaves_nobody(watched: Watched, seconds: float) -> None:
    canary.write_csv(watched.inputs, canary.rows())
    process = watched.project.start("inlezen", str(watched.inputs))
    time.sleep(seconds)
    os.kill(process.pid, signal.SIGKILL)
    watched.told += process.communicate()
    watched.assert_nobody()
    code, told = watched.run("inlezen", str(watched.inputs))
    assert code == 0, told
    watched.assert_nobody()


# --- reports of them ----------------------------------------------------------------------------


def leaking(inputs: Path) -> dict[str, str]:
    """Notebooks that do what they should not: each takes the people from where it can."""
    extract = f"open({str(inputs / 'trajecten.csv')!r}, encoding='utf-8').read()"
    frame = "from analysis.sources.workbook import open_with\nfrom analysis.parameters import "
    frame += "Parameters\nbook = open_with(Parameters())"
    packed = f"__import__('base64').b64encode({extract}.encode()).decode()"
    line = f"{extract}.splitlines()[20]"
    return {
        "fout": notebook(f"raise ValueError({extract})"),
        "sleutel": notebook(f"{{}}[{line}]"),
        "stderr": notebook(f"import sys; print({extract}, file=sys.stderr)"),
        "getoond": notebook(f"print({extract})"),
        "opmaak": notebook(f"{extract}"),
        "naam": notebook(SHOWN.format(text=f"{line}.split(',')[15]")),
        "adres": notebook(SHOWN.format(text=f"{line}.split(',')[18]")),
        "nummer": notebook(SHOWN.format(text=f"{line}.split(',')[16]")),
        "ingepakt": notebook(SHOWN.format(text=packed)),
        "pseudoniem": notebook(
            "from analysis.paths import raw_dir",
            SHOWN.format(text="(raw_dir() / 'trajecten.csv').read_text().splitlines()[7][:22]"),
        ),
        "model": notebook(frame, "raise KeyError(book.table('trajecten').to_string())"),
        "gestopt": notebook(
            f"import sys; sys.stderr.write({extract}); sys.stderr.flush()",
            "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
        ),
        "goed": notebook(frame),
    }


def test_reports_that_try_to_show_them_show_nobody(read: Watched) -> None:
    notebooks = leaking(read.inputs)
    read.project.write(**notebooks)
    read.before |= {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (read.project.root / "notebooks").iterdir()
    }
    code, told = read.run("rapporten")
    assert code == 4, told
    own = read.project.reports / "eigen"
    pages = {path.stem for path in own.glob("*.html")}
    assert pages == {"goed", "index"}, told
    assert (own / "_mislukt").is_dir()
    read.assert_nobody()
    kept = [path.read_bytes() for path in own.rglob("*") if path.suffix in {".html", ".ipynb"}]
    kept += [(own / name).read_bytes() for name in ("_run.json", "kerncijfers.csv")]
    assert not any(re.search(rb"p-[0-9a-f]{8}|2024-11-14", data) for data in kept)


@pytest.mark.slow
def test_the_monitor_of_their_own_extract_shows_nobody(read: Watched) -> None:
    text = (ROOT / "notebooks" / "07_dvo_monitor.ipynb").read_text(encoding="utf-8")
    read.project.write(**{"07_dvo_monitor": text})
    read.project.runs('[[rapport]]\nid = "dvo-monitor"\nnotebook = "07_dvo_monitor"\n')
    path = read.project.root / "notebooks" / "07_dvo_monitor.ipynb"
    read.before[str(path)] = hashlib.sha256(path.read_bytes()).hexdigest()
    code, told = read.run("rapporten")
    assert code == 0, told
    page = (read.project.reports / "eigen" / "dvo-monitor.html").read_text(encoding="utf-8")
    tables = list(of_page(page))
    assert tables
    for table in tables:
        assert too_narrow(ranges({"": table})) == {}, table.key
    read.assert_nobody()


@pytest.mark.parametrize(
    "command",
    [
        *(["controle"], ["controle", "--json"], ["data"]),
        pytest.param(["kerncijfers", "--eigen"], marks=pytest.mark.slow),
        pytest.param(["kerncijfers", "--eigen", "--json"], marks=pytest.mark.slow),
    ],
    ids=str,
)
def test_no_other_command_tells_anybody(read: Watched, command: list[str]) -> None:
    code, told = read.run(*command)
    assert code == 0, told
    read.assert_nobody()


def test_templates_made_after_reading_hold_nobody(read: Watched, tmp_path: Path) -> None:
    assert read.run("sjablonen", str(tmp_path / "nieuw"))[0] == 0
    for path in (tmp_path / "nieuw").iterdir():
        assert canary.traces_in(path.name, path.read_bytes()) == []
    read.assert_nobody()


def test_a_reading_that_was_tampered_with_tells_nobody(read: Watched) -> None:
    (stored,) = (read.project.root / "data" / "eigen" / "ingelezen").rglob("trajecten.csv")
    stored.write_text("\n".join(",".join(line) for line in canary.rows()), encoding="utf-8")
    read.before[str(stored)] = hashlib.sha256(stored.read_bytes()).hexdigest()
    (read.project.root / "data" / "eigen" / "raw" / "datapackage.json").write_text("{}")
    for command in (["rapporten"], ["kerncijfers", "--eigen"], ["data"]):
        code, told = read.run(*command)
        assert code == 3, told
    read.assert_nobody()


def test_an_unexpected_error_in_another_command_tells_nobody(
    read: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise KeyError(canary.people()[0].mail)

    monkeypatch.setattr("analysis.headlines.headlines", broken)
    code, told = read.run("kerncijfers", "--eigen")
    assert code == 1, told
    read.assert_nobody()
