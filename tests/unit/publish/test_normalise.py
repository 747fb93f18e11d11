"""An executed notebook loses what differs between runs, and nothing else."""

from __future__ import annotations

import json

import nbformat
import pytest

from analysis.publish.normalise import normalise, to_bytes

pytestmark = pytest.mark.unit


def executed(**metadata: object) -> nbformat.NotebookNode:
    """A notebook as papermill leaves it: times, paths, a random id, text in two pieces."""
    injected = nbformat.v4.new_code_cell('gebied = "ëÿ"', execution_count=1)
    injected.metadata = {"tags": ["injected-parameters"], "papermill": {"duration": 0.1}}
    stream = [
        nbformat.v4.new_output("stream", name="stdout", text="een "),
        nbformat.v4.new_output("stream", name="stderr", text="pas op"),
        nbformat.v4.new_output("stream", name="stdout", text="twee\n"),
    ]
    data = nbformat.v4.new_output("display_data", data={"text/plain": "3"})
    last = nbformat.v4.new_code_cell("x", id="slot", outputs=[*stream, data, stream[0]])
    last.execution_count = 2
    last.metadata = {"tags": [], "execution": {"iopub.status.busy": "2026"}, "hide": True}
    notebook = nbformat.v4.new_notebook(cells=[injected, last])
    notebook.metadata = {"papermill": {"input_path": "/tmp/x"}, **metadata}
    return notebook


def test_traces_of_the_run_are_gone() -> None:
    cleaned = normalise(executed(language_info={"version": "3.13.0"}))
    assert cleaned.metadata == {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    assert [cell.id for cell in cleaned.cells] == ["parameters-ingevuld", "slot"]
    assert cleaned.cells[0].metadata == {"tags": ["injected-parameters"]}
    assert cleaned.cells[1].metadata == {"hide": True}
    assert [cell.execution_count for cell in cleaned.cells] == [1, 2]


def test_neighbouring_text_is_joined() -> None:
    outputs = normalise(executed()).cells[1].outputs
    assert [(item.output_type, item.get("name")) for item in outputs] == [
        ("stream", "stdout"),
        ("stream", "stderr"),
        ("display_data", None),
        ("stream", "stdout"),
    ]
    assert outputs[0].text == "een twee\n"


def test_same_bytes_whatever_the_random_ids_and_times() -> None:
    one, other = executed(a=1), executed(language_info={"version": "3.11.7"})
    assert one.cells[0].id != other.cells[0].id
    assert to_bytes(normalise(one)) == to_bytes(normalise(other))


def test_written_form() -> None:
    data = to_bytes(normalise(executed()))
    assert data.endswith(b"}\n")
    assert not data.endswith(b"\n\n")
    assert "ëÿ".encode() in data
    assert data.splitlines()[1] == b' "cells": ['
    content = json.loads(data)
    assert (content["nbformat"], content["nbformat_minor"]) == (4, 5)
    assert list(content) == sorted(content)


def test_normalising_twice_changes_nothing_and_the_original_stays() -> None:
    original = executed()
    once = normalise(original)
    assert "papermill" in original.metadata
    assert to_bytes(normalise(once)) == to_bytes(once)
