"""Open dossiers and filings follow their agency when agencies change (hồ sơ đi theo cơ quan kế thừa).

What is finished stays with the agency that finished it. Due dates, codes and derivations are not touched.
"""

import uuid
from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Q, QuerySet

from lienthong.domain.dossiers.choices import Decision, HandoverState, PaperPlace, ReferralState
from lienthong.domain.dossiers.events import DossierFollowedAgency
from lienthong.domain.dossiers.models import (
    Dossier,
    DossierStep,
    Filing,
    Handover,
    PaperPart,
    Proposal,
    Referral,
    SavedFilter,
)
from lienthong.domain.dossiers.services.handing_over import take_back
from lienthong.domain.dossiers.services.recording import keep_turns
from lienthong.foundation.audit import services as audit
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.organizations.services import Counts, Mover, Passage
from lienthong.kit.events import publish

DOSSIERS, FILINGS = "hồ sơ đang giải quyết", "bản khai chưa gửi"
PROPOSALS, REFERRALS = "đề xuất chờ lãnh đạo quyết định", "phiếu chuyển chờ trả lời"
PARTS, LISTS = "bản giấy của hồ sơ", "danh sách bàn giao đang mở (hủy, lập lại)"


def count_open_work(passage: Passage) -> Counts:
    """What `follow_agencies` would move."""
    counts = dict.fromkeys((DOSSIERS, FILINGS, PROPOSALS, REFERRALS, PARTS, LISTS), 0)
    for _, only, but in passage.routes():
        counts[DOSSIERS] += _dossiers(passage, only, but).count()
        counts[FILINGS] += _filings(passage, only, but).count()
        counts[PROPOSALS] += _proposals(passage, only, but).count()
        counts[REFERRALS] += _referrals(passage, only, but).count()
        counts[PARTS] += _parts(passage, only, but).count()
    counts[LISTS] = _open_lists(passage).count()
    return counts


def follow_agencies(passage: Passage) -> Counts:
    """Move open dossiers, their open steps and unsent filings; an act in the record of each dossier says from where to where."""
    counts = dict.fromkeys((DOSSIERS, FILINGS, PROPOSALS, REFERRALS, PARTS, LISTS), 0)
    counts[LISTS] = _take_lists_back(passage)
    for target, only, but in passage.routes():
        rows = list(
            _dossiers(passage, only, but)
            .select_for_update(of=("self",))
            .order_by("id")
            .values_list("id", "agency_id", "reception_agency_id", "code")
        )
        ids = [each[0] for each in rows]
        Dossier.objects.filter(id__in=ids, agency_id__in=passage.leaving).update(agency_id=target)
        Dossier.objects.filter(id__in=ids, reception_agency_id__in=passage.leaving).update(reception_agency_id=target)
        _open_steps().filter(dossier_id__in=ids, agency_id__in=passage.leaving).update(agency_id=target)
        names = organizations.names_of({target, *(each[1] for each in rows), *(each[2] for each in rows)})
        for dossier_id, agency_id, reception_id, code in rows:
            left = agency_id if agency_id in passage.leaving else reception_id
            audit.record(
                actor=passage.actor,
                verb="follow_agency",
                subject_type="dossier",
                subject_id=dossier_id,
                details={
                    "from": agency_id,
                    "reception_from": reception_id,
                    "to": target,
                    "note": f"Từ {names[left]} sang {names[target]}. Ngày hẹn trả giữ nguyên.",
                },
            )
            publish(
                DossierFollowedAgency(dossier_id=dossier_id, code=code, from_name=names[left], to_name=names[target])
            )
        counts[DOSSIERS] += len(rows)
        counts[FILINGS] += _filings(passage, only, but).update(agency_id=target)
        counts[PROPOSALS] += _proposals(passage, only, but).update(agency_id=target)
        asked = _lock_referred(passage, only, but)
        counts[REFERRALS] += _follow_referrals(passage, target, only, but)
        counts[PARTS] += _parts(passage, only, but).update(agency_id=target)
        # Once for all of them, when who holds what is settled.
        keep_turns(list({*ids, *asked}), verb="follow_agency")
    _follow_seats(passage)
    return counts


def open_fields(agencies: Sequence[int]) -> list[tuple[str, str, int]]:
    """(code, name, open dossiers) of the fields of administration with open dossiers at these agencies."""
    rows = Dossier.objects.open().filter(Q(agency_id__in=agencies) | Q(reception_agency_id__in=agencies))
    found = rows.values_list("procedure__field__code", "procedure__field__name").annotate(number=Count("id"))
    return list(found.order_by("procedure__field__name"))


def _follow_seats(passage: Passage) -> None:
    """What is named for a person goes with the person; where the person went elsewhere, the step waits for anybody with its role."""
    named = _open_steps().filter(assignee_id__in=list(passage.seats))
    for old in list(named.values_list("assignee_id", flat=True).distinct()):
        new = passage.seats[old]
        mine = _open_steps().filter(assignee_id=old)
        mine.exclude(agency_id=passage.seated[new]).update(assignee_id=None)
        mine.filter(agency_id=passage.seated[new]).update(assignee_id=new)
    for old in (
        SavedFilter.objects.filter(position_id__in=list(passage.seats)).values_list("position_id", flat=True).distinct()
    ):
        SavedFilter.objects.filter(position_id=old).update(position_id=passage.seats[old])


def _open_steps() -> QuerySet[DossierStep]:
    return DossierStep.objects.filter(finished_at__isnull=True)


def _dossiers(passage: Passage, only: list[str], but: list[str]) -> QuerySet[Dossier]:
    held = Q(agency_id__in=passage.leaving) | Q(reception_agency_id__in=passage.leaving)
    # A step may lie with an agency that neither decides nor received.
    held |= Q(id__in=_open_steps().filter(agency_id__in=passage.leaving).values("dossier_id"))
    return _of_fields(Dossier.objects.open().filter(held), "procedure__field__code", only, but)


def _filings(passage: Passage, only: list[str], but: list[str]) -> QuerySet[Filing]:
    rows = Filing.objects.filter(sent_at__isnull=True, agency_id__in=passage.leaving)
    return _of_fields(rows, "version__procedure__field__code", only, but)


def _proposals(passage: Passage, only: list[str], but: list[str]) -> QuerySet[Proposal]:
    """Also of returned dossiers: a complaint that waits for a decision does not end with the agency."""
    rows = Proposal.objects.filter(state=Decision.PENDING, agency_id__in=passage.leaving)
    return _of_fields(rows, "dossier__procedure__field__code", only, but)


def _referrals(passage: Passage, only: list[str], but: list[str]) -> QuerySet[Referral]:
    held = Q(agency_id__in=passage.leaving) | Q(from_agency_id__in=passage.leaving)
    rows = Referral.objects.filter(held, state=ReferralState.OPEN)
    return _of_fields(rows, "dossier__procedure__field__code", only, but)


def _lock_referred(passage: Passage, only: list[str], but: list[str]) -> list[uuid.UUID]:
    """Dossiers with a question that will follow, locked before the question as every verb does."""
    asked = _referrals(passage, only, but).values("dossier_id")
    return list(
        Dossier.objects.filter(id__in=asked).select_for_update(of=("self",)).order_by("id").values_list("id", flat=True)
    )


def _follow_referrals(passage: Passage, target: int, only: list[str], but: list[str]) -> int:
    """Questions and answers follow. One that the successor would ask itself, or be asked twice, is taken back: nobody waits for it any more."""
    rows = list(_referrals(passage, only, but).select_for_update(of=("self",)).order_by("id"))
    for referral in rows:
        if referral.agency_id in passage.leaving:
            referral.agency_id = target
        if referral.from_agency_id in passage.leaving:
            referral.from_agency_id = target
        twins = Referral.objects.filter(
            dossier_id=referral.dossier_id, agency_id=referral.agency_id, kind=referral.kind, state=ReferralState.OPEN
        )
        if referral.agency_id == referral.from_agency_id or twins.exclude(pk=referral.pk).exists():
            Referral.objects.filter(pk=referral.pk).update(state=ReferralState.RECALLED)
        else:
            referral.save(update_fields=["agency", "from_agency"])
    return len(rows)


def _parts(passage: Passage, only: list[str], but: list[str]) -> QuerySet[PaperPart]:
    rows = PaperPart.objects.filter(agency_id__in=passage.leaving).exclude(place=PaperPlace.GIVEN)
    return _of_fields(rows, "dossier__procedure__field__code", only, but)


def _open_lists(passage: Passage) -> QuerySet[Handover]:
    """None where nothing moves."""
    rows = Handover.objects.filter(state=HandoverState.OPEN)
    if not any(passage.routes()):
        return rows.none()
    return rows.filter(Q(from_agency_id__in=passage.leaving) | Q(to_agency_id__in=passage.leaving))


def _take_lists_back(passage: Passage) -> int:
    """An open list names a unit that is no more: its bundles wait again, where they are, to be put on a new one."""
    rows = list(_open_lists(passage).select_for_update(of=("self",)).order_by("id"))
    for handover in rows:
        take_back(handover, by_name=passage.actor.name, reason="Cơ quan được sắp xếp lại; lập danh sách mới.")
    return len(rows)


def _of_fields(rows: QuerySet[Any], path: str, only: list[str], but: list[str]) -> QuerySet[Any]:
    if only:
        return rows.filter(**{f"{path}__in": only})
    return rows.exclude(**{f"{path}__in": but}) if but else rows


MOVER = Mover(
    count=count_open_work,
    move=follow_agencies,
    parts=open_fields,
    covers=frozenset(
        {
            "dossiers.Dossier.agency",
            "dossiers.Dossier.reception_agency",
            "dossiers.DossierStep.agency",
            "dossiers.DossierStep.assignee",
            "dossiers.SavedFilter.position",
            "dossiers.Filing.agency",
            "dossiers.Proposal.agency",
            "dossiers.Referral.agency",
            "dossiers.Referral.from_agency",
            "dossiers.PaperPart.agency",
            "dossiers.Handover.from_agency",
            "dossiers.Handover.to_agency",
            "dossiers.Handover.to_department",
        }
    ),
)
