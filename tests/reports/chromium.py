"""The browser in which the pages are looked at: the machine's own Chromium, with no network at all.

Playwright brings a driver, not a browser. Without Chromium the tests are skipped, and fail in CI
(`WERKBOEK_CI`): a page that nobody opened is not known to work.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page, Request, Route

COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--font-render-hinting=none",
)
WIDE, NARROW = 1280, 375
"""A desktop and a telephone, in pixels."""

DRAWN = """() => [...document.querySelectorAll('[data-grafiek]')].every(
    place => place.classList.contains('leeg') || place.querySelector('.main-svg'))"""


def find_chromium() -> str:
    """Return the path of Chromium; without one the test is skipped, or fails in CI."""
    if found := next(filter(None, map(shutil.which, COMMANDS)), None):
        return found
    return absent(f"geen Chromium gevonden (gezocht: {', '.join(COMMANDS)})")


def absent(reason: str) -> str:
    """Skip the test for want of something; in CI nothing may be wanting."""
    if os.environ.get("WERKBOEK_CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@dataclass
class Viewer:
    """Opens pages one after the other; `asked` and `complaints` are those of the page now open."""

    context: BrowserContext
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    page: Page | None = None

    def open(self, path: Path, width: int = WIDE) -> Page:
        """Open a file and wait until its charts are drawn (or it says that it can't)."""
        if self.page:
            self.page.close()
        self.asked.clear()
        self.complaints.clear()
        self.page = self.context.new_page()
        self.page.on("console", lambda message: self._note(message.type, message.text))
        self.page.on("pageerror", lambda error: self._note("error", str(error)))
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.goto(path.as_uri())
        self.page.wait_for_function(DRAWN)
        return self.page

    def note_request(self, request: Request) -> None:
        if not request.url.startswith(("file://", "data:")):
            self.asked.append(request.url)

    def _note(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.complaints.append(text)


@contextmanager
def viewer(profile: Path) -> Iterator[Viewer]:
    """A browser with a new, empty profile; whatever is no file on this disk is refused."""
    command = find_chromium()
    from playwright.sync_api import sync_playwright

    def refuse(route: Route) -> None:
        if route.request.url.startswith("file://"):
            route.continue_()
        else:
            route.abort()

    private = {"CHROME_CONFIG_HOME": str(profile), "XDG_CONFIG_HOME": str(profile)}
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            profile / "profile",
            executable_path=command,
            args=list(ARGUMENTS),
            env={**os.environ, **private},
            offline=True,
        )
        context.route("**/*", refuse)
        opened = Viewer(context)
        context.on("request", opened.note_request)
        yield opened
        context.close()
