"""Templates of results: what is refused, who publishes, which one holds on which day, what a dossier puts in."""

import io
import zipfile
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from docx import Document
from tests.province import Ward

from lienthong.domain.procedures import queries as procedures
from lienthong.domain.results import queries, services
from lienthong.domain.results.choices import TemplateState
from lienthong.domain.results.errors import AlreadyJudged, OwnProposal
from lienthong.domain.results.models import ResultTemplate
from lienthong.foundation.accounts.models import Account
from lienthong.foundation.organizations.choices import RIGHTS
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotAllowed
from lienthong.kit.word import DocumentRefused

BIRTH = "1.001193"
ANSWERS = {"child_name": "Siu Bảo An", "child_birth_date": "2026-11-07"}
ABOUT = {"nguoi_nop": "Siu H'Ngan", "ma_ho_so": "H21.1-261107-0001", "co_quan": "UBND phường", "dia_danh": "Al Bá"}


def small(*lines: str, places: bool = True) -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    if places:
        document.add_paragraph("Số: {{ so_ky_hieu }}, {{ ngay_ky }}")
        document.add_paragraph("{{ tham_quyen_ky }} {{ chu_ky }} {{ ho_ten_nguoi_ky }}")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def propose(actor: Actor, content: bytes | None = None, **more: Any) -> ResultTemplate:
    given = {"name": "Giấy khai sinh", "notation": "GKS-UBND", "used_from": clock.today(), **more}
    return services.propose_template(
        actor=actor,
        code=BIRTH,
        agency_id=given.pop("agency_id", actor.agency_id),
        file_name="mau.docx",
        content=content or small("Họ tên: {{ child_name }}", "{{ soan_ghi_chu }}"),
        **given,
    )


def in_use(ward: Ward, content: bytes | None = None, **more: Any) -> ResultTemplate:
    return services.publish_template(actor=ward.leader, template_id=propose(ward.specialist, content, **more).pk)


def usable(ward: Ward) -> list[ResultTemplate]:
    version = procedures.current_version(BIRTH)
    return queries.usable_templates([ward.agency_id], version.procedure_id)


def test_it_works(ward: Ward) -> None:
    proposed = propose(ward.specialist)
    assert (proposed.state, usable(ward)) == (TemplateState.PROPOSED, [])
    services.publish_template(actor=ward.leader, template_id=proposed.pk)
    (template,) = usable(ward)
    form = procedures.current_version(BIRTH).form
    values = services.merge_values(template, form=form, answers=ANSWERS, about=ABOUT)
    assert [(value.name, value.value, value.kind) for value in values] == [
        ("child_name", "Siu Bảo An", "answer"),
        ("soan_ghi_chu", "", "input"),
    ]
    said = {"soan_ghi_chu": "Đoạn một.\n\nĐoạn hai <&>."}
    merged = services.merge(template, form=form, answers=ANSWERS, about=ABOUT, said=said)
    reading = services.read_result(merged, authority="KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH", signer="Nguyễn Hồng Hà")
    assert "Họ tên: Siu Bảo An\nĐoạn một.\nĐoạn hai <&>." in reading.text
    assert "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH" in reading.text
    assert set(reading.areas) == {"So", "Ngay", "ChuKy"}
    paper = services.print_result(reading, title="Giấy khai sinh", agency="UBND", code="", draft=False)
    assert all(f"({name})".encode() in paper or name.encode() in paper for name in ("ChuKy", "Ngay"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (small("{{ child_nam }}"), "Không có trường “child_nam” trong thủ tục này. Có phải: child_name"),
        (small("{{ child_name }}", places=False), "Mẫu thiếu {{ so_ky_hieu }}"),
        (small("{{ child_name.__class__ }}"), "Không có trường"),
        (small("{% for x in range(10**9) %}{{ x }}{% endfor %}"), "lệnh không được phép"),
        (small("{{ chu_ky }}"), "2 chỗ «chữ ký»"),
        (b"not a document", "không phải tài liệu Word"),
    ],
)
def test_a_template_is_refused_with_everything_that_is_wrong(ward: Ward, content: bytes, said: str) -> None:
    with pytest.raises(DocumentRefused) as refused:
        propose(ward.specialist, content)
    assert said in " ".join(refused.value.problems)
    assert not ResultTemplate.objects.exists()


def test_macros_and_bombs_are_refused(ward: Ward) -> None:
    for name, data, said in (("word/vbaProject.bin", b"x", "macro"), ("word/big.xml", b" " * 21 * 1024**2, "quá lớn")):
        out = io.BytesIO(small("{{ child_name }}"))
        with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, data)
        with pytest.raises(DocumentRefused, match=said):
            propose(ward.specialist, out.getvalue())


def test_two_officials_are_needed(ward: Ward) -> None:
    proposed = propose(ward.specialist)
    with pytest.raises(NotAllowed):
        services.publish_template(actor=ward.specialist, template_id=proposed.pk)
    own = propose(ward.leader)
    proposed.refresh_from_db()
    assert proposed.state == TemplateState.REPLACED  # a later proposal of the same result takes its place
    with pytest.raises(OwnProposal):
        services.publish_template(actor=ward.leader, template_id=own.pk)
    with pytest.raises(AlreadyJudged):
        services.publish_template(actor=ward.leader, template_id=proposed.pk)
    with pytest.raises(NotAllowed):
        propose(ward.clerk)
    with pytest.raises(NotAllowed):
        propose(ward.specialist, agency_id=None)  # for the whole province


def test_versions_hold_by_date(ward: Ward) -> None:
    first = in_use(ward)
    later = in_use(ward, small("Mới: {{ child_name }}"), used_from=clock.today() + timedelta(days=3))
    assert usable(ward) == [first]
    with clock.at(clock.now() + timedelta(days=3)):
        assert usable(ward) == [later]
    services.end_template(actor=ward.leader, template_id=first.pk)
    assert usable(ward) == [first]  # to the end of the day
    with clock.at(clock.now() + timedelta(days=4)):
        assert usable(ward) == []
    with pytest.raises(Invalid) as refused:
        propose(ward.specialist, used_from=clock.today() - timedelta(days=1), notation="gxn ubnd", name=" ")
    assert set(refused.value.problems) == {"used_from", "notation", "name"}


def test_an_office_drafts_from_its_own_then_from_the_province(ward: Ward) -> None:
    keeper = replace(
        ward.one_stop,
        position=replace(ward.one_stop.position, rights=RIGHTS["administrator"]),  # type: ignore[type-var]
    )
    other = replace(ward.clerk, position=keeper.position)
    common = services.publish_template(actor=other, template_id=propose(keeper, agency_id=None).pk)
    assert usable(ward) == [common]
    own = in_use(ward)
    assert usable(ward) == [own]


def test_a_text_gets_its_label_and_keeps_it_in_the_next_version(ward: Ward) -> None:
    proposed = propose(ward.specialist)
    assert proposed.inputs == [{"name": "soan_ghi_chu", "label": "Ghi chu", "text": ""}]
    with pytest.raises(Invalid):
        services.describe_inputs(actor=ward.specialist, template_id=proposed.pk, inputs={"soan_ghi_chu": (" ", "")})
    services.describe_inputs(
        actor=ward.specialist, template_id=proposed.pk, inputs={"soan_ghi_chu": ("Ghi chú", "Không có.")}
    )
    services.publish_template(actor=ward.leader, template_id=proposed.pk)
    again = propose(ward.specialist)
    assert again.inputs == [{"name": "soan_ghi_chu", "label": "Ghi chú", "text": "Không có."}]


def test_the_starting_template_passes_its_own_check(ward: Ward) -> None:
    template = in_use(ward, services.starting_docx(code=BIRTH))
    reading = services.read_result(services.template_sample(template))
    assert "GIẤY KHAI SINH" in reading.text
    assert services.print_result(reading, title="x", agency="y", code="", draft=True).startswith(b"%PDF")


def test_pages(client: Client, ward: Ward) -> None:
    def sign_in(actor: Actor) -> None:
        client.force_login(Account.objects.get(pk=actor.account_id), "django.contrib.auth.backends.ModelBackend")

    def post(content: bytes) -> Any:
        upload = io.BytesIO(content)
        upload.name = "mau.docx"
        return client.post(
            f"/lam-viec/mau-ket-qua/thu-tuc/{BIRTH}/", {"name": "Giấy khai sinh", "notation": "", "template": upload}
        )

    sign_in(ward.specialist)
    assert "Chưa có mẫu kết quả nào" in client.get("/lam-viec/mau-ket-qua/").content.decode()
    assert BIRTH in client.get("/lam-viec/mau-ket-qua/?q=khai+sinh").content.decode()
    page = client.get(f"/lam-viec/mau-ket-qua/thu-tuc/{BIRTH}/").content.decode()
    assert "{{ child_name }}" in page
    assert client.get(f"/lam-viec/mau-ket-qua/thu-tuc/{BIRTH}/khoi-dau.docx").status_code == 200
    refused = post(small("{{ la }}"))
    assert refused.status_code == 422
    assert "Không có trường “la”" in refused.content.decode()
    address = post(small("{{ child_name }}", "{{ soan_ly_do }}"))["Location"]
    assert client.get(address + "dien-thu.pdf")["Content-Type"] == "application/pdf"
    assert client.get(address + "mau.docx").getvalue().startswith(b"PK")
    client.post(address, {"label-soan_ly_do": "Lý do", "text-soan_ly_do": "Đủ điều kiện."})
    assert "Đủ điều kiện." in client.get(address).content.decode()
    assert client.post(address + "cong-bo/", {"what": "publish"}).status_code == 403
    sign_in(ward.leader)
    assert "1 mẫu do người khác đưa lên" in client.get("/lam-viec/mau-ket-qua/").content.decode()
    assert client.post(address + "cong-bo/", {"what": "decline", "reason": ""}).status_code == 422
    assert client.post(address + "cong-bo/", {"what": "publish"}, follow=True).status_code == 200
    assert "Đang dùng" in client.get(address).content.decode()
    sign_in(ward.clerk)
    assert client.get(address).status_code == 403
