"""Groups of scenarios as a reader meets them: a heading for each, and who is in it."""

from __future__ import annotations

from collections.abc import Collection
from string import ascii_uppercase

from analysis.dutch import sentence_case
from analysis.questions.scenario_groups import Groups

ALL = "alle"


def labels(groups: Groups) -> list[str]:
    """Return what each group is called: its only scenario's name, or a letter.

    Raises `ValueError` when there are more groups than letters.
    """
    letters = [f"groep {letter}" for letter in ascii_uppercase]
    return [
        members[0].label if len(members) == 1 else letter
        for members, letter in zip(groups, letters[: len(groups)], strict=True)
    ]


def membership(groups: Groups) -> str:
    """Return as a note who is in each group; only a group of more than one needs it."""
    names = ["; ".join(item.label for item in members) for members in groups]
    if len(groups) == 1:
        return f"Dit geldt voor: {names[0]}."
    told = zip(labels(groups), groups, names, strict=True)
    return " ".join(
        f"{sentence_case(label)} in deze tabel: {text}."
        for label, members, text in told
        if len(members) > 1
    )


def holders(groups: Groups, ids: Collection[str]) -> str:
    """Return scenarios in as few words as will do: `alle`, `groep A; groep C`, or names."""
    if all(item.id in ids for members in groups for item in members):
        return ALL
    whole = [all(item.id in ids for item in members) for members in groups]
    told = zip(labels(groups), groups, whole, strict=True)
    if sum(len(members) for members, hit in zip(groups, whole, strict=True) if hit) == len(ids):
        return "; ".join(label for label, _, hit in told if hit)
    return "; ".join(item.label for members in groups for item in members if item.id in ids)
