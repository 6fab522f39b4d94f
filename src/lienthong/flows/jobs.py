"""Loads every story, so that the worker knows the reactions (nạp các phản ứng)."""

from lienthong.flows import (
    agencies_change,
    agencies_together,
    delegations,
    dossier_assignments,
    dossier_interruptions,
    dossier_lifecycle,
    lateness_owned,
    lateness_told,
    paper_and_results,
    payment_of_fees,
    people_and_seats,
    postal_deliveries,
    procedures_change,
    public_figures,
    signing_pile,
    vault_of_papers,
)

__all__ = [
    "agencies_change",
    "agencies_together",
    "delegations",
    "dossier_assignments",
    "dossier_interruptions",
    "dossier_lifecycle",
    "lateness_owned",
    "lateness_told",
    "paper_and_results",
    "payment_of_fees",
    "people_and_seats",
    "postal_deliveries",
    "procedures_change",
    "public_figures",
    "signing_pile",
    "vault_of_papers",
]
