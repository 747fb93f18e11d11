"""What the record of a run means, without a kernel; and that the record misses nothing."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import nbformat
import pytest
from nbclient.exceptions import CellExecutionComplete

from analysis.errors import ReportError
from analysis.publish.engine import Client
from analysis.publish.kernel import kernel_environment, make_manager
from analysis.publish.observed import Limits, Record
from analysis.publish.verdict import failure_of, reason_of

pytestmark = pytest.mark.unit

LIMITS = Limits(cell_seconds=5, report_seconds=9)


def executed() -> nbformat.NotebookNode:
    cells = [
        nbformat.v4.new_markdown_cell("# Vraag", id="kop"),
        nbformat.v4.new_code_cell("1", id="een", execution_count=1),
        nbformat.v4.new_markdown_cell("tekst\n\n## Een kop ##", id="kop-2"),
        nbformat.v4.new_code_cell("2", id="twee", execution_count=2),
        nbformat.v4.new_code_cell(" ", id="leeg"),
    ]
    return nbformat.v4.new_notebook(cells=cells)


def record(**changes: Any) -> Record:
    return Record(**{"started": True, "running": 3, "replies": {1: "ok", 3: "ok"}} | changes)


@pytest.mark.parametrize(
    ("changes", "failure", "expected"),
    [
        ({}, "", ""),
        ({"started": False}, "E: geen", "kernel start niet: E: geen"),
        ({"replies": {1: "ok"}}, "", "rapport niet compleet: deze cel is niet uitgevoerd"),
        ({"replies": {1: "ok", 3: "exit"}}, "dead", "rapport niet compleet: de cel beëindigt"),
        ({"replies": {1: "ok"}}, "dead", "kernel gestopt (mogelijk te weinig geheugen)"),
        ({"replies": {1: "ok"}}, "timeout", "duurt langer dan 5 s"),
        ({"replies": {1: "ok"}, "out_of_time": True}, "timeout", "het rapport duurt langer dan 9"),
        ({"excess": 2_500_000}, "dead", "schrijft meer dan 2,5 MB uitvoer"),
        ({"errors": {3: ("InputError", "a.csv mist")}}, "", "a.csv mist"),
        (
            {"errors": {3: ("ValueError", "\x1b[31mrood\x1b[0m\n meer")}},
            "",
            "ValueError: rood meer",
        ),
        ({"errors": {3: ("SystemExit", "0")}}, "", "rapport niet compleet"),
        ({"stderr": {3: "pas op\n"}}, "", "schrijft op stderr: pas op"),
        ({"stderr": {3: "Traceback\n x\nKeyError: 1\n"}}, "", "schrijft op stderr: KeyError: 1"),
        ({}, "ZMQError: weg", "ZMQError: weg"),
    ],
)
def test_reason(changes: dict[str, Any], failure: str, expected: str) -> None:
    place = "" if not expected or "started" in changes else "cel twee (onder 'Een kop'): "
    assert reason_of(record(**changes), executed(), LIMITS, failure).startswith(place + expected)
    assert bool(expected) == bool(reason_of(record(**changes), executed(), LIMITS, failure))


def test_a_count_out_of_order_is_no_complete_run() -> None:
    notebook = executed()
    notebook.cells[1].execution_count, notebook.cells[3].execution_count = 1, 3
    assert "cel twee" in reason_of(record(), notebook, LIMITS)


def test_stderr_is_allowed_where_the_cell_says_so() -> None:
    notebook = executed()
    notebook.cells[3].metadata["tags"] = ["stderr-toegestaan"]
    assert reason_of(record(stderr={3: "pas op"}), notebook, LIMITS) == ""
    assert "cel een" in reason_of(record(stderr={1: "pas op", 3: "pas op"}), notebook, LIMITS)


def test_stderr_that_belongs_to_no_running_cell_is_heard() -> None:
    """A thread, or a shell line, writes under the number of an earlier or unknown message."""
    session = SimpleNamespace(record=record(running=7, stderr={}))

    def message(parent: str, kind: str = "stream") -> dict[str, Any]:
        content = {"name": "stderr", "text": f"van {parent};"}
        return {"msg_type": kind, "parent_header": {"msg_id": parent}, "content": content}

    messages = iter([message("eerder"), message("onbekend"), message("nu", "status")])

    async def get_msg(**_: object) -> dict[str, Any]:
        return next(messages)

    def process(*_: object) -> None:
        raise CellExecutionComplete

    client: Any = SimpleNamespace(
        session=session,
        cell_of_message={"eerder": 2},
        kc=SimpleNamespace(iopub_channel=SimpleNamespace(get_msg=get_msg)),
        process_message=process,
    )
    client._note_stderr = lambda *args: Client._note_stderr(client, *args)
    client._note_late = lambda *args: Client._note_late(client, *args)
    asyncio.run(Client._async_poll_output_msg(client, "nu", None, 7))
    assert session.record.stderr == {2: "van eerder;", 7: "van onbekend;"}


def test_kernel_is_this_python_whatever_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WERKBOEK_MAP", str(tmp_path))
    monkeypatch.setenv("PYTHONWARNINGS", "error")
    monkeypatch.setenv("JUPYTER_PATH", "/ergens")
    manager = make_manager()
    assert manager.kernel_spec.argv[:3] == [sys.executable, "-m", "ipykernel_launcher"]
    if manager.has_trait("transport_encryption"):  # else a warning from ipykernel >= 7.3
        assert manager.transport_encryption == "auto"
    assert "PYTHONWARNINGS" not in kernel_environment()


def test_the_privacy_gate_has_an_exit_code_of_its_own() -> None:
    assert failure_of(record()) is ReportError
    assert failure_of(record(errors={1: ("ZeroDivisionError", "x")})) is ReportError
    assert failure_of(record(errors={1: ("PrivacyError", "tabel q1-x")})).exit_code == 4
