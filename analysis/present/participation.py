"""The whole group of the Participatiewet in tables: flows, people, money, rules and functions."""

from __future__ import annotations

from analysis.dutch import MISSING, interval, number, percentage, quantity
from analysis.frames import rows_of
from analysis.present.claim import Claim, Number
from analysis.present.finance import known_table
from analysis.present.table import Column, Table
from analysis.provenance import Provenance, combine
from analysis.questions import beschut_money as money
from analysis.questions import participation as group
from analysis.questions.beschut import TARGET_YEAR
from analysis.questions.horizon import Horizon

SER = Provenance.of("afspraak", ["ser_functionaliteiten.csv", "ser_invulling.csv", "taken.csv"])
STATE_LEGEND = "Rijksbijdrage is een bate en een tekort een last; beide staan als positief bedrag."


def flows_table(result: Horizon) -> Table:
    """What the agreement gives as stock or flow, by municipality."""
    rows = group.flows_table(result.book)
    stock, _ = group.lks_stock(result.book, TARGET_YEAR)
    target = result.by_area("deventer").target
    asked = {
        "D33": f"{number(stock.value)} als de instroom zo blijft",
        "D37": f"{number(target.value)} ({interval(target.low, target.high, 'aantal')})",
    }
    return Table(
        "q3-stromen",
        f"Wat de DVO 2023 aan aantallen geeft, en wat {TARGET_YEAR} vraagt",
        rows.assign(
            olst_wijhe="niet gevonden",
            later=[asked.get(name, "niet gevonden") for name in rows["id"]],
        ),
        (
            Column("wat", "Groep"),
            Column("soort", "Stand of stroom"),
            Column("aantal", "Deventer", "pers"),
            Column("later", f"Deventer in {TARGET_YEAR}"),
            Column("olst_wijhe", "Olst-Wijhe"),
            Column("id", "Herkomst", ids=True),
        ),
        Provenance.of("afspraak", [name for name, *_ in group.FLOWS])
        | stock.provenance
        | target.provenance,
        note="Afspraken en geen metingen. Groepen kunnen overlappen en worden niet opgeteld. Een "
        "DVO van Olst-Wijhe is niet gevonden; van beschut werk zou de verwachting daar ongeveer "
        f"{number(result.by_area('olst-wijhe').target.value)} mensen vragen.",
    )


def flow_claims(result: Horizon) -> tuple[Claim, ...]:
    """What the agreed flow with loonkostensubsidie leads to."""
    stock, balance = group.lks_stock(result.book, TARGET_YEAR)
    start = result.book.number(group.LKS_STOCK)
    new = result.book.number(group.LKS_NEW)
    return (
        Claim(
            "Gaat de afspraak van {new} nieuwe mensen met loonkostensubsidie per jaar door, dan "
            f"gaat hun aantal in Deventer van {{start}} naar ongeveer {{then}} in {TARGET_YEAR} "
            "(marge {band}, naar gelang hoeveel er stoppen); in evenwicht zijn het er {balance}.",
            new=Number(new, (30, 30), bare=True),
            start=Number(start, (204, 204), bare=True),
            then=Number(stock, (120, 450), bare=True),
            band=Number(stock, (120, 450), band=True),
            balance=Number(balance, (120, 650), band=True),
        ),
    )


def origin_table(result: Horizon) -> Table:
    """Where the needed inflow would come from."""
    rows = group.origin_table(result.book, result.need)
    return Table(
        "q3-herkomst",
        f"Waar de benodigde instroom vandaan zou komen, {result.area_name}",
        rows,
        (
            Column("herkomst", "Herkomst"),
            Column("aandeel_pct", "Aandeel (landelijk)", "pct", 0),
            Column("aantal", "Per jaar (personen)", "pers", 1),
        ),
        combine(
            [result.need.provenance]
            + [result.book.number(name).provenance for name, _ in group.SOURCES]
        ).derived(),
        note="De aandelen komen uit een landelijke steekproef van mensen die al in beschut werk "
        "waren; of ze hier gelden, is niet bekend.",
    )


def population_table(result: Horizon) -> Table:
    """Counted and forecast inhabitants, with the year of the forecast."""
    rows = group.population_table(result.book)
    return Table(
        "q3-inwoners",
        "Inwoners, geteld en verwacht",
        rows,
        (
            Column("gemeente", "Gemeente"),
            Column("jaar", "Jaar", "jaar"),
            Column("soort", "Soort"),
            Column("aantal", "Inwoners", "pers"),
            Column("id", "Herkomst", ids=True),
        ),
        combine(result.book.number(name).provenance for name, *_ in group.POPULATION),
        note=f"De prognose die in 2018/19 voor {TARGET_YEAR} is gemaakt, was in "
        f"{group.LAST_COUNT} al ingehaald. Volgens een prognose van 2019 krimpt de groep van 20 "
        "tot en met 64 jaar; volgt de behoefte die leeftijd, dan komt zij lager uit. Een getal is "
        "daarvoor niet gevonden. Nieuwere prognoses bestaan; de getallen zijn nog niet opgehaald.",
    )


def scenario_table(result: Horizon) -> Table:
    """What another population forecast would make of the target."""
    rows = group.population_scenarios(result.book, result.need)
    return Table(
        "q3-bevolking-scenario",
        f"Als de behoefte met de bevolking meegroeit, {result.area_name}",
        rows,
        (
            Column("bevolking", f"Bevolking in {TARGET_YEAR}"),
            Column("inwoners", "Inwoners Deventer", "pers"),
            Column("aantal", "Beschut werk (personen)", "pers"),
        ),
        combine(
            [result.need.provenance]
            + [result.book.number(name).provenance for name, *_ in group.POPULATION]
        ).derived(),
        note="Een gedachteproef: het aantal in beschut werk in verhouding tot de inwoners van "
        "Deventer, als de verwachting met die prognose was gemaakt. Dat laatste is niet "
        "bekend.",
    )


def money_table(result: Horizon) -> Table:
    """State money and shortfall for beschut werk in chosen years."""
    years = tuple(year for year in (2025, 2030, 2035, TARGET_YEAR) if year <= result.horizon)
    rows = money.place_money(result.book, result.need, years)
    thousands = rows.assign(
        rijk=rows["rijk"] / 1000,
        tekort=rows["tekort"] / 1000,
        marge=[
            interval(row["tekort_laag"] / 1000, row["tekort_hoog"] / 1000, "aantal")
            for row in rows_of(rows)
        ],
    )
    return Table(
        "q3-geld",
        f"Rijksgeld en tekort voor beschut werk, {result.area_name}, bedragen x € 1.000, loonpeil "
        f"{result.book.parameters.prijspeil}",
        thousands,
        (
            Column("jaar", "Jaar", "jaar"),
            Column("personen", "Personen", "pers"),
            Column("plekken", "Plekken", "plekken"),
            Column("rijk", "Rijksbijdrage", "eur_x1000"),
            Column("tekort", "Tekort", "eur_x1000"),
            Column("marge", "Marge van het tekort"),
        ),
        money.money_provenance(result.book, result.need),
        note=f"{STATE_LEGEND} Het bedrag per plek komt alleen uit een samenvatting die door een "
        "computer is gemaakt. Het tekort per fte is een aanname met het landelijke cijfer van "
        f"{money.GAP_PRICES} als midden; € 0 betekent geen tekort, terwijl de nota het rijksgeld "
        "ontoereikend noemt.",
    )


def company_table(result: Horizon) -> Table:
    """National money for the companies by year, and the first municipality's part."""
    rows = money.company_money(result.book)
    yearly = result.book.series(money.INFRASTRUCTURE).set_index("periode")["getal"]
    structural = float(yearly["structureel"])
    return Table(
        "q3-impuls",
        f"Rijksgeld voor sociaal ontwikkelbedrijven tot en met {rows['jaar'].iloc[-1]}",
        rows.assign(deel=rows["deel"] / 1000),
        (
            Column("jaar", "Jaar", "jaar"),
            Column("impuls", "Impuls", "eur_mln", 1),
            Column("infrastructuur", "Infrastructuur", "eur_mln", 1),
            Column("basis", "Basis landelijk"),
            Column("deel", "Deel Deventer (aanname)", "eur_x1000"),
        ),
        money.company_provenance(result.book),
        note=f"{STATE_LEGEND} Impuls en infrastructuur landelijk in miljoen euro, het deel in "
        "duizend euro. Het impulsbudget gaat via het doelgroepregister naar de grootste gemeente "
        "van een samenwerking; dat Deventer "
        f"{percentage(result.book.number(money.SHARE).value)} krijgt, is een aanname. De bijdrage "
        f"voor de infrastructuur loopt op naar {quantity(structural, 'eur_mln')} per jaar; vanaf "
        "welk jaar is niet gevonden.",
    )


def rules_table(result: Horizon) -> Table:
    """How the BUIG model treats each municipality."""
    return known_table(
        result.book,
        "q3-buig",
        "Opmerkingen bij de BUIG, het rijksgeld voor uitkeringen en loonkostensubsidie",
        group.FUNDING,
        dated=False,
    )


def functions_table(result: Horizon, area: str) -> Table:
    """The eight SER-functionaliteiten: which exist, by whom and for whom."""
    rows = result.book.table("ser_invulling").query("gebied == @area")
    names = result.book.table("ser_functionaliteiten").set_index("id")
    place = result.book.table("gebieden").set_index("id")["naam"][area]
    known = int((rows["stand"] != "onbekend").sum())
    return Table(
        f"q3-ser-{area}",
        f"De acht functionaliteiten van de SER in {place}: voor {number(known)} van "
        f"{number(len(rows))} is iets gevonden",
        rows.assign(
            uitvoerder=rows["uitvoerder"].replace("", MISSING),
            doelgroep=rows["doelgroep"].replace("", MISSING),
            nummer=[int(names["nummer"][name]) for name in rows["functionaliteit"]],
            functie=[str(names["functionaliteit"][name]) for name in rows["functionaliteit"]],
        ).sort_values("nummer"),
        (
            Column("nummer", "Nr", "jaar"),
            Column("functie", "Functionaliteit"),
            Column("stand", "Stand"),
            Column("uitvoerder", "Door wie"),
            Column("doelgroep", "Voor wie"),
            Column("toelichting", "Waaruit dat blijkt"),
        ),
        SER,
        note="Afgesproken: staat zo in de DVO 2023, wat nog geen waarneming is. Deels: afgesproken "
        "voor een deel van de groep. Lezingen verschillen: de nota spreekt zichzelf tegen. "
        "Onbekend: in de gelezen stukken niet gevonden; dat betekent niet dat het er niet is.",
    )
