"""The page's own policy: what is in the page by its hash, and nothing else."""

from __future__ import annotations

import base64
import hashlib

import pytest

from analysis.publish.csp import policy

pytestmark = pytest.mark.unit

EMPTY_HASH = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
"""Of no bytes at all; published in many places."""


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _parts(text: str) -> dict[str, list[str]]:
    directives = [directive.split() for directive in text.split(";")]
    return {name: values for name, *values in directives}


def test_a_page_with_its_library_beside_it() -> None:
    parts = _parts(policy(scripts=["één()"], style="p{}", own_files=True))
    assert parts == {
        "default-src": ["'none'"],
        "script-src": ["'self'", _hash("één()")],
        "style-src": [_hash("p{}"), EMPTY_HASH],
        "img-src": ["data:"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }


def test_a_page_in_one_file_allows_no_file_beside_it() -> None:
    parts = _parts(policy(scripts=["one()", "two()"], style="", own_files=False))
    assert parts["script-src"] == [_hash("one()"), _hash("two()")]


@pytest.mark.parametrize("own_files", [True, False])
def test_nothing_is_allowed_in_general(own_files: bool) -> None:
    text = policy(scripts=["one()"], style="p{}", own_files=own_files)
    for word in ("unsafe", "*", "http", "https:", "eval", "blob:"):
        assert word not in text


def test_another_script_has_another_hash() -> None:
    one = policy(scripts=["one()"], style="", own_files=False)
    assert one != policy(scripts=["one() "], style="", own_files=False)
