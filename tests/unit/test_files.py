"""Files are written whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path

import pytest

from analysis.errors import OutputError
from analysis.files import (
    check_writable,
    clear_leftovers,
    write_atomic,
    write_if_changed,
)

pytestmark = pytest.mark.unit


def test_write_and_folders(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "rapport.html"
    write_atomic(path, b"een")
    write_atomic(path, b"twee")
    assert path.read_bytes() == b"twee"
    assert os.listdir(path.parent) == ["rapport.html"]


def test_only_a_change_is_written(tmp_path: Path) -> None:
    path = tmp_path / "rapport.html"
    assert write_if_changed(path, b"een")
    os.utime(path, (1, 1))
    assert not write_if_changed(path, b"een")
    assert path.stat().st_mtime == 1
    assert write_if_changed(path, b"twe")


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_others_may_read_it(tmp_path: Path) -> None:
    """A temporary file from the standard library would be for the owner alone."""
    before = os.umask(0o022)
    try:
        write_atomic(tmp_path / "rapport.html", b"een")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "rapport.html").stat().st_mode) == 0o644


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, r"schijf vol: nodig 1 kB, vrij [\d,]+ [kM]B \(.*rapport.html\)"),
        (errno.EACCES, "geen recht, of in gebruik door een ander programma"),
        (errno.EROFS, "geen recht, of in gebruik door een ander programma"),
        (errno.EIO, "kan niet geschreven worden"),
    ],
)
def test_failures_are_told_and_harm_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    path = tmp_path / "rapport.html"
    path.write_bytes(b"eerder")

    def fails(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(OutputError, match=words) as raised:
        write_atomic(path, b"nieuw")
    assert raised.value.exit_code == 5
    assert path.read_bytes() == b"eerder"
    assert os.listdir(tmp_path) == ["rapport.html"]


def test_leftovers_are_ours_alone(tmp_path: Path) -> None:
    (tmp_path / ".werkboek-12-0-rapport.html").write_bytes(b"half")
    (tmp_path / "rapport.html").write_bytes(b"heel")
    (tmp_path / ".werkboek.lock").write_bytes(b"")
    assert [path.name for path in clear_leftovers([tmp_path, tmp_path / "weg"])] == [
        ".werkboek-12-0-rapport.html"
    ]
    assert sorted(os.listdir(tmp_path)) == [".werkboek.lock", "rapport.html"]


def test_writable_folder_is_made_and_left_empty(tmp_path: Path) -> None:
    check_writable(tmp_path / "nieuw")
    assert os.listdir(tmp_path / "nieuw") == []
