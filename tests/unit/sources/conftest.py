"""A copy of the raw data to make faults in, and what the command line says about it."""

from __future__ import annotations

import csv
import io
import json
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from analysis import cli
from analysis.sources.reader import sha256_of


@dataclass(frozen=True)
class Outcome:
    """How a command ended."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Raw:
    """The raw data of one copy. Each change also sets the fingerprint, unless a test says no."""

    root: Path
    command: Callable[..., Outcome]

    @property
    def folder(self) -> Path:
        return self.root / "data" / "raw"

    def content(self, name: str) -> bytes:
        return (self.folder / name).read_bytes()

    def write(self, name: str, content: bytes | str, *, described: bool = True) -> None:
        data = content if isinstance(content, bytes) else content.encode("utf-8")
        (self.folder / name).write_bytes(data)
        if described:
            self.describe(name, hash=sha256_of(data), bytes=len(data))

    def edit(self, name: str, old: str, new: str, *, described: bool = True) -> None:
        """Replace the one place where `old` stands."""
        text = self.content(name).decode("utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        self.write(name, text.replace(old, new), described=described)

    def row_with(self, name: str, part: str) -> int:
        """The row, as a spreadsheet shows it, in which the one place of `part` begins."""
        text = self.content(name).decode("utf-8")
        assert text.count(part) == 1, f"{part!r} stands {text.count(part)} times in {name}"
        before = text[: text.index(part)] + "x"
        return len(list(csv.reader(io.StringIO(before, newline=""))))

    def append(self, name: str, *fields: str) -> int:
        """Add a row; return its number as a spreadsheet shows it."""
        line = io.StringIO()
        csv.writer(line, lineterminator="\n").writerow(fields)
        text = self.content(name).decode("utf-8") + line.getvalue()
        self.write(name, text)
        return len(list(csv.reader(io.StringIO(text, newline=""))))

    def describe(self, name: str, **changes: Any) -> None:
        """Change the descriptor of one file."""
        package = self.package()
        (resource,) = [item for item in package["resources"] if item["path"] == name]
        resource.update(changes)
        self.write_package(package)

    def package(self) -> dict[str, Any]:
        return json.loads(self.content("datapackage.json"))

    def write_package(self, package: dict[str, Any]) -> None:
        (self.folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")

    def processed(self) -> dict[str, bytes]:
        """Every byte in data/processed, hidden files too."""
        folder = self.root / "data" / "processed"
        return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}

    def refused(self) -> str:
        """What `werkboek data` says about data that it refuses: exit 3 and nothing written."""
        before = self.processed()
        outcome = self.command("data")
        assert (outcome.code, outcome.out) == (3, ""), outcome
        assert self.processed() == before
        return outcome.err

    def accepted(self) -> dict[str, bytes]:
        """What is in data/processed after `werkboek data` has accepted the data."""
        outcome = self.command("data")
        assert (outcome.code, outcome.err) == (0, ""), outcome
        return self.processed()


@pytest.fixture
def werkboek(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Outcome]]:
    """The command line as it is started, in this process."""

    def command(*arguments: str) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["werkboek", *arguments])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out, err = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return Outcome(ended.value.code, out, err)

    handler = signal.getsignal(signal.SIGTERM)
    yield command
    signal.signal(signal.SIGTERM, handler)


@pytest.fixture
def raw(project_copy: Path, werkboek: Callable[..., Outcome]) -> Raw:
    return Raw(project_copy, werkboek)
