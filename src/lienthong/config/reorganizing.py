"""Who moves what when agencies change (sắp xếp cơ quan): the movers of the apps, and what stays behind with its reason.

A new foreign key to an agency, a department or a seat stands either in the `covers` of its app's mover, or here with a reason.
`config/tests/test_reorganizing.py` walks all of them.
"""

from lienthong.domain.archive.services.reorganizing import MOVER as ARCHIVE
from lienthong.domain.copies.services.reorganizing import MOVER as COPIES
from lienthong.domain.correspondence.services.reorganizing import MOVER as CORRESPONDENCE
from lienthong.domain.dossiers.services.reorganizing import MOVER as DOSSIERS
from lienthong.domain.drafts.services.reorganizing import MOVER as DRAFTS
from lienthong.domain.lateness.services.reorganizing import MOVER as LATENESS
from lienthong.domain.ratings.services.reorganizing import MOVER as RATINGS
from lienthong.domain.scans.services.reorganizing import MOVER as SCANS
from lienthong.domain.tickets.services.reorganizing import MOVER as TICKETS
from lienthong.foundation.accounts.services.reorganizing import MOVER as ACCOUNTS
from lienthong.foundation.organizations.services import Mover, register_mover
from lienthong.foundation.postal.services.reorganizing import MOVER as POSTAL
from lienthong.foundation.signing.services.reorganizing import MOVER as SIGNING

MOVERS: dict[str, Mover] = {
    "accounts": ACCOUNTS,
    "signing": SIGNING,
    "postal": POSTAL,
    "dossiers": DOSSIERS,
    "scans": SCANS,
    "copies": COPIES,
    "tickets": TICKETS,
    "lateness": LATENESS,
    "correspondence": CORRESPONDENCE,
    "drafts": DRAFTS,
    "archive": ARCHIVE,
    "ratings": RATINGS,
}

# Moved or ended by the change itself, in organizations/services/carrying_out.py.
OWN = {
    "organizations.Agency.parent",
    "organizations.Department.agency",
    "organizations.Position.agency",
    "organizations.Position.department",
    "organizations.Delegation.giver",
    "organizations.Delegation.receiver",
    "organizations.Absence.position",
}

# Stays where it is, because it says what was.
HISTORICAL = {
    "organizations.FormerName.agency": "a name borne once",
    "organizations.Succession.predecessor": "the memory of the change itself",
    "organizations.Succession.successor": "the memory of the change itself",
    "organizations.Successor.agency": "the plan as it was decided",
    "organizations.Reorganization_sources.agency": "the plan as it was decided",
    "correspondence.RuleEdition.agency": "a successor rules for itself, or goes by the common rules",
    "correspondence.Register.agency": "numbers stay as they were written",
    "correspondence.Document.issuer": "who issued it, under the name of then",
    "correspondence.Document.registered_by": "who registered it, in the seat of then",
    "correspondence.DocumentTask.department": "the department itself is moved or ended",
    "correspondence.DocumentTask.given_by": "who gave it, in the seat of then",
    "correspondence.Outgoing.department": "the department itself is moved or ended",
    "correspondence.Outgoing.writer": "who wrote it, in the seat of then",
    "correspondence.Outgoing.signer": "who signed it, in the seat of then; unsigned ones go back to who wrote them",
    "correspondence.Outgoing.for_position": "for whom it was signed, in the seat of then",
    "correspondence.Recipient.agency": "who received it, as the agency of then",
    "correspondence.DocumentCopy.agency": "who certified it, as the agency of then",
    "correspondence.NotationSign.agency": "a successor says how it is written itself",
    "correspondence.NotationSign.department": "the department itself is moved or ended",
    "correspondence.DocumentLook.position": "what the seat of then was shown; the new seat looks again before it signs",
    "correspondence.Round.position": "who confirmed, in the seat of then",
    "correspondence.Opinion.by": "who said it, in the seat of then",
    "correspondence.WaitingArrival.sender": "who sent it, under the name of then",
    "correspondence.Telling.position": "who was told, in the seat of then",
    "drafts.Draft.department": "the department itself is moved or ended",
    "drafts.DraftTemplate.agency": "templates of an agency that is no more are read by the one that came after it",
    "drafts.DraftRecipient.agency": "for whom it was, under the name of then",
    "drafts.DraftRecipient.department": "for whom it was, under the name of then",
    "drafts.DraftVersion.written_by": "who wrote it, in the seat of then",
    "drafts.DraftComment.by": "who said it, in the seat of then",
    "drafts.DraftOpinion.department": "the department itself is moved or ended",
    "signing.AgencySigning.agency": "a successor sets its own level",
    "signing.Picture.agency": "the seal names the agency it was cut for",
    "archive.FileList.agency": "the list of a year as the agency of then approved it",
    "archive.ListEntry.department": "who was to keep the file, in the department of then",
    "archive.ListEntry.position": "who was to keep the file, in the seat of then",
    "archive.WorkFile.founder": "who opened it and gave its code, for the agency of then",
    "archive.WorkFile.department": "the department itself is moved or ended",
    "archive.FileShare.department": "the department itself is moved or ended",
    "archive.Handover.giver": "who gave, in the seat of then",
    "archive.Handover.receiver": "who received, in the seat of then",
    "archive.Reminder.position": "who was told, in the seat of then",
    "audit.AuditEntry.position": "who acted, in the seat of then",
    "audit.AuditEntry.for_position": "on whose behalf, in the seat of then",
    "reading.Mark.position": "who noted it, in the seat of then",
    "reading.Print.agency": "where it was printed, under the name of then",
    "reading.Print.position": "who printed it, in the seat of then",
    "registers.Lookup.position": "who asked a register, in the seat of then",
    "registers.Lookup.agency": "who asked a register, for the agency of then",
    "audit.AuditEntry.agency": "who acted, for the agency of then",
    "audit.AccessEntry.agency": "who looked, for the agency of then",
    "dossiers.Dossier.helped_agency": "where the applicant was helped, at the agency of then",
    "dossiers.Reception.agency": "where the person stood, at the agency of then; an unfinished one is begun anew",
    "dossiers.Reception.position": "who helped, in the seat of then",
    "dossiers.Handover.given_by": "who gave, in the seat of then",
    "dossiers.Handover.received_by": "who received, in the seat of then",
    "dossiers.ResultReturn.agency": "the counter that gave the result",
    "dossiers.ResultReturn.by": "who gave the result, in the seat of then",
    "dossiers.CollectionRule.agency": "a successor sets its own days",
    "dossiers.Matching.checked_by": "who compared, in the seat of then",
    "dossiers.Assignment.agency": "where work was shared out",
    "dossiers.Assignment.position": "who shared it out, in the seat of then",
    "dossiers.DossierStep.finished_by": "who finished the step, in the seat of then",
    "dossiers.Turn.holder": "who held the dossier then; a change of agencies adds a turn of its own",
    "dossiers.Turn.was_holder": "who held the dossier before",
    "dossiers.SupplementRequest.requested_by": "who asked, in the seat of then",
    "dossiers.Halt.began_by": "who stopped the clock, in the seat of then",
    "dossiers.Proposal.proposed_by": "who proposed, in the seat of then",
    "dossiers.Proposal.decided_by": "who decided, in the seat of then",
    "dossiers.Referral.sent_by": "who asked, in the seat of then",
    "dossiers.ChildWork.opened_by": "who asked, in the seat of then",
    "dossiers.Referral.answered_by": "who answered, in the seat of then",
    "dossiers.DraftVersion.made_by": "who saved the draft, in the seat of then",
    "dossiers.DraftReturn.made_by": "who sent the draft back, in the seat of then",
    "dossiers.Look.position": "what the seat of then was shown; the new seat looks again before it signs",
    "dossiers.SigningBatch.position": "who confirmed, in the seat of then",
    "payments.Shift.agency": "whose drawer it was, for the agency of then; an open one is closed from the successor",
    "payments.Shift.cashier_position": "who took the money, in the seat of then",
    "payments.Refund.agency": "who owes it, for the agency of then; the successor sees and pays it",
    "payments.CashReceipt.agency": "who took the money, for the agency of then",
    "payments.CashReceipt.taken_by_position": "who took the money, in the seat of then",
    "lateness.LatenessAccount.agency": "the agency that ended the dossier",
    "lateness.Objection.to_agency": "the unit that was charged instead, as it was decided",
    "lateness.Objection.made_by": "who objected, in the seat of then",
    "lateness.Objection.decided_by": "who decided, in the seat of then",
    "lateness.ReminderRule.agency": "rules of an ended agency hold for nobody; its successor has its own, or the common ones",
    "lateness.LatenessShare.agency": "who held it, as the agency of then",
    "lateness.LatenessShare.department": "who held it, in the department of then",
    "lateness.LatenessShare.position": "who held it, in the seat of then",
    "postal.Manifest.agency": "who handed parcels over, for the agency of then",
    "results.ResultTemplate.agency": "kept under the office that made it; its successor drafts from it until it has its own",
    "figures.Cell.agency": "figures as they were published",
    "ratings.Rating.agency": "people rated the agency that served them",
    "ratings.Asking.agency": "people are asked about the agency that served them",
    "signing.Certificate.agency": "a seal names its agency and is not used by another",
    "copies.CopyRule.agency": "the successor certifies by its own rule",
    "vault.VaultPaper.issuer_agency": "who issued it; its successor judges it by the archive it reads",
    "vault.Consent.agency": "which agency the owner trusted",
    "workdays.WorkingCalendar.agency": "promises made by it are explained by it",
}


def register_movers() -> None:
    """Called when the platform starts."""
    for name, mover in MOVERS.items():
        register_mover(name, mover)
