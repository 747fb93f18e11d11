"""What the data allow, remembered as long as data and code stay the same.

Checking `data/processed` and reading it takes pandas, and pandas takes half a second to load. When
nothing changed since the last check, neither is needed to say that nothing changed.
"""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

from analysis.errors import OutputError
from analysis.files import write_if_changed
from analysis.parameters import Choices
from analysis.paths import ROOT, cache_dir, own_mode, processed_dir, raw_dir
from analysis.publish.records import hash_lines, text_hash

MEMO_FILE, OWN_MEMO_FILE = "gecontroleerd.json", "gecontroleerd-eigen.json"


def checked_choices() -> Choices:
    """Return what the data allow, having made sure that `data/processed` is whole and up to date.

    Raises `InputError` when it is not.
    """
    fingerprint = _fingerprint()
    return _remembered(fingerprint) or _read(fingerprint)


def _fingerprint() -> str:
    folders = ((ROOT / "analysis", "code"), (raw_dir(), "raw"), (processed_dir(), "processed"))
    return text_hash(line for folder, name in folders for line in hash_lines(folder, name))


def _memo_file() -> Path:
    return cache_dir() / (OWN_MEMO_FILE if own_mode() else MEMO_FILE)


def _remembered(fingerprint: str) -> Choices | None:
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        memo = json.loads(_memo_file().read_text(encoding="utf-8"))
        if memo["fingerprint"] == fingerprint:
            return Choices(
                areas=tuple(memo["areas"]),
                codes=dict(memo["codes"]),
                scenarios=tuple(memo["scenarios"]),
                price_levels=tuple(memo["price_levels"]),
            )
    return None


def _read(fingerprint: str) -> Choices:
    from analysis.sources.build import check_processed
    from analysis.sources.workbook import choices

    check_processed()
    allowed = choices()
    memo = {
        "fingerprint": fingerprint,
        "areas": list(allowed.areas),
        "codes": dict(allowed.codes),
        "scenarios": list(allowed.scenarios),
        "price_levels": list(allowed.price_levels),
    }
    with contextlib.suppress(OutputError):  # only a memo: a cache that can't be written costs time
        write_if_changed(_memo_file(), json.dumps(memo).encode("utf-8"))
    return allowed
