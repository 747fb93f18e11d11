"""The answer to deelvraag 4 in five sentences a council member can repeat."""

from __future__ import annotations

from analysis.frames import rows_of
from analysis.present.claim import Claim, Number
from analysis.present.wsw_money import PERIOD, millions
from analysis.provenance import Provenance, Quantity
from analysis.questions.local_runoff import PUBLISHED, START_YEAR
from analysis.questions.national_totals import AVERAGE
from analysis.questions.wsw_money import FIRST_YEAR
from analysis.questions.wsw_runoff import WswRunoff
from analysis.questions.wsw_sensitivity import HEADS_YEAR


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
    first, last = (
        Quantity.exact(row["getal"], "arbeidsjaren", Provenance.of(row["basis"], [row["id"]]))
        for row in (rows_of(points)[0], rows_of(points)[-1])
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
        f"Volgens een nieuwsbericht had Sallcon in {START_YEAR} {{known}} SW’ers in dienst, voor "
        f"beide gemeenten samen; in {result.area_name} zijn het er eind {FIRST_YEAR} naar "
        "schatting {now} (marge {now_band}), eind 2030 {soon} ({soon_band}) en eind 2040 {late} "
        "({late_band}).",
        known=Number(known, (848, 848), bare=True),
        now=Number(now, (0.35 * start, 0.75 * start), bare=True),
        now_band=Number(now, (0.35 * start, 0.75 * start), band=True),
        soon=Number(soon, (0.2 * start, 0.55 * start), bare=True),
        soon_band=Number(soon, (0.2 * start, 0.55 * start), band=True),
        late=Number(late, (0.03 * start, 0.3 * start), bare=True),
        late_band=Number(late, (0.03 * start, 0.3 * start), band=True),
    )


def years_claim(result: WswRunoff) -> Claim:
    """When few are left, and the last one."""
    ten, none = (result.local.year_of(left) for left in (10, 0))
    numbers = {
        "ten": Number(ten, (2020, 2070)),
        "ten_band": Number(ten, (2020, 2070), band=True),
        "none": Number(none, (2035, 2075)),
        "none_band": Number(none, (2035, 2075), band=True),
        "gone": Number(result.book.number("N24-wsw-einde"), (2048, 2048)),
    }
    opening = "Vanaf {ten} zijn er naar schatting hoogstens tien mensen over (marge {ten_band}); "
    if result.local.heads_in(START_YEAR).low > SMALL_GROUP:
        hundred = result.local.year_of(100)
        numbers |= {
            "hundred": Number(hundred, (2020, 2065)),
            "hundred_band": Number(hundred, (2020, 2065), band=True),
        }
        opening = (
            "Vanaf {hundred} zijn er naar schatting hoogstens honderd mensen over (marge "
            "{hundred_band}), vanaf {ten} hoogstens tien ({ten_band}); "
        )
    return Claim(
        f"{opening}de laatste vertrekt rond {{none}} ({{none_band}}), terwijl het rijksgeld voor "
        "de Wsw volgens een samenvatting rond {gone} ongeveer nul is.",
        None,
        **numbers,
    )


SMALL_GROUP = 200
"""Below this number in the start year the year with a hundred left says nothing."""


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
    price = money.state_amount(FIRST_YEAR)
    wage = money.per_unit(money.money.wages, FIRST_YEAR)
    level = result.book.parameters.prijspeil
    return Claim(
        f"De rijksbijdrage is in {FIRST_YEAR} landelijk naar schatting {{price}} (marge "
        "{price_band}); de lonen zijn {wage} ({wage_band}; loonpeil "
        f"{level}). Over {PERIOD} is het verschil samen {{total}} (marge {{band}}): {ending}",
        result.book.number("K47").provenance,
        price=Number(price, (20_000, 50_000)),
        price_band=Number(price.in_unit("eur"), (20_000, 50_000), band=True),
        wage=Number(wage, (20_000, 50_000)),
        wage_band=Number(wage.in_unit("eur"), (20_000, 50_000), band=True),
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
        f"Vraag eerst drie dingen: {first}; {second}; en {third}. Dan blijft van de marge om "
        f"het aantal mensen in {HEADS_YEAR} nog {{heads}} over, en van die om het resultaat "
        "{money}.",
        heads=Number(heads, (0, 100), decimals=0),
        money=Number(money, (0, 100), decimals=0),
    )
