"""Would the national model have been right, what it learnt, and figures that it did not use."""

from __future__ import annotations

import pandas as pd

from analysis.dutch import number, percentage, quantity, sentence_case
from analysis.frames import rows_of
from analysis.present import theme
from analysis.present.claim import Claim, Number
from analysis.present.figure import Figure
from analysis.present.table import Column, Table
from analysis.provenance import Provenance, Quantity
from analysis.questions.national_totals import AVERAGE
from analysis.questions.wsw_backtest import LINE, MODEL, backtest_provenance, held_out
from analysis.questions.wsw_runoff import WswRunoff


def backtest_figure(result: WswRunoff) -> Figure:
    """The error of each method on years that it had not seen."""
    table = result.backtest
    rows = table.assign(
        proef=[f"{row['geijkt']} gezien, {row['jaar']} voorspeld" for row in rows_of(table)]
    )
    trials = list(dict.fromkeys(rows["proef"]))
    own = rows.loc[rows["methode"] == MODEL, "fout_pct"].abs().max()
    return Figure(
        "q4-terugkijken",
        f"Landelijk zat het model bij terugkijken hoogstens {percentage(own)} naast het cijfer",
        "Fout van de voorspelling (% van het werkelijke aantal arbeidsjaren), Nederland, 2020–2022",
        "; ".join(
            f"{sentence_case(str(name))}: "
            f"{', '.join(percentage(value) for value in part['fout_pct'])}"
            for name, part in rows.groupby("methode", sort=False)
        )
        + f" (in de volgorde {'; '.join(trials)}).",
        rows,
        (
            Column("geijkt", "Gezien"),
            Column("methode", "Methode"),
            Column("jaar", "Voorspeld jaar", "jaar"),
            Column("voorspeld", "Voorspeld", "arbeidsjaren"),
            Column("laag", "Laag", "arbeidsjaren", missing=""),
            Column("hoog", "Hoog", "arbeidsjaren", missing=""),
            Column("werkelijk", "Gepubliceerd", "arbeidsjaren"),
            Column("fout_pct", "Fout", "pct"),
        ),
        [
            {
                "type": "bar",
                "orientation": "h",
                "name": str(name),
                "y": [theme.wrapped(trial, 18) for trial in part["proef"]],
                "x": [float(value) for value in part["fout_pct"]],
                "text": [percentage(value) for value in part["fout_pct"]],
                "textposition": "outside",
                "cliponaxis": False,
                "marker": {"color": colour, "pattern": {"shape": pattern}},
                "hovertemplate": "%{y}: %{text}<extra>" + str(name) + "</extra>",
            }
            for (name, part), colour, pattern in zip(
                rows.groupby("methode", sort=False), theme.PALETTE, theme.PATTERNS, strict=False
            )
        ],
        theme.layout(
            560,
            barmode="group",
            xaxis=theme.value_axis("fout (%)", range=[-5, 12]),
            yaxis=theme.category_axis(),
        ),
        backtest_provenance(result.book, result.nation),
        note="Een fout boven nul betekent: te veel mensen voorspeld. De oude verwachting dateert "
        "van de start van de Participatiewet. De leeftijdsopbouw van 2015 komt deels uit latere "
        "jaarrapporten, en de AOW-leeftijd is het pad dat het werkelijk is geworden. Ook de "
        "aannames over vertrek zijn gemaakt toen de latere jaren al bekend waren.",
    )


def backtest_claims(result: WswRunoff) -> tuple[Claim, ...]:
    """What looking back shows, and what four points can't separate."""
    first = [result.backtest_error("2016 en 2017", year) for year in (2020, 2022)]
    second = result.backtest_error("2017 en 2020", 2022)
    line = result.backtest_error("2017 en 2020", 2022, LINE)
    return (
        Claim(
            f"Geijkt op alleen 2016 en 2017 zit het model {{near}} {_side(first[0])} voor 2020 en "
            f"{{far}} {_side(first[1])} voor 2022; geijkt op 2017 en 2020 zit het {{last}} "
            f"{_side(second)} voor 2022. Bij die laatste proef zit een rechte lijn er maar "
            "{line} naast: over korte tijd is een eenvoudige methode soms even goed.",
            line=Number(_size(line), (0, 0.7)),
            near=Number(_size(first[0]), (0, 2)),
            far=Number(_size(first[1]), (0, 3)),
            last=Number(_size(second), (0, 1)),
        ),
        Claim(
            "Met {points} gepubliceerde jaargemiddelden is niet te onderscheiden of mensen later "
            "vertrekken door de AOW-leeftijd, of dat het vertrek langzaam verschuift: beide passen "
            "even goed, en daarom wordt alleen het niveau geschat en niet de oorzaak.",
            points=Number(_average_points(result), (4, 12)),
        ),
    )


def _average_points(result: WswRunoff) -> Quantity:
    rows = result.nation.points.known(AVERAGE).table
    return Quantity.exact(float(len(rows)), "aantal", Provenance.of("afgeleid", rows["id"]))


def _size(error: Quantity) -> Quantity:
    return Quantity.exact(abs(error.value), error.unit, error.provenance)


def _side(error: Quantity) -> str:
    return "te laag" if error.value < 0 else "te hoog"


def level_figure(result: WswRunoff) -> Figure:
    """The level of leaving before and after the totals were seen."""
    nation = result.nation
    mean, low, high = nation.level
    as_assumed = "mogelijk" if low <= 1 <= high else "niet aannemelijk"
    table = pd.DataFrame({"niveau": nation.theta, "vooraf": nation.prior, "na": nation.weights})
    return Figure(
        "q4-niveau",
        f"Landelijk vertrek: {number(mean, 2)} keer wat vooraf is aangenomen",
        "Kans per niveau van vertrek zonder pensioen (1 = zoals vooraf aangenomen), Nederland, "
        "2015–2022",
        f"Vooraf lag het niveau rond 1; na het zien van de totalen ligt het rond "
        f"{number(mean, 2)}, met een marge van {number(low, 2)} tot {number(high, 2)}; "
        f"1, dus zoals aangenomen, blijft {as_assumed}.",
        table,
        (
            Column("niveau", "Niveau", "verhouding", 2),
            Column("vooraf", "Kans vooraf", "verhouding", 3),
            Column("na", "Kans na ijking", "verhouding", 3),
        ),
        [
            theme.line(table["niveau"], table["vooraf"], "vooraf (aanname)", theme.GREY, "dot"),
            theme.line(table["niveau"], table["na"], "na ijking op de totalen", theme.BLUE),
        ],
        theme.layout(
            440,
            xaxis=theme.value_axis("niveau", tickformat=",.1f"),
            yaxis=theme.zero_axis("kans", tickformat=",.2f"),
        ),
        nation.provenance,
        note=f"De ijking rust op {number(nation.exits)} arbeidsjaren die tussen het eerste en het "
        "laatste gepubliceerde punt zijn verdwenen. De marge blijft breed: een hoger niveau en "
        "lagere aannames over sterfte, ziekte en overig vertrek geven hetzelfde totaal. De "
        "totalen zeggen niets over de verdeling over oorzaken.",
    )


def held_out_table(result: WswRunoff) -> Table:
    """Published figures that were not used, beside what the model makes of them."""
    rows = held_out(result.book, result.nation)
    texts = [
        (
            quantity(row["gepubliceerd"], row["eenheid"], _places(row["eenheid"])),
            quantity(row["model"], row["eenheid"], _places(row["eenheid"])),
        )
        for row in rows_of(rows)
    ]
    rows[["bron_tekst", "model_tekst"]] = texts
    return Table(
        "q4-niet-gebruikt",
        "Cijfers waarop het niveau niet is geijkt, naast het model",
        rows,
        (
            Column("wat", "Wat (landelijk)"),
            Column("jaar", "Jaar", "jaar"),
            Column("bron_tekst", "Gepubliceerd"),
            Column("model_tekst", "Model"),
            Column("id", "Herkomst", ids=True),
        ),
        backtest_provenance(result.book, result.nation),
        note="De gemiddelde leeftijd van 2015 is afgeleid van die van 2022; getoetst is daar "
        "alleen de stijging. Bij aanname A08 is naar de redenen van vertrek in 2020 en 2022 "
        "gekeken.",
    )


def _places(unit: str) -> int:
    return 0 if unit == "pers" else 1
