"""Colours that can be told apart, axes in Dutch, and long labels over lines."""

from __future__ import annotations

import itertools
import re

import pytest

from analysis.present import theme

pytestmark = pytest.mark.unit


def _luminance(colour: str) -> float:
    """Relative luminance, WCAG 2."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_at_most_five_colours_each_with_its_pattern() -> None:
    assert len(set(theme.PALETTE)) == len(theme.PALETTE) <= 5
    assert len(set(theme.PATTERNS)) >= len(theme.PALETTE)


@pytest.mark.parametrize("colour", theme.PALETTE)
def test_a_colour_shows_on_paper(colour: str) -> None:
    # WCAG 2, 1.4.11 asks 3 for graphics; orange falls short, so bars carry a pattern as well.
    assert _contrast(colour, theme.PAPER) >= (2 if colour == theme.ORANGE else 3)


def test_words_can_be_read() -> None:
    # WCAG 2, 1.4.3 and 1.4.6: 7 for body text, 4.5 for the warning.
    assert _contrast(theme.INK, theme.PAPER) > 7
    warning = theme.example_annotation()
    assert _contrast(warning["font"]["color"], warning["bgcolor"]) > 4.5


def test_neighbours_differ_also_in_grey() -> None:
    for one, other in itertools.pairwise(theme.PALETTE[:4]):
        assert _contrast(one, other) > 1.2


def test_numbers_are_written_the_dutch_way() -> None:
    layout = theme.layout()
    assert layout["separators"] == ",."
    assert "template" not in layout


def test_a_layout_changes_only_what_is_given() -> None:
    changed = theme.layout(300, xaxis={"dtick": 5}, barmode="stack", margin={"t": 40})
    plain = theme.layout(300)
    assert changed["xaxis"] == plain["xaxis"] | {"dtick": 5}
    assert changed["margin"] == plain["margin"] | {"t": 40}
    assert (changed["barmode"], changed["yaxis"]) == ("stack", plain["yaxis"])
    assert theme.layout(300) == plain


def test_axes() -> None:
    # Without `d` plotly writes a year as 2.026,5, and without `,.0f` a value as 100k.
    assert theme.year_axis(dtick=4)["tickformat"] == "d"
    assert theme.year_axis(dtick=4)["dtick"] == 4
    assert theme.value_axis("personen")["tickformat"] == ",.0f"
    assert theme.zero_axis("personen")["rangemode"] == "tozero"
    assert theme.zero_axis("personen")["title"]["text"] == "personen"
    assert theme.category_axis()["autorange"] == "reversed"


@pytest.mark.parametrize("axis", [theme.year_axis(), theme.category_axis(), theme.zero_axis("x")])
def test_every_axis_has_its_zero_line_and_stays_put(axis: dict[str, object]) -> None:
    assert (axis["zeroline"], axis["fixedrange"], axis["automargin"]) == (True, True, True)


def test_a_long_label_stands_over_several_lines() -> None:
    text = theme.wrapped("Ondersteuning en overhead van het basiscontract", 20)
    lines = text.split("<br>")
    assert len(lines) == 3
    assert all(len(line) <= 20 for line in lines)
    assert " ".join(lines) == "Ondersteuning en overhead van het basiscontract"
    assert theme.wrapped("kort") == "kort"
    assert not re.search("<br>", theme.wrapped("x" * 50))
