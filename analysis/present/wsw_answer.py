"""The answer to deelvraag 4 in five sentences a council member can repeat."""

from __future__ import annotations

from analysis.present.claim import Claim, Number
from analysis.present.wsw_money import PERIOD, millions
from analysis.provenance import Quantity
from analysis.questions.local_runoff import PUBLISHED, START_YEAR
from analysis.questions.national_totals import AVERAGE
from analysis.questions.wsw_money import FIRST_YEAR
from analysis.questions.wsw_runoff import WswRunoff


def answer_claims(result: WswRunoff) -> tuple[Claim, ...]:
    """The five sentences: nation, heads, years, money, and what to ask first."""
    return (
        national_claim(result),
        heads_claim(result),
        years_claim(result),
        money_claim(result),
        asking_claim(result),
    )


def national_claim(result: WswRunoff) -> Claim:
    """The national group, past and ahead."""
    points = result.nation.points.known(AVERAGE).table.sort_values("jaar")
    provenance = result.nation.provenance
    first, last = (
        Quantity.exact(float(points["getal"].iloc[place]), "arbeidsjaren", provenance)
        for place in (0, -1)
    )
    later = result.national_average(2040)
    years = points["jaar"]
    return Claim(
        f"Landelijk daalde de Wsw van gemiddeld {{first}} in {years.iloc[0]} naar {{last}} in "
        f"{years.iloc[-1]}, en dat is {{short}} minder dan het Rijk bij de start van de "
        "Participatiewet verwachtte; in 2040 zijn het er naar verwachting {later} (marge {band}).",
        short=Number(result.book.number("N09-onder-verwachting"), (5_034, 5_034), bare=True),
        first=Number(first, (83_000, 83_050), bare=True),
        last=Number(last, (50_000, 59_000)),
        later=Number(later, (8_000, 13_500), bare=True),
        band=Number(later, (8_000, 13_500), band=True),
    )


def heads_claim(result: WswRunoff) -> Claim:
    """The local heads in three years."""
    book, local = result.book, result.local
    known = book.number(PUBLISHED)
    start = local.heads_in(START_YEAR).value
    now, soon, late = (local.heads_in(year) for year in (FIRST_YEAR, 2030, 2040))
    return Claim(
        f"In {START_YEAR} werkten er {{known}} mensen in de Wsw voor beide gemeenten samen; in "
        f"{result.area_name} zijn het er eind {FIRST_YEAR} naar schatting {{now}} (marge "
        "{now_band}), eind 2030 {soon} ({soon_band}) en eind 2040 {late} ({late_band}).",
        known=Number(known, (848, 848), bare=True),
        now=Number(now, (0.45 * start, 0.65 * start), bare=True),
        now_band=Number(now, (0.45 * start, 0.65 * start), band=True),
        soon=Number(soon, (0.25 * start, 0.45 * start), bare=True),
        soon_band=Number(soon, (0.25 * start, 0.45 * start), band=True),
        late=Number(late, (0.06 * start, 0.2 * start), bare=True),
        late_band=Number(late, (0.06 * start, 0.2 * start), band=True),
    )


def years_claim(result: WswRunoff) -> Claim:
    """When few are left, and the last one."""
    hundred, ten, none = (result.local.year_of(left) for left in (100, 10, 0))
    return Claim(
        "Hoogstens honderd mensen zijn er over vanaf {hundred} (marge {hundred_band}), hoogstens "
        "tien vanaf {ten} ({ten_band}); de laatste vertrekt rond {none} ({none_band}), terwijl het "
        "rijksgeld voor de Wsw volgens een samenvatting rond 2048 ongeveer nul is.",
        result.book.number("N24-wsw-einde").provenance,
        hundred=Number(hundred, (2016, 2050)),
        hundred_band=Number(hundred, (2016, 2050), band=True),
        ten=Number(ten, (2030, 2066)),
        ten_band=Number(ten, (2030, 2066), band=True),
        none=Number(none, (2045, 2070)),
        none_band=Number(none, (2045, 2070), band=True),
    )


def money_claim(result: WswRunoff) -> Claim:
    """Whether it can do without a municipal contribution."""
    money = result.money
    total = millions(money.total())
    doubtful = total.low < 0 < total.high
    ending = (
        "of het zonder gemeentelijke bijdrage kan, is met wat bekend is dus niet te zeggen."
        if doubtful
        else f"dat wijst op een {'tekort' if total.value < 0 else 'overschot'}."
    )
    return Claim(
        f"De rijksbijdrage is in {FIRST_YEAR} naar schatting {{price}} en de lonen zijn {{wage}} "
        f"(loonpeil {result.book.parameters.prijspeil}); over {PERIOD} is het verschil samen "
        f"{{total}} (marge {{band}}): {ending}",
        result.book.number("K47").provenance,
        price=Number(money.per_unit(money.money.subsidy, FIRST_YEAR), (20_000, 50_000)),
        wage=Number(money.per_unit(money.money.wages, FIRST_YEAR), (20_000, 50_000)),
        total=Number(total, (-20, 20)),
        band=Number(total, (-20, 20), band=True),
    )


def asking_claim(result: WswRunoff) -> Claim:
    """What to ask first."""
    rows = result.asking
    first, second, third = (text[0].lower() + text[1:] for text in rows["gegeven"].iloc[:3])
    provenance = result.money.provenance
    heads, money = (
        Quantity.exact(float(rows[name].iloc[2]), "pct", provenance)
        for name in ("personen_pct", "resultaat_pct")
    )
    return Claim(
        f"Vraag drie dingen het eerst: {first}; {second}; en {third}. Dan blijft van de marge om "
        "het aantal mensen in 2030 nog {heads} over, en van die om het resultaat {money}.",
        heads=Number(heads, (0, 100), decimals=0),
        money=Number(money, (0, 100), decimals=0),
    )
