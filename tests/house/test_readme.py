"""README's promises: its numbers are the headline numbers, its commands exist."""

import re

import pandas as pd
import pytest

from analysis.paths import ROOT

pytestmark = pytest.mark.unit

README = (ROOT / "README.md").read_text(encoding="utf-8")
RUNS = ("organisatiefoto", "plan-en-werkelijkheid", "leeswijzer", "wsw-afbouw", "horizon-2040")


@pytest.fixture(scope="module")
def headlines():
    table = pd.read_csv(ROOT / "reports" / "kerncijfers.csv", dtype="str", keep_default_na=False)
    base = table[table["run"].isin(RUNS)]
    several = base["kerncijfer"].duplicated(keep=False)
    names = base["kerncijfer"].where(~several, base["kerncijfer"] + "_" + base["jaar"])
    return base.set_index(names)


def english(value, decimals=0):
    return f"{value:,.{decimals}f}"


@pytest.mark.parametrize(
    ("name", "column", "pattern"),
    [
        ("contract_budget", "waarde", "and € {} *or*"),
        ("contract_budget_index", "waarde", "*or* € {}:"),
        ("contract_verschil", "waarde", "€ {} apart"),
        ("afspraken", "waarde", "Of {} result agreements"),
        ("afspraken_niet_meetbaar", "waarde", "agreements {} can't be measured"),
        ("wsw_personen_bekend", "waarde", "Wsw: {} people in 2016"),
        ("wsw_personen_schatting", "waarde", "an estimated {} ("),
        ("wsw_personen_schatting", "laag", "({}–"),
        ("wsw_personen_schatting", "hoog", "–{}) in 2022"),
        ("plan_aannames_uitgekomen", "waarde", "attribute to it {} came true"),
        ("plan_aannames_weerlegd", "waarde", "came true, {} are refuted"),
        ("plan_aannames_tegengesproken", "waarde", "{} are contradicted by another sentence"),
        ("plan_aannames_onbeslist", "waarde", "sentence and {} can't be decided"),
        ("beschut_verwacht", "waarde", "about {} people in beschut werk"),
        ("instroom_nodig", "waarde", "asks about {} ("),
        ("instroom_nodig", "laag", "({}–"),
        ("instroom_nodig", "hoog", "–{}) new people each year"),
        ("bezetting_2040", "waarde", "an estimated {}% ("),
        ("bezetting_2040", "hoog", "–{}) of that of 2023"),
        ("wsw_personen_2025", "waarde", "An estimated {} ("),
        ("wsw_personen_2025", "laag", "({}–"),
        ("wsw_personen_2025", "hoog", "–{}) people at the end of 2025"),
        ("wsw_personen_2030", "waarde", "end of 2025, {} ("),
        ("wsw_personen_2030", "hoog", "–{}) in 2030"),
        ("wsw_personen_2040", "waarde", "in 2030, {} ("),
        ("wsw_personen_2040", "hoog", "–{}) in 2040"),
        ("wsw_gemeentelijke_bijdrage", "waarde", "and € {} municipal contribution"),
        ("ontbrekende_gegevens", "waarde", "**{}** figures that the choice needs"),
    ],
)
def test_number_is_the_headline_number(headlines, name, column, pattern):
    assert pattern.format(english(float(headlines.loc[name, column]))) in README


def test_money_of_the_wsw_is_the_headline_number(headlines):
    row = headlines.loc["wsw_subsidieresultaat"]
    middle, low, high = (f"{float(row[name]) / 1e6:.1f}" for name in ("waarde", "laag", "hoog"))
    assert f"€ {middle} million, between € {low} and € {high} million" in README
    assert f"the last leaves around {headlines.loc['wsw_jaar_laatste', 'waarde']}" in README


def test_error_of_the_nation_is_the_headline_number(headlines):
    below = float(headlines.loc["plan_wsw_nl_onder_verwachting_2022", "waarde"])
    assert f"the Wsw of 2022 lay {below:.1f}% below what the state expected" in README
    heads, few, many = headlines.loc["plan_wsw_minder_dan_verwacht", ["waarde", "laag", "hoog"]]
    assert f"that error alone is about {heads} ({few}–{many}) people here" in README
    row = headlines.loc["plan_subsidie_verschil"]
    # Printed without its sign: what is lost, the largest loss last.
    middle, most, least = (f"{-float(row[name]) / 1e6:.1f}" for name in ("waarde", "laag", "hoog"))
    assert f"€ {middle} million ({least}–{most}) state subsidy a year" in README


def test_rows_of_the_plan_that_wait_are_those_of_the_table(headlines):
    plans = pd.read_csv(ROOT / "data" / "raw" / "plannen.csv", dtype="str", keep_default_na=False)
    own = plans[plans["plan"] == "Ondernemingsplan 2020-2024"]
    waiting = own[(own["waarde"] == "") & (own["gegeven"] != "")]
    assert f"{len(waiting)} named rows wait for them" in README
    claims = pd.read_csv(ROOT / "data" / "raw" / "planclaims.csv", dtype="str")
    assert f"Of {len(claims)} assumptions that the documents attribute to it" in README
    counts = headlines.index.str.startswith("plan_aannames_")
    assert headlines.loc[counts, "waarde"].astype(int).sum() == len(claims)


def test_fte_is_the_headline_number(headlines):
    assert f"is {english(float(headlines.loc['contract_fte', 'waarde']), 2)} fte" in README


def test_first_screen_holds_answers_commands_and_sources():
    first_screen = README.splitlines()[:30]
    text = "\n".join(first_screen)
    for expected in ("make reports", "make test", "data/raw", "aannames.csv", "47.67 fte"):
        assert expected in text


def test_make_targets_exist():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"(?:`|^)make ([a-z]+)", README, flags=re.MULTILINE))
    targets = set(re.findall(r"^([a-z]+):", makefile, flags=re.MULTILINE))
    assert {"reports", "test"} <= named <= targets


def test_commands_and_options_exist():
    from typer.main import get_command

    from analysis.cli import app

    commands = get_command(app).commands
    for name, options in re.findall(r"\| `werkboek ([a-z]+)([^`]*)`", README):
        known = {option for parameter in commands[name].params for option in parameter.opts}
        assert set(re.findall(r"--[a-z]+", options)) <= known


def test_links_inside_the_project_exist():
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        if "://" not in target:
            assert (ROOT / target).exists(), target
