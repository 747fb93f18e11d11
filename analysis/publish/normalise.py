"""An executed notebook without what differs from run to run: the same input gives the same bytes.

Times, paths, random ids and the Python version go; cells, outputs and counts stay.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from itertools import groupby

import nbformat
from nbformat import NotebookNode

INJECTED_TAG = "injected-parameters"
INJECTED_ID = "parameters-ingevuld"

METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
"""All that a notebook keeps to say about itself; the rest names a machine or a Python version."""

RUN_METADATA = ("papermill", "execution", "ExecuteTime", "collapsed")
"""What papermill, nbclient and JupyterLab write into a cell about one run."""

STREAM_ORDER = {"stdout": 0, "stderr": 1}


def normalise(notebook: NotebookNode) -> NotebookNode:
    """Return a copy of `notebook` without traces of the run that made it."""
    cleaned = copy.deepcopy(notebook)
    cleaned.metadata = nbformat.from_dict(copy.deepcopy(METADATA))
    cleaned.nbformat, cleaned.nbformat_minor = 4, 5
    for number, cell in enumerate(cleaned.cells, start=1):
        _clean(cell, number)
    return cleaned


def to_bytes(notebook: NotebookNode) -> bytes:
    """Return a notebook as nbformat writes it: sorted keys, indent 1, UTF-8, a last line end."""
    text: str = nbformat.writes(notebook, version=nbformat.NO_CONVERT)
    return (text.rstrip("\n") + "\n").encode("utf-8")


def _clean(cell: NotebookNode, number: int) -> None:
    for name in RUN_METADATA:
        cell.metadata.pop(name, None)
    tags = cell.metadata.get("tags", [])
    if not tags:  # papermill adds an empty list to every cell
        cell.metadata.pop("tags", None)
    if INJECTED_TAG in tags:
        cell["id"] = INJECTED_ID
    elif not cell.get("id"):
        cell["id"] = f"cel-{number}"
    if cell.cell_type == "code":
        cell.outputs = list(_joined(cell.get("outputs", [])))


def _joined(outputs: Sequence[NotebookNode]) -> Iterator[NotebookNode]:
    """Join neighbouring stream outputs: how text is cut up depends on the kernel's timing."""
    for is_stream, group in groupby(outputs, lambda output: output.output_type == "stream"):
        if not is_stream:
            yield from group
            continue
        texts: dict[str, str] = {}
        for output in group:
            texts[output.name] = texts.get(output.name, "") + output.text
        for name in sorted(texts, key=lambda stream: STREAM_ORDER.get(stream, len(STREAM_ORDER))):
            yield nbformat.v4.new_output("stream", name=name, text=texts[name])


def without_results(notebook: NotebookNode) -> NotebookNode:
    """Return a copy with of all that the cells gave only the names of their errors."""
    bare = copy.deepcopy(notebook)
    for cell in bare.cells:
        if cell.cell_type == "code":
            failed = [output for output in cell.outputs if output.output_type == "error"]
            cell.outputs = [
                nbformat.v4.new_output("error", ename=output.ename, evalue="", traceback=[])
                for output in failed
            ]
    return bare
