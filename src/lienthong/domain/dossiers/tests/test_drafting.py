"""Drafts of results: every saving kept, two people at once told, Word there and back, returns counted."""

import io
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from docx import Document
from tests.province import Ward

from lienthong.domain.dossiers import services
from lienthong.domain.dossiers.choices import DraftKind, ReturnGround
from lienthong.domain.dossiers.errors import DraftChanged
from lienthong.domain.dossiers.models import Dossier, DraftVersion
from lienthong.domain.dossiers.tests import stages
from lienthong.domain.results import services as results
from lienthong.domain.results.models import ResultTemplate
from lienthong.foundation.audit import queries as audit
from lienthong.foundation.files import services as files
from lienthong.kit import clock
from lienthong.kit.errors import Invalid, NotFound, Refused
from lienthong.kit.word import DocumentRefused

PLACES = "Số: {{ so_ky_hieu }}, {{ ngay_ky }}. {{ tham_quyen_ky }} {{ chu_ky }} {{ ho_ten_nguoi_ky }}"


def docx(*lines: str) -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def template_of(ward: Ward, *lines: str, **more: Any) -> ResultTemplate:
    """In use from today."""
    proposed = results.propose_template(
        actor=ward.specialist,
        code=stages.BIRTH,
        name="Giấy khai sinh",
        notation="GKS-UBND",
        agency_id=ward.agency_id,
        file_name="mau.docx",
        content=docx(*(lines or ("Họ tên: {{ child_name }}. Mẹ: {{ mother_name }}.", "{{ soan_ghi_chu }}")), PLACES),
        used_from=clock.today(),
        **more,
    )
    return results.publish_template(actor=ward.leader, template_id=proposed.pk)


def merge(ward: Ward, dossier: Dossier, template: ResultTemplate, **more: Any) -> Dossier:
    given = {"said": {"soan_ghi_chu": "Cấp lần đầu."}, **more}
    return services.draft_from_template(
        actor=ward.specialist,
        dossier_id=dossier.id,
        step_id=stages.step_of(dossier).id,
        template_id=template.pk,
        **given,
    )


def write(ward: Ward, dossier: Dossier, body: str, **more: Any) -> Dossier:
    return services.draft_result(
        actor=ward.specialist,
        dossier_id=dossier.id,
        step_id=stages.step_of(dossier).id,
        title="Giấy khai sinh",
        body=body,
        **more,
    )


def last(dossier: Dossier) -> DraftVersion:
    found = dossier.drafts.order_by("-number").first()
    assert found is not None
    return found


def test_a_template_is_merged_with_what_was_declared(ward: Ward) -> None:
    dossier = merge(ward, stages.accepted(ward), template_of(ward))
    version = last(dossier)
    assert (version.number, version.kind, version.notation) == (1, DraftKind.TEMPLATE, "GKS-UBND")
    assert version.fields == {"said": {"soan_ghi_chu": "Cấp lần đầu."}}  # what the dossier says itself is not repeated
    assert "Họ tên: Siu Bảo An. Mẹ: Siu H'Ngan.\nCấp lần đầu." in version.text
    assert version.document is not None
    assert dossier.draft_file_id == version.preview_id
    assert dossier.result_fields["title"] == "Giấy khai sinh"


def test_a_value_changed_from_the_declaration_stays_marked(ward: Ward) -> None:
    dossier = merge(ward, stages.accepted(ward), template_of(ward), said={"mother_name": "Siu H'Ngân"})
    assert last(dossier).fields == {"said": {"mother_name": "Siu H'Ngân"}}
    assert "Mẹ: Siu H'Ngân" in last(dossier).text


def test_every_saving_is_kept_and_pressed_twice_is_one(ward: Ward) -> None:
    dossier = stages.accepted(ward)
    for body in ("Một.", "Một.", "Hai."):
        write(ward, dossier, body, remark="sửa")
    assert [version.number for version in dossier.drafts.all()] == [1, 2]
    template = template_of(ward)
    merge(ward, dossier, template)
    merge(ward, dossier, template)
    assert [version.kind for version in dossier.drafts.all()] == ["text", "text", "template"]
    assert len(audit.entries_of("dossier", dossier.id).filter(verb="draft_result")) == 3


def test_word_there_and_back(ward: Ward) -> None:
    dossier = merge(ward, stages.accepted(ward), template_of(ward))
    first = last(dossier)
    assert first.document is not None
    document = Document(io.BytesIO(files.read_bytes(first.document)))
    document.paragraphs[0].add_run(" Sửa trong Word.")
    edited = io.BytesIO()
    document.save(edited)
    step = stages.step_of(dossier)
    given = {"actor": ward.specialist, "dossier_id": dossier.id, "step_id": step.id, "file_name": "sua.docx"}
    services.upload_draft(**given, content=edited.getvalue(), seen=1, remark="Thêm câu cuối")
    second = last(dossier)
    assert (second.number, second.kind, second.notation) == (2, DraftKind.WORD, "GKS-UBND")
    assert "Sửa trong Word." in second.text
    assert second.document is not None
    assert files.read_bytes(second.document) == edited.getvalue()  # to the byte
    services.upload_draft(**given, content=edited.getvalue())
    assert last(dossier).number == 2
    with pytest.raises(DocumentRefused) as refused:
        services.upload_draft(**given, content=docx("Không còn chỗ ký, số: «số, ký hiệu»"))
    assert [said for said in refused.value.problems if "«chữ ký»" in said]
    assert not [said for said in refused.value.problems if "«số, ký hiệu»: " in said]


def test_two_at_one_draft_get_a_clear_answer(ward: Ward) -> None:
    dossier = stages.accepted(ward)
    write(ward, dossier, "Bản đầu.", seen=0)
    write(ward, dossier, "Bản của người thứ nhất.", seen=1)
    with pytest.raises(DraftChanged, match="Lê Văn Dũng lưu bản 2 lúc"):
        write(ward, dossier, "Bản của người thứ hai.", seen=1)
    write(ward, dossier, "Bản của người thứ hai.", seen=2)  # knowingly, over the other's
    assert [version.fields["body"] for version in dossier.drafts.all()] == [
        "Bản đầu.",
        "Bản của người thứ nhất.",
        "Bản của người thứ hai.",
    ]


@pytest.mark.django_db(transaction=True)
def test_two_savings_in_one_moment_leave_one_and_tell_the_other(ward: Ward) -> None:
    dossier = stages.accepted(ward)
    step = stages.step_of(dossier)
    ready, told = threading.Barrier(2), []

    def save(body: str) -> None:
        try:
            ready.wait(10)
            services.draft_result(
                actor=ward.specialist, dossier_id=dossier.id, step_id=step.id, title="Giấy", body=body, seen=0
            )
        except DraftChanged as refused:
            told.append(refused.message)
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=(body,)) for body in ("Một", "Hai")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert (dossier.drafts.count(), len(told)) == (1, 1)


def test_what_is_missing_or_not_for_this_office_is_said(ward: Ward) -> None:
    dossier = stages.accepted(ward)
    with pytest.raises(Invalid) as refused:
        write(ward, dossier, " ")
    assert set(refused.value.problems) == {"body"}
    with pytest.raises(Invalid):
        write(ward, dossier, "x" * 40_001)
    template = template_of(ward)
    ResultTemplate.objects.filter(pk=template.pk).update(used_until=clock.today() - timedelta(days=1))
    with pytest.raises(NotFound, match="Chọn mẫu khác"):
        merge(ward, dossier, template)


def test_a_return_names_its_ground_and_is_counted(ward: Ward) -> None:
    dossier = stages.with_leader(ward)
    step = stages.step_of(dossier)
    given = {"actor": ward.leader, "dossier_id": dossier.id, "step_id": step.id}
    with pytest.raises(Invalid) as refused:
        services.send_back_step(**given, reason=" ", ground="vì thế")
    assert set(refused.value.problems) == {"note", "ground"}
    with pytest.raises(Refused, match="Bước được chọn chưa thực hiện"):
        services.send_back_step(**given, reason="Sai tên", to_key="khong-co")
    targets = services.return_targets(dossier, step)
    assert [each.kind for each in targets] == ["draft", "handle"]
    services.send_back_step(**given, reason="Sai tên cháu", ground=ReturnGround.CONTENT, to_key=targets[1].key)
    assert stages.step_of(dossier).key == targets[1].key
    (returned,) = dossier.draft_returns.all()
    assert (returned.get_ground_display(), returned.to_step, returned.draft_id) == (
        "Nội dung không khớp hồ sơ",
        targets[1].name,
        last(dossier).pk,
    )


def test_a_signed_paper_sent_back_by_the_clerk_is_signed_anew(ward: Ward) -> None:
    dossier = stages.with_clerk(ward)
    services.send_back_step(
        actor=ward.clerk,
        dossier_id=dossier.id,
        step_id=stages.step_of(dossier).id,
        reason="Sai thể thức",
        ground="form",
    )
    dossier.refresh_from_db()
    assert (dossier.result_file, dossier.result_number) == (None, "")
    write(ward, dossier, "Đã sửa thể thức.")
    assert last(dossier).number == 2
