"""The headings of a notebook: its title in the index, and where in it something went wrong."""

from __future__ import annotations

import json
import re
from pathlib import Path


def headings(markdown: str) -> list[str]:
    """Return the headings of a Markdown text, without their marks."""
    found = re.findall(r"^#{1,6}[ \t]+(.+?)[ \t#]*$", markdown, flags=re.MULTILINE)
    return [str(heading) for heading in found]


def title_of(notebook: Path) -> str:
    """Return the first heading of a notebook file, or its name when there is none to be read."""
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        texts = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    except (OSError, ValueError, KeyError, TypeError):
        return notebook.stem
    return next((heading for text in texts for heading in headings(text)), notebook.stem)
