"""How far the run-off can be trusted: the past, the level, unused figures, ages, and intervals."""

from __future__ import annotations

import pandas as pd

from analysis.dutch import interval, number, percentage, quantity, sentence_case, signed
from analysis.frames import rows_of
from analysis.present import theme
from analysis.present.claim import Claim, Number
from analysis.present.figure import Figure
from analysis.present.table import Column, Table
from analysis.provenance import Provenance, Quantity
from analysis.questions.local_runoff import START_YEAR
from analysis.questions.wsw_backtest import LINE, MODEL, backtest_provenance, held_out
from analysis.questions.wsw_checks import (
    STUDY_DRIFT,
    STUDY_HEADS,
    STUDY_SITES,
    age_effect,
    closed_form_check,
    coverage_study,
)
from analysis.questions.wsw_runoff import WswRunoff

STUDY = Provenance.of("aanname", ["A01", "A11", "A12"])


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
        f"Het model zat hoogstens {percentage(own)} naast latere cijfers",
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
        "jaarrapporten, en de AOW-leeftijd is het pad dat het werkelijk is geworden.",
    )


def backtest_claims(result: WswRunoff) -> tuple[Claim, ...]:
    """What looking back shows, and what four points can't separate."""
    first = [result.backtest_error("2016 en 2017", year) for year in (2020, 2022)]
    second = result.backtest_error("2017 en 2020", 2022)
    line = result.backtest_error("2017 en 2020", 2022, LINE)
    return (
        Claim(
            "Geijkt op alleen 2016 en 2017 zit het model {near} naast het cijfer van 2020 en {far} "
            "naast dat van 2022; geijkt op 2017 en 2020 zit het {last} naast 2022 (een minteken "
            "betekent te laag). Bij die laatste proef zit een rechte lijn er {line} naast: over "
            "korte tijd is een eenvoudige methode soms even goed.",
            line=Number(line, (-3, 3)),
            near=Number(first[0], (-2, 2)),
            far=Number(first[1], (-3, 3)),
            last=Number(second, (-1, 1)),
        ),
        Claim(
            "Met {points} gepubliceerde jaargemiddelden is niet te onderscheiden of mensen later "
            "vertrekken door de AOW-leeftijd, of dat het vertrek langzaam verschuift: beide passen "
            "even goed, en daarom wordt alleen het niveau geschat en niet de oorzaak.",
            points=Number(_average_points(result), (4, 12)),
        ),
    )


def _average_points(result: WswRunoff) -> Quantity:
    rows = result.backtest
    seen = set(rows["jaar"]) | {int(year) for fit in rows["geijkt"] for year in fit.split(" en ")}
    return Quantity.exact(float(len(seen)), "aantal", result.nation.provenance)


def level_figure(result: WswRunoff) -> Figure:
    """The level of leaving before and after the totals were seen."""
    nation = result.nation
    mean, low, high = nation.level
    table = pd.DataFrame({"niveau": nation.theta, "vooraf": nation.prior, "na": nation.weights})
    return Figure(
        "q4-niveau",
        f"Het landelijke vertrekniveau is geijkt op {number(mean, 2)} keer de aanname",
        "Kans per niveau van vertrek zonder pensioen (1 = zoals vooraf aangenomen), Nederland, "
        "2015–2022",
        f"Vooraf lag het niveau rond 1; na het zien van de totalen ligt het rond "
        f"{number(mean, 2)}, met een marge van {number(low, 2)} tot {number(high, 2)}.",
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
        "Cijfers die niet zijn gebruikt om te ijken, naast het model",
        rows,
        (
            Column("wat", "Wat (landelijk)"),
            Column("jaar", "Jaar", "jaar"),
            Column("bron_tekst", "Gepubliceerd"),
            Column("model_tekst", "Model"),
            Column("id", "Herkomst", ids=True),
        ),
        backtest_provenance(result.book, result.nation),
        note="Het aandeel van de drie oorzaken in 2017 sluit niet aan; in 2020 en 2022 wel. Of dat "
        "aan het cijfer van 2017 ligt of aan het model, is met totalen niet vast te stellen.",
    )


def _places(unit: str) -> int:
    return 0 if unit == "pers" else 1


def age_table(result: WswRunoff) -> Table:
    """What other ages would make of the same people."""
    rows = age_effect(result.book, result.nation, result.local)
    return Table(
        "q4-leeftijd",
        f"Wat een andere leeftijdsopbouw doet, {result.area_name}",
        rows,
        (
            Column("opbouw", "Leeftijden bij KonnecteD"),
            Column("personen_2030", "Personen 2030", "pers"),
            Column("personen_2040", "Personen 2040", "pers"),
            Column("jaar_half", f"Helft van {START_YEAR} over in", "jaar"),
        ),
        result.local.provenance,
        note="Verwachte aantallen, alle andere aannames op hun midden. De laatste rij laat zien "
        "wat er misgaat als klassen van tien jaar gelijk worden verdeeld.",
    )


def closed_form_table(result: WswRunoff) -> Table:
    """The closed form and its simulation, and how much doubt each source adds."""
    start = result.local.heads_in(START_YEAR)
    rows = closed_form_check(result.book, result.nation, round(start.value))
    full = [result.local.heads_in(int(year)) for year in rows["jaar"]]
    rows["afwijking_tekst"] = [signed(value, 1) for value in rows["afwijking"]]
    for name in ("exact", "simulatie", "niveau"):
        rows[name] = [
            interval(row[f"{name}_laag"], row[f"{name}_hoog"], "aantal") for row in rows_of(rows)
        ]
    rows["alles"] = [interval(heads.low, heads.high, "aantal") for heads in full]
    return Table(
        "q4-exact",
        f"Formule en simulatie naast elkaar, {number(start.value)} personen van bekende leeftijd",
        rows,
        (
            Column("jaar", "Jaar", "jaar"),
            Column("verwacht", "Formule", "pers", 1),
            Column("gesimuleerd", "Simulatie", "pers", 1),
            Column("afwijking_tekst", "Verschil (standaardfouten)"),
            Column("exact", "Marge: toeval, formule"),
            Column("simulatie", "Marge: toeval, simulatie"),
            Column("niveau", "Marge: ook het niveau"),
            Column("alles", "Marge: alle twijfel"),
        ),
        result.local.provenance,
        note="De formule is exact gegeven de aannames; een verschil tot vier standaardfouten hoort "
        "bij trekken. Van links naar rechts komt er twijfel bij: eerst alleen toeval per persoon, "
        "dan het onbekende plaatselijke niveau, en ten slotte alles, ook de onbekende leeftijden.",
    )


def coverage_table(result: WswRunoff) -> Table:
    """How often a 90% interval held on made-up sites."""
    rows = coverage_study(result.book, result.nation)
    columns = [Column(f"jaar_{ahead}", f"Na {ahead} jaar", "pct", 0) for ahead in (1, 5, 10)]
    return Table(
        "q4-dekking",
        f"Hoe vaak een marge van 90% klopt, op {number(STUDY_SITES)} nagebootste bedrijven",
        rows,
        (Column("wereld", "Wereld"), Column("methode", "Methode"), *columns),
        STUDY,
        note=f"Nagebootst, geen werkelijke bedrijven: {STUDY_HEADS} personen, vijf jaareinden "
        f"gezien. In de tweede wereld groeit het vertrek elk jaar ongemerkt met "
        f"{percentage(100 * STUDY_DRIFT, 0)}. Bij 90% is een marge eerlijk; lager is te zeker. "
        "Marges zijn naar buiten op hele personen afgerond.",
    )
