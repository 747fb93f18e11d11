"""The last look at whatever is about to be put in place: nothing in it may point at one person.

Looked for: a valid burgerservicenummer, a bank number, an e-mail address, a Dutch telephone number,
the pseudonym of a person, any personal value that was kept out when own figures were read, and an
object on guarded numbers without the mark that they passed the privacy gate. Against false alarms
a number counts only when it stands alone: no letter, digit or decimal against it and no euro sign
before it. A finding names file and place, never the value.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from analysis.errors import PrivacyError
from analysis.files import write_if_changed
from analysis.paths import reports_dir, shown
from analysis.personal import personal_kinds
from analysis.publish.decode import TooMuch, texts_of, undone
from analysis.publish.output import ASSETS, LIBRARY
from analysis.traces import Traces, read_traces

MIME = "application/vnd.werkboek.v1+json"
PSEUDONYM = re.compile(r"(?<![\w-])p-[0-9a-f]{20}(?![\w-])")
AMOUNT = re.compile(r"€\s?-?[\d.]+")
MAX_FINDINGS = 10


def put(path: Path, data: bytes) -> bool:
    """Write `data` to `path` unless it holds it already; return whether it was written.

    Raises `PrivacyError` naming file and place when it holds what points at one person; then the
    file stays as it was.
    """
    check(path, data)
    return write_if_changed(path, data)


def check(path: Path, data: bytes) -> None:
    """Raise `PrivacyError` when a file of these bytes may not stand at `path`."""
    findings = list(dict.fromkeys(findings_in(path.name, data, read_traces())))
    if findings:
        more = len(findings) - MAX_FINDINGS
        listed = [f"{shown(path)}, {finding}" for finding in findings[:MAX_FINDINGS]]
        raise PrivacyError("\n".join([*listed, f"… en nog {more}"] if more > 0 else listed))


def findings_in(name: str, data: bytes, traces: Traces | None = None) -> Iterator[str]:
    """Yield `place: kind` for all that points at a person in the file called `name`."""
    if name.endswith(".ipynb"):
        with contextlib.suppress(ValueError):
            yield from _without_mark(json.loads(data))
    try:
        for place, text in texts_of(name, _without_library(data)):
            for kind in kinds_in(text, traces):
                yield f"{place}: lijkt {kind}; niet op zijn plaats gezet"
    except TooMuch as error:
        yield str(error)


def kinds_in(text: str, traces: Traces | None = None) -> Iterator[str]:
    """Yield what kinds of personal data a decoded text holds."""
    yield from personal_kinds(AMOUNT.sub("€", text) if "€" in text else text)
    if PSEUDONYM.search(text):
        yield "een pseudoniem van één persoon"
    if traces is not None and traces.any_in(text):
        yield "een persoonsgegeven uit een ingelezen bestand"


def check_marks(name: str, notebook: Mapping[str, Any]) -> None:
    """Raise `PrivacyError` when a notebook shows guarded numbers that passed no gate."""
    if findings := list(_without_mark(notebook)):
        raise PrivacyError("\n".join(f"{name}, {finding}" for finding in findings[:MAX_FINDINGS]))


def safe_words(reason: str) -> str:
    """Why something failed, unless that itself points at a person."""
    if any(kind for view in undone(reason) for kind in kinds_in(view, read_traces())):
        return "de reden is verborgen: er staat een persoonsgegeven in"
    return reason


def _without_mark(notebook: Mapping[str, Any]) -> Iterator[str]:
    """Cells that show an object on guarded tables that does not say how it was released."""
    guarded = guarded_ids()
    for cell in notebook.get("cells", ()):
        for output in cell.get("outputs", ()):
            payload = output.get("data", {}).get(MIME, {})
            if not _is_marked(payload, guarded):
                yield f"cel {cell.get('id')}: cijfers over personen die niet zijn vrijgegeven"


def _is_marked(payload: Mapping[str, Any], guarded: frozenset[str]) -> bool:
    return "vrijgave" in payload or guarded.isdisjoint(payload.get("ids", ()))


def guarded_ids() -> frozenset[str]:
    """What an object on a guarded table names as its origin."""
    from analysis.sources.package import read_package

    return frozenset(f"{item.name}.csv" for item in read_package().tables if item.guarded)


def _without_library(data: bytes) -> bytes:
    """The page without the chart library inside it, whose numbers are not ours."""
    library = reports_dir() / ASSETS / LIBRARY
    if len(data) < 1_000_000 or not library.is_file():
        return data
    text = library.read_bytes().strip().replace(b"</script", b"<\\/script")
    return data.replace(text, b"")
