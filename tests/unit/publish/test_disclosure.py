"""The privacy gate on tables small enough to check by hand.

A count published as 40 was 38 to 42, one published as 10 was 10 to 12, a hidden one is 0 or more.
"""

from __future__ import annotations

import ast
import copy
import dataclasses
import pickle

import pandas as pd
import pytest

from analysis.disclosure.relations import Relation, cellwise, margins
from analysis.errors import PrivacyError
from analysis.paths import ROOT
from analysis.publish.disclosure import (
    HIDDEN,
    Released,
    protect,
    protect_linked,
    rounded_share,
)
from tests.disclosure_attack import attack

pytestmark = pytest.mark.unit

TOTAL = "totaal"


def row(*counts: int, total: bool = True) -> pd.DataFrame:
    """One row of counts, with their sum behind them."""
    columns = [f"k{number}" for number in range(len(counts))]
    values = [*counts, sum(counts)] if total else [*counts]
    return pd.DataFrame([values], index=["r"], columns=[*columns, TOTAL] if total else columns)


def shown(table: pd.DataFrame) -> list[object]:
    """What is published of a row with its total; None is hidden."""
    return list(protect(table, column_total=TOTAL).cells[0])


def one(**counts: int) -> dict[str, pd.DataFrame]:
    """Tables of one cell each."""
    return {
        name: pd.DataFrame([[count]], index=["r"], columns=["k"]) for name, count in counts.items()
    }


def values(released: dict[str, Released]) -> dict[str, object]:
    """What is published of tables of one cell each."""
    return {name: table.value("r", "k") for name, table in released.items()}


# --- counts of persons --------------------------------------------------------------------------


def test_small_counts_are_hidden_and_the_others_rounded() -> None:
    table = row(0, 1, 9, 10, 12, 13, 98, total=False)
    assert protect(table).cells == ((None, None, None, 10, 10, 15, 100),)


def test_a_hidden_count_takes_the_cheapest_neighbour_along() -> None:
    # 3 + 40 = 43, shown as 45 (43 to 47). With 40 shown (38 to 42) the 3 was 1 to 9, so not 0.
    assert shown(row(3, 40)) == [None, None, 45]
    # 9 + 40 + 20 = 69, shown as 70 (68 to 72): the 9 was 68 - 64 or more, so not 0.
    assert shown(row(9, 40, 20)) == [None, 40, None, 70]


def test_rounding_of_many_others_hides_enough() -> None:
    # 2 + 40 + 30 + 20 + 25 = 117, shown as 115: the 2 was 113 - 123 to 117 - 107, so 0 to 10.
    assert shown(row(2, 40, 30, 20, 25)) == [None, 40, 30, 20, 25, 115]


def test_two_small_counts_hide_each_other() -> None:
    # 5 + 6 = 11, shown as 10: 10 to 12 together, so each of them 0 to 12.
    assert shown(row(5, 6)) == [None, None, 10]


def test_all_in_one_column_is_not_shown_either() -> None:
    # 40 of 40 would say that nobody is in the other column.
    assert shown(row(40, 0)) == [None, None, 40]
    assert shown(row(0, 0)) == [None, None, None]


def test_margins_on_both_sides_close_a_rectangle() -> None:
    table = pd.DataFrame(
        [[3, 400, 600], [500, 50, 800], [700, 900, 60]], list("abc"), ["p", "q", "s"]
    )
    table[TOTAL] = table.sum(axis=1)
    table.loc[TOTAL] = table.sum()
    # Not rounded. To let the 3 move, its row and its column must give way, and what then meets
    # them: q and b are cheapest (400 + 500 + 50), s and c would cost 600 + 700 + 60.
    frame = protect(table, base=1, row_total=TOTAL, column_total=TOTAL).frame
    hidden = {place for place, value in frame.stack(future_stack=True).items() if pd.isna(value)}
    assert hidden == {("a", "p"), ("a", "q"), ("b", "p"), ("b", "q")}


def test_published_counts_need_not_add_up() -> None:
    # 12 + 12 + 12 = 36
    assert shown(row(12, 12, 12)) == [10, 10, 10, 35]


def test_a_cell_that_is_empty_by_definition_is_shown_as_nought() -> None:
    # The rest are 40 and 30 with 70 (68 to 72): nothing small is left to guard.
    released = protect(row(0, 40, 30), column_total=TOTAL, empty=[("r", "k0")])
    assert released.cells == ((0, 40, 30, 70),)


def test_a_total_that_is_public_is_shown_exactly_and_counted_on() -> None:
    # As above, but 117 is known exactly: the 2 was 117 - 123 to 117 - 107 = 10, so 0 to 10 still.
    table = row(2, 40, 30, 20, 25)
    released = protect(table, column_total=TOTAL, public=[("r", TOTAL)])
    assert released.cells == ((None, 40, 30, 20, 25, 117),)
    assert "afgerond op 5, behalve wat al openbaar is, en" in released.note
    # 3 + 40 + 20 = 63: the 3 was 63 - 64 to 63 - 56 = 7, so not 10; without `public` it was to 11.
    assert shown(row(3, 40, 20)) == [None, 40, 20, 65]
    released = protect(row(3, 40, 20), column_total=TOTAL, public=[("r", TOTAL)])
    assert released.cells == ((None, 40, None, 63),)


def test_rounding_need_not_be_counted_on() -> None:
    # Otherwise nothing goes along with the 2; now what is cheapest does.
    released = protect(row(2, 40, 30, 20, 25), column_total=TOTAL, strict=True)
    assert released.cells == ((None, 40, 30, None, 25, 115),)


def test_threshold_and_base_can_be_set() -> None:
    table = row(3, 4, 7, total=False)
    assert protect(table, threshold=4, base=2).cells == ((None, 4, 8),)
    assert protect(table, threshold=4, base=1).cells == ((None, 4, 7),)


# --- tables that belong together ----------------------------------------------------------------


def test_a_municipality_cannot_be_subtracted_from_the_sum() -> None:
    tables = one(samen=34, deventer=30, olst=4)
    relations = cellwise(tables, ["samen"], ["deventer", "olst"])
    # Apart 30 and 35 would be shown: olst was 33 - 32 to 37 - 28, so 1 to 9.
    released = protect_linked(tables, relations)
    assert values(released) == {"samen": 35, "deventer": None, "olst": None}
    assert attack(released, relations) == {
        ("deventer", "r", "k"): (0, 37),
        ("olst", "r", "k"): (0, 37),
    }


def test_the_flow_between_quarters_cannot_be_subtracted() -> None:
    tables = one(begin=20, instroom=3, eind=23, uitstroom=0)
    relations = cellwise(tables, ["begin", "instroom"], ["eind", "uitstroom"])
    # 20 (18 to 22) and 25 (23 to 27) would say that at least one person came in.
    released = protect_linked(tables, relations, withheld=["instroom", "uitstroom"])
    assert values(released) == {"begin": None, "eind": 25}


def test_what_was_published_before_stays_and_the_new_gives_way() -> None:
    tables = one(begin=20, instroom=3, eind=23, uitstroom=0)
    relations = cellwise(tables, ["begin", "instroom"], ["eind", "uitstroom"])
    flow = ["instroom", "uitstroom"]
    begin = protect(tables["begin"])
    released = protect_linked(tables, relations, withheld=flow, earlier={"begin": begin})
    assert released["begin"] == begin
    assert values(released) == {"begin": 20, "eind": None}


def test_a_table_is_refused_when_what_was_published_gives_it_away() -> None:
    tables = one(begin=20, instroom=3, eind=23, uitstroom=0)
    relations = cellwise(tables, ["begin", "instroom"], ["eind", "uitstroom"])
    earlier = {name: protect(tables[name]) for name in ("begin", "eind")}
    with pytest.raises(PrivacyError, match="kan niet worden getoond") as stopped:
        protect_linked(tables, relations, withheld=["instroom", "uitstroom"], earlier=earlier)
    assert stopped.value.exit_code == 4


def test_another_number_than_before_is_refused() -> None:
    tables = one(begin=20)
    with pytest.raises(ValueError, match="eerder met een ander aantal"):
        protect_linked(tables, [], earlier={"begin": protect(one(begin=30)["begin"])})
    with pytest.raises(ValueError, match="andere regels"):
        protect_linked(tables, [], earlier={"begin": protect(tables["begin"], threshold=20)})


def test_the_rest_of_a_whole_is_guarded_when_it_is_put_in() -> None:
    tables = one(geheel=40, deel=37, rest=3)
    relations = cellwise(tables, ["geheel"], ["deel", "rest"])
    # 40 and 35 would leave 38 - 37 to 42 - 33: 1 to 9.
    released = protect_linked(tables, relations, withheld=["rest"])
    assert values(released) == {"geheel": 40, "deel": None}
    large = one(geheel=80, deel=40, rest=40)
    relations = cellwise(large, ["geheel"], ["deel", "rest"])
    released = protect_linked(large, relations, withheld=["rest"])
    assert values(released) == {"geheel": 80, "deel": 40}


# --- percentages --------------------------------------------------------------------------------


def test_a_percentage_is_of_rounded_counts() -> None:
    assert rounded_share(23, 71) == pytest.approx(100 * 25 / 70)


@pytest.mark.parametrize(
    ("part", "whole"),
    [(None, 40), (20, None), (0, 40), (9, 40), (40, 40), (38, 40), (31, 40), (9, 9)],
)
def test_nobody_everybody_and_nearly_so_have_no_percentage(
    part: int | None, whole: int | None
) -> None:
    assert rounded_share(part, whole) is None


def test_the_rest_must_be_large_enough_for_certain() -> None:
    # 30 of 40: the rest was 38 - 32 = 6 or more; 25 of 40: 11 or more.
    assert rounded_share(30, 40) is None
    assert rounded_share(25, 40) == pytest.approx(62.5)


def test_a_released_table_gives_its_percentages() -> None:
    released = protect(row(25, 15), column_total=TOTAL)
    assert released.share("k0", TOTAL).tolist() == [62.5]
    assert protect(row(40, 0), column_total=TOTAL).share("k0", TOTAL).isna().all()


# --- amounts and norms --------------------------------------------------------------------------


def test_norms_and_amounts_pass_unchanged() -> None:
    norms = pd.DataFrame({"uren": [7, 25.5], "wie": ["jobcoach", "begeleider"]}, index=["a", "b"])
    released = protect(norms, kind="norm")
    pd.testing.assert_frame_equal(released.frame, norms)
    assert released.texts.to_numpy().tolist() == [["7", "jobcoach"], ["25,5", "begeleider"]]
    amounts = pd.DataFrame({"begroot": [3, 1234]}, index=["a", "b"])
    released = protect(amounts, kind="euro")
    pd.testing.assert_frame_equal(released.frame, amounts)
    assert released.note == ""


def test_an_amount_of_few_persons_is_hidden_and_what_would_betray_it() -> None:
    amounts, persons = row(9_000, 40_000, 75_000), row(3, 14, 25)
    # Amounts are not rounded: with 75.000 and 124.000 shown the other two are 49.000 together.
    released = protect(amounts, "euro", persons=persons, column_total=TOTAL)
    assert released.cells == ((None, None, 75_000, 124_000),)
    assert "minder dan 10 personen" in released.note


def test_persons_behind_amounts_have_the_same_labels() -> None:
    with pytest.raises(ValueError, match="andere rijen of kolommen"):
        protect(row(9_000, 40_000), "euro", persons=row(3, 14, 25))


# --- what is released ---------------------------------------------------------------------------


def test_a_hidden_count_is_in_no_byte() -> None:
    secret = 987_654
    table = row(3, secret, 2_000_000)
    table.attrs["bron"] = secret
    released = protect(table, column_total=TOTAL)
    assert released.cells[0][:2] == (None, None)
    spellings = [str(secret).encode(), b"987.654", secret.to_bytes(3, "little")]
    frame = released.frame
    made = [repr(released), str(released), frame.to_csv(), frame.to_string(), frame.to_json()]
    made += [released.texts.to_html(), released.note, str(frame.attrs)]
    pickles = [pickle.dumps(thing) for thing in (released, frame, released.texts)]
    for produced in [*(text.encode() for text in made), *pickles]:
        assert not any(spelling in produced for spelling in spellings)


def test_what_is_hidden_makes_no_difference_to_what_is_released() -> None:
    # Both are 57 together, and both ways the first two are hidden.
    first, second = (protect(row(*counts), column_total=TOTAL) for counts in ((3, 54), (8, 49)))
    assert first == second
    assert pickle.dumps(first) == pickle.dumps(second)


def test_a_reader_sees_a_word_and_the_reason() -> None:
    released = protect(row(3, 1_240), column_total=TOTAL)
    assert released.texts.to_numpy().tolist() == [[HIDDEN, HIDDEN, "1.245"]]
    assert released.frame.isna().to_numpy().tolist() == [[True, True, False]]
    assert "Verborgen: minder dan 10 personen" in released.note
    assert "afgerond op 5 en hoeven niet op te tellen" in released.note


def test_only_the_gate_makes_a_released() -> None:
    released = protect(row(20, 30, total=False))
    fields = {field.name: getattr(released, field.name) for field in dataclasses.fields(Released)}
    with pytest.raises(TypeError, match="only"):
        Released(**fields, gate=None)
    with pytest.raises((TypeError, ValueError)):
        dataclasses.replace(released, cells=((3, 4, 7),))
    with pytest.raises(dataclasses.FrozenInstanceError):
        released.cells = ((3, 4, 7),)
    assert copy.deepcopy(released) == pickle.loads(pickle.dumps(released)) == released


def test_no_other_module_has_the_gate() -> None:
    def knows(text: str) -> bool:
        nodes = list(ast.walk(ast.parse(text)))
        names = {node.id for node in nodes if isinstance(node, ast.Name)}
        names |= {node.attr for node in nodes if isinstance(node, ast.Attribute)}
        return "GATE" in names | {node.name for node in nodes if isinstance(node, ast.alias)}

    modules = (ROOT / "analysis").rglob("*.py")
    having = {path.name for path in modules if knows(path.read_text(encoding="utf-8"))}
    assert having == {"shown.py", "released.py", "gate.py", "sides.py"}


def test_changing_a_frame_changes_nothing() -> None:
    released = protect(row(20, 30, total=False))
    frame = released.frame
    frame.iloc[0, 0] = 3
    assert released.value("r", "k0") == 20


def test_twice_is_once() -> None:
    released = protect(row(3, 40), column_total=TOTAL)
    assert protect(released) is released
    with pytest.raises(ValueError, match="al vrijgegeven"):
        protect(released, threshold=5)


# --- what is refused ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (row(-41, 50, total=False), "niet negatief"),
        (row(20, 30, total=False) + 0.5, "geheel"),
        (row(20, 30, total=False).astype(object), "ontbreekt"),
        (row(20, 30, total=False).where(lambda counts: counts > 25), "ontbreekt"),
        (row(20, 30, total=False) > 25, "ontbreekt"),
        (pd.concat([row(47), row(48)]), "heten hetzelfde"),
        (pd.DataFrame([[47]], index=[("a", "b")]), "één naam"),
        (row(20, 30), "heet een totaal"),
    ],
    ids=["negative", "half", "text", "missing", "yes-no", "twice", "levels", "total"],
)
def test_a_table_that_is_no_table_of_counts_is_refused(table: pd.DataFrame, words: str) -> None:
    with pytest.raises(ValueError, match=words) as refused:
        protect(table)
    assert not any(number in str(refused.value) for number in ("41", "47", "48", "20", "30"))


def test_a_sum_that_is_not_one_is_refused_without_a_number() -> None:
    table = row(23, 34)
    table[TOTAL] = 58
    with pytest.raises(ValueError, match=r"rij 'r', kolom 'totaal' telt niet op") as refused:
        protect(table, column_total=TOTAL)
    assert not any(number in str(refused.value) for number in ("23", "34", "57", "58"))


def test_settings_and_names_that_are_not_there_are_refused() -> None:
    table = row(20, 30, total=False)
    for threshold, base in ((12, 5), (1, 1), (10, 0)):
        with pytest.raises(ValueError, match="veelvoud"):
            protect(table, threshold=threshold, base=base)
    with pytest.raises(ValueError, match="onbekende soort"):
        protect(table, kind="fte")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="geen rij of kolom 'som'"):
        protect(table, column_total="som")
    with pytest.raises(ValueError, match="is niet leeg"):
        protect(table, empty=[("r", "k0")])
    with pytest.raises(ValueError, match="onbekende cel: rij 'r', kolom 'k7'"):
        protect(table, empty=[("r", "k7")])
    with pytest.raises(ValueError, match="te klein om openbaar"):
        protect(row(3, 40, total=False), public=[("r", "k0")])
    with pytest.raises(ValueError, match="onbekende cel in een optelling"):
        protect_linked({"": table}, [Relation((("", "r", "k7"),), (("", "r", "k0"),))])
    with pytest.raises(ValueError, match="andere rijen of kolommen"):
        cellwise({"a": table, "b": row(20)}, ["a"], ["b"])
    with pytest.raises(ValueError, match="hoeveel personen"):
        protect(table, persons=table)


def test_an_empty_table_is_released_empty() -> None:
    table = pd.DataFrame({"k": []}, index=pd.Index([], dtype=str), dtype=int)
    released = protect(table)
    assert released.cells == ()
    assert list(released.frame.columns) == list(released.texts.columns) == ["k"]
    assert margins("", table) == []
