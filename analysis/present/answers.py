"""The answers so far, in sentences a council member can repeat."""

from __future__ import annotations

from analysis.present import (
    contract,
    horizon_answer,
    plan_answer,
    plan_claims,
    scenario_answer,
    wsw_answer,
)
from analysis.present.claim import Claim, Number
from analysis.questions.kostprijs import table_provenance
from analysis.questions.organisation import counted
from analysis.questions.overview import Overview
from analysis.sources.findings import Severity
from analysis.sources.ledger_checks import AMOUNTS
from analysis.sources.workbook import Workbook


def answer_claims(result: Overview) -> tuple[Claim, ...]:
    """The answers so far, in sentences."""
    book = result.book
    return (
        scenario_answer.decision_claim(book),
        *contract.budget_claims(result.photo)[:1],
        plan_claims.counts_claim(result.plan),
        plan_answer.documents_claim(result.plan),
        *(
            claim(result.runoff)
            for claim in (wsw_answer.heads_claim, wsw_answer.years_claim, wsw_answer.money_claim)
        ),
        *horizon_answer.answer_claims(result.horizon),
        *costing_claims(book),
        Claim(
            "Van wat nodig is om te kiezen ontbreken {gaps} gegevens, waarvan {own} in eigen "
            "systemen en jaarstukken van KonnecteD en de gemeenten; {findings} bevindingen op de "
            "bronnen zijn belangrijk.",
            gaps=Number(counted(len(result.gaps), "ontbrekend.csv"), (30, 40)),
            own=Number(counted(result.own_gaps, "ontbrekend.csv"), (15, 30)),
            findings=Number(
                counted(result.by_severity[Severity.BELANGRIJK], "bevindingen.csv"), (20, 50)
            ),
        ),
    )


def costing_claims(book: Workbook) -> tuple[Claim, ...]:
    """That the kostprijsmodel runs on an example, as long as it does."""
    provenance = table_provenance(book, AMOUNTS)
    if not provenance.made_up:
        return ()
    sentence = (
        "Het kostprijsmodel staat klaar, maar draait op een verzonnen voorbeeld: de bedragen "
        "per werksoort zijn niet openbaar, en met het echte grootboek verdwijnt het voorbeeld."
    )
    choice = (
        "De scenariokeuze is op datzelfde voorbeeld en op aannames van de makers uitgewerkt; welk "
        "scenario het beste is, valt daarmee niet te zeggen."
    )
    return (Claim(sentence, provenance), Claim(choice, provenance))
