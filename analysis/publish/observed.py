"""What may be asked of a run, and what was seen of it: the two sides of a verdict."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from nbformat import NotebookNode


@dataclass(frozen=True)
class Limits:
    """What one report may take; a run that goes over it fails and says so."""

    cell_seconds: float = 120
    report_seconds: float = 600
    start_seconds: int = 60
    cell_bytes: int = 1_000_000
    report_bytes: int = 10_000_000


@dataclass
class Record:
    """What the kernel answered. Cells are known by their index in the executed notebook.

    `replies` holds the status of each cell that was answered, `stderr` what came there, also from
    a thread that outlived its cell, `excess` the limit of output that a cell broke, `out_of_time`
    whether the time of the whole report binds the running cell, rather than its own.
    """

    notebook: NotebookNode | None = None
    running: int | None = None
    started: bool = False
    replies: dict[int, str] = field(default_factory=dict)
    errors: dict[int, tuple[str, str]] = field(default_factory=dict)
    stderr: dict[int, str] = field(default_factory=dict)
    excess: int = 0
    out_of_time: bool = False

    def cell_begins(self, cell: NotebookNode, cell_index: int) -> None:
        """Note that the kernel is about to get this cell."""
        self.running = cell_index

    def cell_answered(
        self, cell: NotebookNode, cell_index: int, execute_reply: dict[str, Any]
    ) -> None:
        """Note the kernel's own word on a cell; a request to exit is no success."""
        content = execute_reply["content"]
        asked_to_exit = any(item.get("source") == "ask_exit" for item in content.get("payload", []))
        self.replies[cell_index] = "exit" if asked_to_exit else content["status"]
        if content["status"] == "error":
            self.errors[cell_index] = (content.get("ename", ""), content.get("evalue", ""))
