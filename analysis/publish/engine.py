"""The papermill engine: runs the cells and writes down what the kernel answered to each of them.

Only observing and limiting belongs here; what the observations mean is decided in `verdict`.
"""

from __future__ import annotations

import asyncio
import copy
import json
import logging
import subprocess
import time
from dataclasses import dataclass
from queue import Empty
from typing import IO, Any

from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import ensure_async, run_sync
from nbclient.exceptions import CellExecutionComplete, DeadKernelError
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import (
    NBClientEngine,
    NotebookExecutionManager,
    papermill_engines,
)

from analysis.publish.kernel import (
    ARGUMENTS,
    KERNEL_NAME,
    Kernels,
    kernel_environment,
    make_manager,
)
from analysis.publish.observed import Limits, Record

ENGINE_NAME = "werkboek"
MAX_STDERR = 20_000
DRAIN_SECONDS = 0.1
"""How long to listen, after the last cell, for what a thread still writes."""

ALIVE_SECONDS = 0.2
"""How often to look whether the kernel still lives."""

OUTPUT_MESSAGES = frozenset({"stream", "display_data", "execute_result", "update_display_data"})

SILENT = logging.getLogger("papermill")
"""papermill, nbclient and jupyter_client log what the verdict already says, in Dutch."""


@dataclass(frozen=True)
class Session:
    """What one run needs besides the notebook."""

    record: Record
    limits: Limits
    kernels: Kernels
    folder: str
    complaints: IO[bytes]


class Client(PapermillNotebookClient):  # type: ignore[misc]
    """A notebook client that records, limits, and leaves no process behind."""

    def __init__(self, manager: NotebookExecutionManager, session: Session) -> None:
        self.session = session
        self.deadline = time.monotonic() + session.limits.report_seconds
        self.bytes_of_cell: dict[int, int] = {}
        self.cell_of_message: dict[str, int] = {}
        self.group = 0
        super().__init__(
            manager,
            log=SILENT,
            timeout_func=self._seconds_left,
            startup_timeout=session.limits.start_seconds,
            kernel_name=KERNEL_NAME,
            force_raise_errors=True,
            record_timing=False,
            store_widget_state=False,
            shutdown_kernel="immediate",
            extra_arguments=list(ARGUMENTS),
            on_cell_execute=session.record.cell_begins,
            on_cell_executed=session.record.cell_answered,
        )

    def execute(self, **kwargs: Any) -> None:
        """Run all cells until one fails; the kernel and its children are gone afterwards."""
        self.reset_execution_trackers()
        try:
            with self.setup_kernel(**kwargs):
                self.session.record.started = True
                self.papermill_execute_cells()
                self._drain()
        finally:
            if self.group:
                self.session.kernels.end(self.group)

    def create_kernel_manager(self) -> AsyncKernelManager:
        """Return the manager of our own kernel, whatever kernel the notebook asks for."""
        self.km = make_manager()
        self.km.log = SILENT
        return self.km

    def start_new_kernel(self, **kwargs: Any) -> None:
        """Start the kernel and note its process group, so that an interrupt can end it."""
        if self.session.kernels.stopped:
            raise DeadKernelError("interrupted")
        super().start_new_kernel(**kwargs)
        provisioner = self.km.provisioner
        group = getattr(provisioner, "pgid", None) or getattr(provisioner, "pid", None)
        self.group = int(group or 0)
        self.session.kernels.add(self.group)

    def process_message(self, msg: dict[str, Any], cell: NotebookNode, cell_index: int) -> Any:
        """Count the output and note stderr before nbclient stores it; drop what is too much."""
        if msg["msg_type"] in OUTPUT_MESSAGES:
            self._note_stderr(msg, cell_index)
            self._count(msg, cell_index)
            if self.session.record.excess:
                return None
        return super().process_message(msg, cell, cell_index)

    async def _async_poll_output_msg(
        self, parent_msg_id: str, cell: NotebookNode, cell_index: int
    ) -> None:
        """As nbclient does, but also hear what a thread of an earlier cell writes on stderr."""
        self.cell_of_message[parent_msg_id] = cell_index
        while True:
            msg = await ensure_async(self.kc.iopub_channel.get_msg(timeout=None))
            if msg["parent_header"].get("msg_id") != parent_msg_id:
                self._note_late(msg)
                continue
            try:
                self.process_message(msg, cell, cell_index)
            except CellExecutionComplete:
                return

    async def _async_poll_kernel_alive(self) -> None:
        """As nbclient does, but more often: an interrupt should not wait for it."""
        while await ensure_async(self.kc.is_alive()):
            await asyncio.sleep(ALIVE_SECONDS)
        self.task_poll_for_reply.cancel()

    async def _async_drain(self) -> None:
        while True:
            try:
                msg = await ensure_async(self.kc.iopub_channel.get_msg(timeout=DRAIN_SECONDS))
            except Empty:
                return
            self._note_late(msg)

    _drain = run_sync(_async_drain)

    def _note_late(self, msg: dict[str, Any]) -> None:
        """Note stderr from outside the running cell, for the cell it belongs to if known."""
        running = self.session.record.running or 0
        identifier = msg["parent_header"].get("msg_id", "")
        self._note_stderr(msg, self.cell_of_message.get(identifier, running))

    def _note_stderr(self, msg: dict[str, Any], cell_index: int) -> None:
        if msg["msg_type"] == "stream" and msg["content"].get("name") == "stderr":
            noted = self.session.record.stderr.get(cell_index, "")
            self.session.record.stderr[cell_index] = (noted + msg["content"]["text"])[:MAX_STDERR]

    def _count(self, msg: dict[str, Any], cell_index: int) -> None:
        limits, record, counts = self.session.limits, self.session.record, self.bytes_of_cell
        counts[cell_index] = counts.get(cell_index, 0) + _size(msg["content"])
        if record.excess:
            return
        if counts[cell_index] > limits.cell_bytes:
            record.excess = limits.cell_bytes
        elif sum(counts.values()) > limits.report_bytes:
            record.excess = limits.report_bytes
        if record.excess:  # the cell may well go on printing for ever
            self.session.kernels.end(self.group)

    def _seconds_left(self, cell: NotebookNode) -> float:
        left = self.deadline - time.monotonic()
        self.session.record.out_of_time = left < self.session.limits.cell_seconds
        # nbclient takes zero for "no limit".
        return max(0.01, min(self.session.limits.cell_seconds, left))


def register() -> None:
    """Make the engine known to papermill, and keep papermill's log off the user's screen."""
    papermill_engines.register(ENGINE_NAME, Engine)
    SILENT.setLevel(logging.CRITICAL + 1)
    SILENT.propagate = False


class Engine(NBClientEngine):  # type: ignore[misc]
    """The engine that papermill calls; it never looks at the kernel that the notebook names."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: NotebookExecutionManager, kernel_name: str, *, session: Session, **kwargs: Any
    ) -> None:
        """Run the notebook in the manager's hands and keep hold of it, also when it fails."""
        try:
            Client(nb_man, session).execute(
                cwd=session.folder,
                env=kernel_environment(),
                stdout=subprocess.DEVNULL,
                stderr=session.complaints,
            )
        finally:
            # A copy: papermill goes on to put cells of its own into a notebook that failed.
            session.record.notebook = copy.deepcopy(nb_man.nb)


def _size(content: dict[str, Any]) -> int:
    if "text" in content:
        return len(content["text"].encode("utf-8", "replace"))
    return len(json.dumps(content.get("data", {}), default=str))
