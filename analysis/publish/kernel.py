"""The process in which a notebook runs: always this Python, never the user's own configuration.

A kernel starts in a process group of its own, so that it can be ended together with everything
that its cells started.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import uuid
from typing import Any

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager

from analysis.paths import ROOT, cache_dir
from analysis.publish.leftovers import connections_dir

KERNEL_NAME = "python3"
ARGUMENTS = ["--HistoryManager.enabled=False", "--Application.log_level=50"]

FIXED_ENVIRONMENT = {
    "PYTHONHASHSEED": "0",  # the order of a set must not differ between two runs
    "TZ": "UTC",
    "PYTHONUTF8": "1",
    "OMP_NUM_THREADS": "1",  # two notebooks at once need no more, and sums keep one order
    "OPENBLAS_NUM_THREADS": "1",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",  # else a warning on stderr, which counts as a failure
}
UNWANTED_ENVIRONMENT = (
    "PYTHONBREAKPOINT",
    "PYTHONINSPECT",
    "PYTHONSTARTUP",
    "PYTHONWARNINGS",
    "PYTEST_CURRENT_TEST",  # ipykernel then no longer hears what a shell line writes
)
"""Settings that would change what a notebook prints."""

PRIVATE_FOLDERS = ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")


class Kernels:
    """The kernels that run now; `stop` ends all of them and every one that starts afterwards."""

    def __init__(self) -> None:
        self._groups: set[int] = set()
        # Reentrant: a second signal may arrive while the handler of the first is at work.
        self._lock = threading.RLock()
        self.stopped = False

    def add(self, group: int) -> None:
        """Note the process group of a kernel that has just started."""
        with self._lock:
            self._groups.add(group)
            if self.stopped:
                _end_group(group)

    def end(self, group: int) -> None:
        """End a kernel and whatever its cells left running."""
        with self._lock:
            self._groups.discard(group)
        _end_group(group)

    def stop(self) -> None:
        """End all kernels at once; called from a signal handler."""
        with self._lock:
            self.stopped = True
            for group in self._groups:
                _end_group(group)


def make_manager() -> AsyncKernelManager:
    """Return a manager of a kernel of this very Python, its files inside the project's cache."""
    folder = connections_dir()
    folder.mkdir(parents=True, exist_ok=True)
    manager = AsyncKernelManager(
        kernel_name=KERNEL_NAME,
        connection_file=str(folder / f"{os.getpid()}-{uuid.uuid4().hex[:8]}.json"),
    )
    # Set directly: looking a specification up would find the one of the user's machine.
    manager._kernel_spec = _specification()
    if manager.has_trait("transport_encryption") and _can_encrypt():
        # ipykernel >= 7.3 complains on stderr about a connection that is not encrypted.
        manager.transport_encryption = "auto"
    return manager


def kernel_environment() -> dict[str, str]:
    """Return the environment of a kernel: the caller's, less what makes one machine differ."""
    kept = {key: value for key, value in os.environ.items() if key not in UNWANTED_ENVIRONMENT}
    # The project itself must be found also when it is not installed.
    path = os.pathsep.join(filter(None, [str(ROOT), kept.get("PYTHONPATH", "")]))
    return {**kept, **FIXED_ENVIRONMENT, **_private_folders(), "PYTHONPATH": path}


def _private_folders() -> dict[str, str]:
    """The settings that keep Jupyter and IPython inside the project's cache."""
    folders = {name: cache_dir() / "jupyter" / name.lower() for name in PRIVATE_FOLDERS}
    for folder in folders.values():  # IPython makes a temporary folder when its own is not there
        folder.mkdir(parents=True, exist_ok=True)
    return {name: str(folder) for name, folder in folders.items()}


def _specification() -> KernelSpec:
    return KernelSpec(
        argv=[sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        display_name="Python 3",
        language="python",
        metadata={"supported_encryption": ["curve"]},
    )


def _can_encrypt() -> bool:
    import zmq

    supported: Any = zmq.has("curve")
    return bool(supported)


def _end_group(group: int) -> None:
    with contextlib.suppress(OSError):  # gone already
        if sys.platform == "win32":
            os.kill(group, signal.SIGTERM)  # there are no groups; this ends the process at once
        else:
            os.killpg(group, signal.SIGKILL)
