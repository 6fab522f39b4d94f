"""A dossier that has ended gets its account: who kept it how long, who made it late (lateness is owned)."""

from lienthong.domain.dossiers.events import DossierEvent, DossierStopped, DossierWithdrawn, ResultSigned, StepCompleted
from lienthong.domain.lateness import services as lateness
from lienthong.kit.events import reacts_to


@reacts_to(StepCompleted, ResultSigned, DossierWithdrawn, DossierStopped)
def keep_account(event: DossierEvent) -> None:
    """Written once when there is a result, or when the handling ended without one; nothing while it runs."""
    lateness.keep_account(dossier_id=event.dossier_id)
