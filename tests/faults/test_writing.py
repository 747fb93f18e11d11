"""Writing that fails, and places that may not be written: the earlier report is never harmed."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from analysis import files
from tests.faults.conftest import EARLIER, Project, notebook, wait_until

pytestmark = pytest.mark.fault

Command = Callable[..., tuple[int, str, str]]


def test_full_disk(project: Project, werkboek: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    project.write(vol=notebook("x = 1"), goed=notebook("x = 2"))
    project.earlier("vol")
    write_through = files._write_through

    def full(path: Path, content: bytes) -> None:
        if path.name.endswith("vol.html"):
            path.write_bytes(content[:100])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        write_through(path, content)

    monkeypatch.setattr(files, "_write_through", full)
    code, out, _ = werkboek("rapporten")
    assert code == 5
    assert "schijf vol: nodig " in out
    assert " vrij " in out
    assert "(reports/vol.html)" in out
    assert project.page("vol") == EARLIER
    assert project.record()["vol"]["state"] == "mislukt"
    assert project.record()["goed"]["state"] == "gemaakt"
    project.assert_clean()


@pytest.mark.parametrize("blow", ["replace", "fsync"])
def test_interrupt_inside_a_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, blow: str
) -> None:
    path = tmp_path / "rapport.html"
    path.write_bytes(EARLIER)

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, blow, interrupted)
    with pytest.raises(KeyboardInterrupt):
        files.write_atomic(path, b"nieuw")
    assert path.read_bytes() == EARLIER
    assert os.listdir(tmp_path) == ["rapport.html"]


def test_folder_that_can_not_be_written(project: Project, werkboek: Command) -> None:
    """Root may write in a read-only folder, so the way there leads through a file."""
    project.write(goed=notebook("x = 1"))
    (project.root / "bestand").write_text("x", encoding="utf-8")
    code, out, err = werkboek("rapporten", "--uit", str(project.root / "bestand" / "map"))
    assert (code, out) == (5, "")
    assert "kan niet geschreven worden" in err
    assert not (project.root / ".cache" / "kernels").exists()
    project.assert_clean()


def test_read_only_folder(
    project: Project, werkboek: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.write(goed=notebook("x = 1"))
    project.earlier("goed")
    opened = Path.open

    def refused(path: Path, mode: str = "r", *rest: object, **more: object) -> object:
        if path.parent == project.reports and "x" in mode:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return opened(path, mode, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "open", refused)
    code, out, err = werkboek("rapporten")
    assert (code, out) == (5, "")
    assert "reports kan niet geschreven worden: geen recht" in err
    assert project.page("goed") == EARLIER
    project.assert_clean()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("https://voorbeeld.nl/map", "toegestaan: een map op deze computer"),
        ("s3://emmer/map", "toegestaan: een map op deze computer"),
        ("abs:/x", "toegestaan: een map op deze computer"),
        ("  ", "toegestaan: een map op deze computer"),
        ("{root}", "is de projectmap zelf"),
        ("{root}/reports/..", "is de projectmap zelf"),
        ("{root}/data", "hoort bij de bronnen"),
        ("{root}/data/raw/nieuw", "hoort bij de bronnen"),
        ("{root}/notebooks", "hoort bij de bronnen"),
        ("{root}/reports/../notebooks", "hoort bij de bronnen"),
        ("{root}/koppeling", "is een koppeling"),
        ("{root}/koppeling/daarin", "is een koppeling"),
    ],
)
def test_refused_folder(project: Project, werkboek: Command, given: str, words: str) -> None:
    project.write(goed=notebook("x = 1"))
    elsewhere = project.root.parent / "elders"
    elsewhere.mkdir()
    (project.root / "koppeling").symlink_to(elsewhere)
    before = sorted(project.root.rglob("*"))
    code, out, err = werkboek("rapporten", "--uit", given.format(root=project.root))
    assert (code, out) == (2, "")
    assert words in err
    assert [path for path in sorted(project.root.rglob("*")) if path not in before] == []
    assert list(elsewhere.iterdir()) == []


def test_another_folder_gets_everything_it_needs(project: Project, werkboek: Command) -> None:
    project.write(goed=notebook("x = 1"))
    (project.reports / "assets" / "gedeeld.js").write_text("1", encoding="utf-8")
    elsewhere = project.root.parent / "elders" / "diep"
    code, out, _ = werkboek("rapporten", "--uit", str(elsewhere))
    assert code == 0
    assert out.splitlines()[-1] == str(elsewhere / "index.html")
    assert (elsewhere / "goed.html").exists()
    assert (elsewhere / "assets" / "gedeeld.js").exists()
    assert project.hashes() == {}
    project.assert_clean()


def test_damaged_record_is_told_and_made_again(project: Project, werkboek: Command) -> None:
    project.write(goed=notebook("x = 1"))
    assert werkboek("rapporten")[0] == 0
    before = project.hashes()
    for damage in (b"{", b"\xff\xfe", b'{"version": 9}'):
        (project.reports / "_run.json").write_bytes(damage)
    code, out, _ = werkboek("rapporten")
    assert code == 0
    assert "reports/_run.json is beschadigd; alle rapporten worden opnieuw gemaakt" in out
    assert "1 gemaakt" in out
    assert project.hashes() == before

    # What was touched by hand is made again; what was not is left alone.
    (project.reports / "index.html").write_bytes(b"weg")
    code, out, _ = werkboek("rapporten")
    assert (code, out.splitlines()[0]) == (0, "niets gewijzigd (1 rapport)")
    assert project.hashes() == before
    (project.reports / "goed.html").write_bytes(b"weg")
    code, out, _ = werkboek("rapporten")
    assert (code, out.splitlines()[-2]) == (0, "1 gemaakt")
    assert project.hashes() == before


def test_stale_data_stop_everything(project: Project, werkboek: Command) -> None:
    project.write(goed=notebook("x = 1"))
    project.earlier("goed")
    raw = project.root / "data" / "raw" / "feiten.csv"
    raw.write_bytes(raw.read_bytes() + b"\n")
    code, out, err = werkboek("rapporten")
    assert (code, out) == (3, "")
    assert "werkboek data" in err
    assert project.page("goed") == EARLIER
    project.assert_clean()


def test_lock_is_free_again_after_a_failure(project: Project) -> None:
    from analysis.publish.lock import single_writer

    with pytest.raises(RuntimeError), single_writer(project.reports):
        raise RuntimeError
    with single_writer(project.reports):
        pass
    assert wait_until(lambda: not (project.reports / ".werkboek.lock").exists(), 1)


def test_lost_chart_library_is_named(project: Project, werkboek: Command) -> None:
    # Without it every page opens, and shows no chart.
    project.write(goed=notebook("x = 2"))
    project.earlier("goed")
    (project.root / "reports" / "assets" / "plotly-basic.min.js").unlink()
    code, _, told = werkboek("rapporten")
    assert code == 3
    assert "reports/assets/plotly-basic.min.js ontbreekt; zet het terug met: git restore" in told
    assert project.page("goed") == EARLIER
