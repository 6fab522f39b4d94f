"""A stack from the scanner to its papers: read, cut, put right by hand, taken once; what goes wrong is said and loses nothing."""

import io
import json
import uuid
from dataclasses import replace

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from tests.province import Ward

from lienthong.domain.scans import errors, queries, services
from lienthong.domain.scans.choices import EXTRA, MAX_PAGES, BatchState, Fate, SubjectKind
from lienthong.domain.scans.marks import Mark
from lienthong.domain.scans.models import Batch, Page
from lienthong.domain.scans.services import beginning, reading
from lienthong.domain.scans.tests.stacks import as_pdf, as_tiff, blank, paper, separator, torn
from lienthong.foundation.files import queries as files_queries
from lienthong.foundation.files import services as files
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotAllowed, NotFound

CODE, OTHER = "H21.01-261107-0001", "H21.01-261107-0002"
SUBJECT = services.Subject(
    kind=SubjectKind.DOSSIER,
    code=CODE,
    title="Siu H'Ngan, Đăng ký khai sinh",
    procedure_code="1.001193",
    slots=[("birth_notice", "Giấy chứng sinh"), ("marriage", "Giấy chứng nhận kết hôn của cha mẹ")],
    takes_extra=True,
)


def ours(slot: str = "", code: str = CODE) -> Mark:
    return Mark(scope="d", reference=code, slot=slot)


def upload(content: bytes, name: str = "quet.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def scanned(actor: Actor, content: bytes, subject: services.Subject = SUBJECT) -> Batch:
    batch = services.begin_batch(actor=actor, subject=subject)
    assert services.add_uploads(actor=actor, batch_id=batch.pk, uploads=[upload(content)]) == []
    return queries.batch_for(actor, batch.pk)


def shape(batch: Batch) -> list[tuple[str, list[int]]]:
    return [(piece.slot, [page.number for page in piece.pages.all()]) for piece in queries.pieces_of(batch)]


def aside(batch: Batch) -> dict[int, str]:
    return {page.number: page.fate for page in queries.set_aside(batch)}


@pytest.fixture
def plain(ward: Ward) -> Batch:
    """One unknown piece of four pages, made without a scanner."""
    batch = services.begin_batch(actor=ward.one_stop, subject=SUBJECT)
    pdf = pikepdf.new()
    for _ in range(4):
        pdf.add_blank_page(page_size=(595, 842))
    out = io.BytesIO()
    pdf.save(out)
    file = files.store_bytes(
        name="a.pdf", media_type="application/pdf", content=out.getvalue(), purpose="scan", pages=4
    )
    source = batch.sources.create(order=1, file=file, pdf=file, pages=4, first=1)
    Page.objects.bulk_create(
        Page(batch=batch, number=number, place=number, source=source, source_page=number - 1) for number in range(1, 5)
    )
    Batch.objects.filter(pk=batch.pk).update(pages_total=4, pages_read=4)
    reading._cut(batch.pk)
    batch.refresh_from_db()
    return batch


def only_piece(batch: Batch) -> int:
    (piece,) = queries.pieces_of(batch)
    return piece.pk


def test_it_works(ward: Ward) -> None:
    content = as_pdf(
        [paper("Don"), separator(ours("birth_notice")), blank(), paper("Chung sinh"), blank(2), separator(Mark(scope="g")), paper("La"), torn(ours("marriage")), paper("Ket hon")]
    )  # fmt: skip
    batch = scanned(ward.one_stop, content)
    assert (batch.pages_total, batch.pages_read, batch.is_reading) == (9, 9, False)
    assert shape(batch) == [("", [1]), ("birth_notice", [4]), ("", [7]), ("", [8, 9])]
    assert aside(batch) == {2: "separator", 3: "blank", 5: "blank", 6: "separator"}
    unnamed, _, general, broken = queries.pieces_of(batch)
    assert broken.kind == "torn"
    with pytest.raises(errors.PiecesUnnamed, match=r"còn 3 phần chưa rõ: trang 1; trang 7; trang 8–9"):
        services.take_batch(actor=ward.one_stop, batch_id=batch.pk)
    services.throw_pages(actor=ward.one_stop, batch_id=batch.pk, numbers=[8])
    services.turn_pages(actor=ward.one_stop, batch_id=batch.pk, numbers=[9])
    services.name_pieces(
        actor=ward.one_stop,
        batch_id=batch.pk,
        names={unnamed.pk: (EXTRA, "Đơn trình bày", False), broken.pk: ("marriage", "", True)},
    )
    services.move_pages(actor=ward.one_stop, batch_id=batch.pk, numbers=[7], piece_id=unnamed.pk)
    assert general.pk not in {piece.pk for piece in queries.pieces_of(batch)}
    taken = services.take_batch(actor=ward.one_stop, batch_id=batch.pk)
    assert taken is not None
    assert [(each.slot, each.name, each.pages, each.replaces) for each in taken] == [
        (EXTRA, "Đơn trình bày", 2, False),
        ("birth_notice", "Giấy chứng sinh", 1, False),
        ("marriage", "Giấy chứng nhận kết hôn của cha mẹ", 1, True),
    ]
    last = files_queries.get_file(taken[2].file_id)
    with pikepdf.open(io.BytesIO(files.read_bytes(last))) as pdf:
        assert [int(page.obj.get("/Rotate", 0)) for page in pdf.pages] == [90]
    assert last.pages == 1
    assert services.take_batch(actor=ward.one_stop, batch_id=batch.pk) is None  # pressed twice, attached once
    with pytest.raises(errors.BatchClosed, match="đã gắn vào hồ sơ"):
        services.turn_pages(actor=ward.one_stop, batch_id=batch.pk, numbers=[1])


def test_a_tiff_and_pictures_come_into_the_same_batch(ward: Ward) -> None:
    batch = services.begin_batch(actor=ward.one_stop, subject=SUBJECT)
    wedding = as_pdf([paper("Ket hon")])
    photo = io.BytesIO()
    separator(ours("marriage")).convert("RGB").save(photo, "JPEG", quality=80)
    uploads = [
        upload(as_tiff([separator(ours("birth_notice")), paper(), blank()]), "scan.tif"),
        upload(photo.getvalue(), "IMG_1.jpg"),
        upload(wedding, "2.pdf"),
    ]
    assert services.add_uploads(actor=ward.one_stop, batch_id=batch.pk, uploads=uploads) == []
    batch = queries.batch_for(ward.one_stop, batch.pk)
    assert shape(batch) == [("birth_notice", [2]), ("marriage", [5])]
    assert [source.file.media_type for source in queries.sources_of(batch)] == [
        "image/tiff",
        "image/jpeg",
        "application/pdf",
    ]
    again = services.add_uploads(actor=ward.one_stop, batch_id=batch.pk, uploads=[upload(wedding, "x.pdf")])
    assert "đã có trong lô này" in again[0]
    _, last = services.take_batch(actor=ward.one_stop, batch_id=batch.pk) or []
    # A file that is one paper as it stands is kept byte by byte: it may carry a signature.
    assert files.read_bytes(files_queries.get_file(last.file_id)) == wedding


def test_a_bad_file_is_said_and_the_others_are_kept(ward: Ward) -> None:
    batch = services.begin_batch(actor=ward.one_stop, subject=SUBJECT)
    locked = io.BytesIO()
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.save(locked, encryption=pikepdf.Encryption(owner="a", user="b"))
    long = pikepdf.new()
    for _ in range(MAX_PAGES + 1):
        long.add_blank_page()
    out = io.BytesIO()
    long.save(out)
    refused = services.add_uploads(
        actor=ward.one_stop,
        batch_id=batch.pk,
        uploads=[
            upload(locked.getvalue(), "khoa.pdf"),
            upload(as_pdf([paper()])[:900], "cut.pdf"),
            upload(out.getvalue(), "dai.pdf"),
            upload(as_tiff([paper(), paper("hai")])[:3000], "cut.tif"),
            upload(b"MZ....", "may.exe"),
            upload(as_pdf([paper()]), "tot.pdf"),
        ],
    )
    assert [text.split(";")[0] for text in refused] == [
        "Tệp PDF không được đặt mật khẩu",
        "Tệp phải đầy đủ và mở được",
        f"Mỗi tệp không quá {MAX_PAGES} trang",
        "Tệp phải đầy đủ và mở được",
        "Hệ thống nhận tệp PDF và ảnh JPEG, PNG, HEIC, TIFF",
    ]
    assert shape(queries.batch_for(ward.one_stop, batch.pk)) == [("", [1])]


def test_a_long_stack_is_read_by_a_job_that_goes_on_where_it_stopped(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beginning, "AT_ONCE", 1)
    monkeypatch.setattr(reading, "CHUNK", 1)
    batch = scanned(ward.one_stop, as_pdf([separator(ours("birth_notice")), paper(), paper("hai")]))
    assert (batch.pages_read, batch.is_reading) == (0, True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = 'scans.read_pages'")
        assert [json.loads(args) for (args,) in cursor.fetchall()] == [{"batch_id": str(batch.pk)}]
    with pytest.raises(errors.BatchStillReading, match="trang 0/3"):
        services.take_batch(actor=ward.one_stop, batch_id=batch.pk)

    class PulledPlug(Exception):
        pass

    look, seen = reading.kit_pages.look_at_pages, []

    def once(path, *, first, last):
        if seen:
            raise PulledPlug
        seen.append(first)
        return look(path, first=first, last=last)

    monkeypatch.setattr(reading.kit_pages, "look_at_pages", once)
    with pytest.raises(PulledPlug):
        services.read_pages(batch_id=batch.pk)
    batch.refresh_from_db()
    assert batch.pages_read == 1
    monkeypatch.setattr(reading.kit_pages, "look_at_pages", look)
    for _ in range(2):  # the second time changes nothing
        services.read_pages(batch_id=batch.pk)
    batch.refresh_from_db()
    assert shape(batch) == [("birth_notice", [2, 3])]


def test_papers_of_another_dossier_go_to_its_batch_and_are_not_scanned_again(ward: Ward) -> None:
    content = as_pdf(
        [separator(ours("birth_notice")), paper(), separator(ours("marriage", OTHER)), paper("Cua nguoi khac")]
    )
    batch = scanned(ward.one_stop, content)
    with pytest.raises(errors.PiecesUnnamed, match=rf"trang 4 \(của hồ sơ {OTHER}\)"):
        services.take_batch(actor=ward.one_stop, batch_id=batch.pk)
    subject = replace(SUBJECT, code=OTHER, title="Ksor Y Blô, Đăng ký khai sinh")
    there = services.send_over(actor=ward.one_stop, batch_id=batch.pk, reference=OTHER, subject=subject)
    assert there is not None
    assert shape(there) == [("marriage", [1])]
    assert aside(batch)[4] == Fate.SENT
    assert services.send_over(actor=ward.one_stop, batch_id=batch.pk, reference=OTHER, subject=subject) is None
    with pytest.raises(NotFound):  # what was sent away cannot be taken twice
        services.move_pages(actor=ward.one_stop, batch_id=batch.pk, numbers=[4], piece_id=None)
    for each in (batch, there):
        assert services.take_batch(actor=ward.one_stop, batch_id=each.pk)


def test_pages_are_moved_cut_shifted_turned_thrown_and_taken_back(ward: Ward, plain: Batch) -> None:
    act = {"actor": ward.one_stop, "batch_id": plain.pk}
    services.split_piece(**act, number=3)
    assert shape(plain) == [("", [1, 2]), ("", [3, 4])]
    services.split_piece(**act, number=1)  # before the first page there is nothing to cut
    first, second = queries.pieces_of(plain)
    services.move_pages(**act, numbers=[4], piece_id=first.pk)
    assert shape(plain) == [("", [1, 2, 4]), ("", [3])]
    services.shift_page(**act, number=4, forward=False)
    services.shift_page(**act, number=1, forward=False)
    assert shape(plain) == [("", [1, 4, 2]), ("", [3])]
    services.move_pages(**act, numbers=[3], piece_id=first.pk)  # the order was changed by hand: it stands last
    assert shape(plain) == [("", [1, 4, 2, 3])]
    services.throw_pages(**act, numbers=[1, 4])
    assert aside(plain) == {1: "thrown", 4: "thrown"}
    services.move_pages(**act, numbers=[1], piece_id=None)
    assert shape(plain) == [("", [2, 3]), ("", [1])]
    for _ in range(5):
        services.turn_pages(**act, numbers=[2])
    assert queries.page_of(plain, 2).turn == 90
    with pytest.raises(errors.NothingChosen):
        services.turn_pages(**act, numbers=[])
    with pytest.raises(NotFound):
        services.turn_pages(**act, numbers=[99])
    with pytest.raises(NotFound):
        services.move_pages(**act, numbers=[2], piece_id=second.pk + 1000)


def test_two_officers_at_once_and_names_that_do_not_fit(ward: Ward, plain: Batch) -> None:
    act = {"actor": ward.one_stop, "batch_id": plain.pk}
    piece, seen = only_piece(plain), plain.revision
    with pytest.raises(Invalid) as wrong:
        services.name_pieces(**act, names={piece: ("no_such_paper", "", False)})
    assert f"slot-{piece}" in wrong.value.problems
    with pytest.raises(Invalid, match="1 mục"):
        services.name_pieces(**act, names={piece: (EXTRA, " ", False)})
    services.name_pieces(**act, names={piece: ("birth_notice", "", False)}, seen=seen)
    with pytest.raises(errors.BatchChanged, match="Trần Thị Bích vừa sắp xếp lại"):
        services.take_batch(**act, seen=seen)
    plain.refresh_from_db()
    services.throw_pages(**act, numbers=[1, 2, 3, 4])
    with pytest.raises(errors.NothingToTake):
        services.take_batch(**act)


def test_a_batch_without_a_dossier_cannot_be_taken_and_one_let_go_stays_gone(ward: Ward) -> None:
    batch = services.begin_batch(actor=ward.one_stop)
    with pytest.raises(errors.NothingToTake):
        services.take_batch(actor=ward.one_stop, batch_id=batch.pk)
    for _ in range(2):
        assert services.discard_batch(actor=ward.one_stop, batch_id=batch.pk).state == BatchState.DISCARDED
    assert queries.open_batches(ward.one_stop) == []
    with pytest.raises(errors.BatchClosed, match="đã bỏ"):
        services.add_uploads(actor=ward.one_stop, batch_id=batch.pk, uploads=[upload(as_pdf([paper()]))])


def test_others_do_not_see_it(ward: Ward, plain: Batch) -> None:
    for stranger in (ward.specialist, ward.citizen):
        with pytest.raises(NotFound):
            queries.batch_for(stranger, plain.pk)
        with pytest.raises(NotAllowed):
            services.begin_batch(actor=stranger)
    assert ward.one_stop.position is not None
    elsewhere = replace(ward.one_stop, position=replace(ward.one_stop.position, agency_id=ward.agency_id + 1))
    assert queries.open_batches(elsewhere) == []
    with pytest.raises(NotFound):
        services.turn_pages(actor=elsewhere, batch_id=plain.pk, numbers=[1])
    with pytest.raises(NotFound):
        queries.batch_for(ward.one_stop, uuid.uuid4())
