"""Words that lead to a procedure (từ khóa để tìm), added by officials from what people really type."""

from django.db import transaction

from lienthong.domain.procedures.errors import ProcedureNotFound
from lienthong.domain.procedures.models import Procedure
from lienthong.domain.procedures.policies import can_manage
from lienthong.domain.procedures.services.settling import settle_periods
from lienthong.foundation.audit import services as audit
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotAllowed
from lienthong.kit.text_vi import clean, fold

MOST_WORDS = 60
LONGEST = 200


@transaction.atomic
def add_search_words(*, actor: Actor, code: str, words: str) -> None:
    """Let `words` find the procedure `code` from now on. Words it has already are left alone.

    Raises NotAllowed, ProcedureNotFound, Invalid.
    """
    if not can_manage(actor):
        raise NotAllowed
    procedure = Procedure.objects.select_for_update().filter(code=code).first()
    if procedure is None:
        raise ProcedureNotFound(code)
    words = clean(words)
    if not words or len(words) > LONGEST:
        raise Invalid({"words": f"Từ khóa dài từ 1 đến {LONGEST} ký tự; cụm từ này có {len(words)} ký tự."})
    if fold(words) in {fold(each) for each in [*procedure.keywords, *procedure.learned]}:
        return
    if len(procedure.learned) >= MOST_WORDS:
        raise Invalid({"words": f"Thủ tục đã có {MOST_WORDS} từ khóa thêm. Bỏ bớt từ ít dùng trước khi thêm."})
    procedure.learned = [*procedure.learned, words]
    procedure.save(update_fields=["learned"])
    settle_periods([procedure.pk])
    audit.record(
        actor=actor,
        verb="add_search_words",
        subject_type="procedure",
        subject_id=procedure.pk,
        details={"code": code, "words": words},
    )
