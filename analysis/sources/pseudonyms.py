"""What stands in the place of a personal key: a keyed hash, the same in every extract read here.

The key stays in `data/eigen` and can't be found back from the hashes; without it nobody can tell
which key a hash belongs to, not even by trying all numbers that a key may be.
"""

from __future__ import annotations

import os
import secrets
from hashlib import blake2b
from pathlib import Path

import pandas as pd

from analysis.errors import InputError, OutputError, Problem
from analysis.files import TEMPORARY_PREFIX
from analysis.paths import own_dir, shown
from analysis.sources.kept_out import note
from analysis.sources.package import Schema

PREFIX = "p-"
_LENGTH = 20
"""Hexadecimal digits: 80 bits, so that two of a million keys do not meet."""
_KEY_BYTES = 32


def key_file() -> Path:
    """The secret of this project folder."""
    return own_dir() / "sleutel"


def read_key() -> bytes | None:
    """Return the secret, or nothing when it was never made; `InputError` when it is damaged."""
    try:
        key = bytes.fromhex(key_file().read_text(encoding="ascii"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        key = b""
    if len(key) != _KEY_BYTES:
        told = "is beschadigd of niet leesbaar; zet het terug, of haal het weg voor een nieuwe"
        raise InputError([Problem(shown(key_file()), 0, "", told)])
    return key


def new_key() -> bytes:
    """A fresh secret, not yet written."""
    return secrets.token_bytes(_KEY_BYTES)


def write_key(key: bytes) -> None:
    """Write the secret so that only the user can read it; raises `OutputError`."""
    path = key_file()
    draft = path.with_name(f"{TEMPORARY_PREFIX}{os.getpid()}-{path.name}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(key.hex())
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        told = f"{shown(path)} kan niet geschreven worden: {error.strerror}"
        raise OutputError(told) from None


def pseudonymised(table: pd.DataFrame, schema: Schema, key: bytes) -> pd.DataFrame:
    """Return the table with each value of a personal column replaced by its keyed hash."""
    hidden = table.copy()
    for field in schema.fields:
        if field.personal:
            texts = table[field.name].tolist()
            values = {value: _hashed(value, key) for value in dict.fromkeys(texts)}
            note(field.name, values)
            hidden[field.name] = [values[text] for text in texts]
    return hidden


def _hashed(value: str, key: bytes) -> str:
    if not value:
        return ""
    hashed = blake2b(value.encode("utf-8"), digest_size=_LENGTH // 2, key=key)
    return f"{PREFIX}{hashed.hexdigest()}"
