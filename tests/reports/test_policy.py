"""The content security policy of each page: only what is in the page itself may run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reports.pages import NAMES, Sheet, committed_sheet, hash_source, sheet

pytestmark = pytest.mark.report

NAMES_AND_SINGLE_FILE = [*NAMES, "los"]


@pytest.fixture(params=NAMES_AND_SINGLE_FILE)
def page(request: pytest.FixtureRequest, single_file: Path) -> Sheet:
    return sheet(single_file) if request.param == "los" else committed_sheet(request.param)


def test_policy_comes_before_what_it_governs(page: Sheet) -> None:
    html = page.html
    assert html.index("Content-Security-Policy") < min(html.index("<style"), html.index("<body"))
    assert "<script" not in html[: html.index("Content-Security-Policy")]


def test_everything_is_forbidden_that_is_not_named(page: Sheet) -> None:
    assert page.policy["default-src"] == ["'none'"]
    assert page.policy["base-uri"] == page.policy["form-action"] == ["'none'"]
    named = {"default-src", "script-src", "style-src", "img-src", "base-uri", "form-action"}
    assert set(page.policy) <= named
    assert page.policy.get("img-src", ["data:"]) == ["data:"]


def test_scripts_are_named_by_their_hash(page: Sheet) -> None:
    """'self' stands for the chart library beside the page, where there is one."""
    hashes = {hash_source(text) for text in page.scripts}
    own_file = {"'self'"} if page.all("script[src]") else set()
    allowed = set(page.policy["script-src"])
    assert allowed - {"'none'"} == hashes | own_file


def test_styles_are_named_by_their_hash(page: Sheet) -> None:
    """plotly.js makes one empty style element and fills it by script."""
    hashes = {hash_source(tag.string) for tag in page.all("style")}
    assert set(page.policy["style-src"]) == hashes | {hash_source("")}
