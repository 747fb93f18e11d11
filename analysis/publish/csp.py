"""The content security policy that a page carries: only what is in the page itself may run."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence

EMPTY = ""
"""plotly.js makes an empty style element and fills it by script; that text must be allowed."""


def policy(*, scripts: Sequence[str], style: str, own_files: bool) -> str:
    """Return the policy for a page with these inline scripts and this inline style.

    Everything is named by its hash. `own_files` also allows a script file beside the page: browsers
    can't check the hash of a file opened from disk.
    """
    script_sources = " ".join(_source(script) for script in scripts)
    own = "'self' " if own_files else ""
    return (
        f"default-src 'none'; script-src {own}{script_sources}; "
        f"style-src {_source(style)} {_source(EMPTY)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _source(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
