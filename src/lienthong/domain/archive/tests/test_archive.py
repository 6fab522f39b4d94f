"""Files are given to the archive, lent, held, destroyed by several, exported (nộp lưu, khai thác, tiêu hủy)."""

import csv
import io
import threading
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from lxml import etree
from tests.province import Ward

from lienthong.domain.archive import queries, services
from lienthong.domain.archive.choices import DestructionState, FileState, HandoverState, LoanState
from lienthong.domain.archive.errors import FileNotFound, Held, NotExpired, SamePerson, WrongState
from lienthong.domain.archive.models import Destruction, Handover, ItemContent, Reminder, WorkFile
from lienthong.domain.archive.services.reorganizing import MOVER
from lienthong.domain.archive.tests.shelves import FACTS, archived, officer, opened, pages
from lienthong.foundation.files import services as files
from lienthong.foundation.files.models import StoredFile
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.organizations.services import Passage
from lienthong.foundation.signing import services as signing
from lienthong.kit import clock
from lienthong.kit.bags import check_bag
from lienthong.kit.errors import Invalid, NotAllowed, NotFound

pytestmark = pytest.mark.django_db
LONG_AGO = datetime(2014, 3, 10, 2, tzinfo=UTC)


def certified(actor) -> None:
    signing.issue_certificate(
        position_id=actor.position.id,
        common_name=actor.name,
        title=actor.position.title,
        agency_name="UBND phường",
        organization="UBND tỉnh Gia Lai",
    )


def closed(ward: Ward, key: str = "f") -> WorkFile:
    file = opened(ward.specialist, key)
    return services.close_file(actor=ward.specialist, file_id=file.pk)


def test_both_sign_one_and_the_same_minutes(ward: Ward):
    certified(ward.specialist)
    certified(ward.clerk)
    file = closed(ward)
    offer = services.offer_files(actor=ward.specialist, file_ids=[file.pk], key="o")
    assert services.offer_files(actor=ward.specialist, file_ids=[file.pk], key="o").pk == offer.pk
    with pytest.raises(NotAllowed):
        services.take_handover(actor=ward.specialist, handover_id=offer.pk, locations={})
    taken = services.take_handover(actor=ward.clerk, handover_id=offer.pk, locations={file.pk: "Giá 2, hộp 5"})
    assert taken.minutes is not None
    verdict = signing.verify_pdf(files.read_bytes(taken.minutes))
    assert verdict.valid, verdict.problems
    assert [each.name for each in verdict.signers] == [ward.specialist.name, ward.clerk.name]
    file = queries.file_for(ward.clerk, file.pk)
    assert (file.state, file.location) == (FileState.ARCHIVED, "Giá 2, hộp 5")
    assert services.transfer_index_pdf(actor=ward.specialist, handover_id=offer.pk).startswith(b"%PDF")
    assert services.document_index_pdf(actor=ward.clerk, file_id=file.pk).startswith(b"%PDF")
    with pytest.raises(WrongState, match="Đã nhận"):
        services.return_handover(actor=ward.clerk, handover_id=offer.pk, reason="Thiếu mục lục", reasons={})


def test_what_is_not_in_order_goes_back_with_a_reason_for_each_file(ward: Ward):
    file = closed(ward)
    offer = services.offer_files(actor=ward.specialist, file_ids=[file.pk], key="o")
    with pytest.raises(Invalid):
        services.return_handover(actor=ward.clerk, handover_id=offer.pk, reason="", reasons={})
    services.return_handover(
        actor=ward.clerk, handover_id=offer.pk, reason="", reasons={file.pk: "Báo cáo quý IV chưa có trong hồ sơ"}
    )
    found = queries.handover_for(ward.specialist, offer.pk)
    assert (found.state, found.lines.get().reason) == (HandoverState.RETURNED, "Báo cáo quý IV chưa có trong hồ sơ")
    services.reopen_file(actor=ward.specialist, file_id=file.pk, reason="Bổ sung báo cáo quý IV")
    services.close_file(actor=ward.specialist, file_id=file.pk)
    again = services.offer_files(actor=ward.specialist, file_ids=[file.pk], key="p")
    assert again.number == offer.number + 1


def test_only_ones_own_closed_files_are_given(ward: Ward):
    colleague = officer(ward, "dong-nghiep", "Phạm Thị Mai", "specialist")
    file = closed(ward)
    with pytest.raises(FileNotFound):
        services.offer_files(actor=colleague, file_ids=[file.pk], key="o")
    with pytest.raises(WrongState, match="Đang lập"):
        services.offer_files(actor=ward.specialist, file_ids=[opened(ward.specialist, "g").pk], key="o")
    offer = services.offer_files(actor=ward.specialist, file_ids=[file.pk], key="o")
    with pytest.raises(NotFound):
        queries.handover_for(colleague, offer.pk)


@pytest.mark.django_db(transaction=True)
def test_one_file_given_twice_at_once_is_given_once(ward: Ward):
    file = closed(ward)
    start, ends = threading.Barrier(2), []

    def one(key: str) -> None:
        try:
            start.wait()
            with transaction.atomic():
                services.offer_files(actor=ward.specialist, file_ids=[file.pk], key=key)
            ends.append("given")
        except WrongState as refusal:
            ends.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(key,)) for key in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends) == ["archive-wrong-state", "given"]
    assert Handover.objects.count() == 1


def test_the_archive_is_searched_by_all_and_read_on_request(ward: Ward):
    file = archived(ward)
    colleague = officer(ward, "dong-nghiep", "Phạm Thị Mai", "specialist")
    assert queries.archived_page(colleague, text="chuyen doi so").items == [file]
    with pytest.raises(FileNotFound):
        queries.file_for(colleague, file.pk)
    loan = services.ask_to_read(actor=colleague, file_id=file.pk, purpose="Đối chiếu số liệu báo cáo năm")
    assert services.ask_to_read(actor=colleague, file_id=file.pk, purpose="Đối chiếu số liệu lần hai") == loan
    assert queries.loans_waiting(ward.clerk) == [loan]
    services.grant_loan(actor=ward.clerk, loan_id=loan.pk)
    assert queries.file_for(colleague, file.pk) == file
    with pytest.raises(WrongState, match="được đọc"):
        services.refuse_loan(actor=ward.clerk, loan_id=loan.pk, answer="Hồ sơ đang chỉnh lý")
    with clock.at(clock.now() + timedelta(days=11)):
        with pytest.raises(FileNotFound):
            queries.file_for(colleague, file.pk)
        other = services.ask_to_read(actor=colleague, file_id=file.pk, purpose="Xin đọc thêm một lần nữa")
        assert (other.state, other.pk != loan.pk) == (LoanState.ASKED, True)


@pytest.fixture
def expired(ward: Ward) -> WorkFile:
    """Archived in 2014 for ten years."""
    with clock.at(LONG_AGO):
        file = services.open_file(
            actor=ward.specialist, key="old", title="Kế hoạch công tác văn thư năm 2014", years=10, year=2014
        )
        from dataclasses import replace

        facts = replace(FACTS, issued_on=LONG_AGO.date())
        services.put_upload(actor=ward.specialist, file_id=file.pk, upload=pages("old"), facts=facts)
        services.close_file(actor=ward.specialist, file_id=file.pk)
        offer = services.offer_files(actor=ward.specialist, file_ids=[file.pk], key="old")
        services.take_handover(actor=ward.clerk, handover_id=offer.pk, locations={})
    return WorkFile.objects.get(pk=file.pk)


COUNCIL = "Nguyễn Văn A, Chủ tịch hội đồng\nTrần Thị B, thư ký\nLê C, ủy viên"


def approved(ward: Ward, file: WorkFile) -> Destruction:
    made = services.prepare_destruction(actor=ward.clerk, file_ids=[file.pk], summary="Rà soát năm 2026", key="d")
    head = officer(ward, "truong-phong", "Phan Văn Bảy", "department_head")
    services.review_destruction(
        actor=head, destruction_id=made.pk, council=COUNCIL, review="Nhất trí hủy 01 hồ sơ", kept={}
    )
    return services.approve_destruction(actor=ward.leader, destruction_id=made.pk, decision="125/QĐ-UBND")


def test_destroyed_by_several_and_the_record_stays(ward: Ward, expired: WorkFile):
    content = ItemContent.objects.get(item__file=expired)
    assert content.file is not None
    path = content.file.path
    assert queries.expired_files(ward.clerk) == [expired]
    made = approved(ward, expired)
    assert queries.expired_files(ward.clerk) == [], "it stands on a list"
    done = services.carry_out_destruction(actor=ward.clerk, destruction_id=made.pk, manner="Không có bản giấy")
    assert done.state == DestructionState.CARRIED_OUT
    assert done.minutes is not None
    assert services.clear_contents() == (1, 0, 0)
    assert not default_storage.exists(path), "set aside"
    with clock.at(clock.now() + timedelta(hours=25)):
        assert services.clear_contents() == (0, 0, 1)
        assert services.clear_contents() == (0, 0, 0)
    assert not default_storage.exists(f"aside/{path}")
    content.refresh_from_db()
    assert (content.file, content.name, content.gone_at is not None) == (None, "old.pdf", True)
    file = queries.file_for(ward.clerk, expired.pk)
    assert (file.state, file.title) == (FileState.DESTROYED, "Kế hoạch công tác văn thư năm 2014")
    with pytest.raises(NotFound, match="đã tiêu hủy"):
        queries.content_for(ward.clerk, file.pk, content.pk)
    tree = etree.fromstring(services.metadata_xml(actor=ward.clerk, file_id=file.pk))
    assert tree.findtext("Documents/Document/Subject") == FACTS.subject


def test_what_something_else_refers_to_is_kept(ward: Ward, expired: WorkFile):
    content = ItemContent.objects.get(item__file=expired)
    other = opened(ward.specialist, "other", filled=False)
    from dataclasses import replace

    services.put_document(
        actor=ward.specialist, file_id=other.pk, facts=replace(FACTS, files=[content.file_id], subject="Ở hồ sơ khác")
    )
    made = approved(ward, expired)
    services.carry_out_destruction(actor=ward.clerk, destruction_id=made.pk, manner="Không có bản giấy")
    assert services.clear_contents() == (0, 1, 0)
    content.refresh_from_db()
    assert content.file is not None
    assert "nơi khác" in content.kept_because
    assert files.read_bytes(content.file).startswith(b"%PDF")


def test_the_same_bytes_stored_again_meanwhile_come_back(ward: Ward, expired: WorkFile):
    made = approved(ward, expired)
    content = ItemContent.objects.get(item__file=expired)
    kept = content.file
    services.carry_out_destruction(actor=ward.clerk, destruction_id=made.pk, manner="Không có bản giấy")
    services.clear_contents()
    # As of one who looked for the bytes before they went aside, and whose row came after.
    late = StoredFile.objects.create(name="b.pdf", media_type="application/pdf", size=kept.size, sha256=kept.sha256, path=kept.path, purpose="x")  # fmt: skip
    services.clear_contents()
    assert files.read_bytes(late).startswith(b"%PDF")
    with clock.at(clock.now() + timedelta(hours=25)):
        services.clear_contents()
    assert files.read_bytes(late).startswith(b"%PDF")


def test_one_person_never_does_it_alone(ward: Ward, expired: WorkFile):
    made = services.prepare_destruction(actor=ward.clerk, file_ids=[expired.pk], summary="", key="d")
    with pytest.raises(NotAllowed):
        services.review_destruction(actor=ward.clerk, destruction_id=made.pk, council=COUNCIL, review="Nhất trí hủy", kept={})  # fmt: skip
    services.review_destruction(
        actor=ward.leader, destruction_id=made.pk, council=COUNCIL, review="Nhất trí hủy", kept={}
    )
    with pytest.raises(SamePerson):
        services.approve_destruction(actor=ward.leader, destruction_id=made.pk, decision="1/QĐ-UBND")
    with pytest.raises(WrongState, match="Chờ lãnh đạo quyết định"):
        services.carry_out_destruction(actor=ward.clerk, destruction_id=made.pk, manner="Nghiền thành bột")
    second = officer(ward, "chu-tich", "Lê Chủ Tịch", "agency_leader")
    services.approve_destruction(actor=second, destruction_id=made.pk, decision="1/QĐ-UBND")
    with pytest.raises(NotAllowed):
        services.carry_out_destruction(actor=second, destruction_id=made.pk, manner="Nghiền thành bột")


def test_permanent_running_and_held_files_are_never_destroyed(ward: Ward, expired: WorkFile):
    permanent, running = archived(ward, "p", years=None), archived(ward, "r", years=10)
    for file, said in ((permanent, "vĩnh viễn"), (running, "đến hết")):
        with pytest.raises(NotExpired, match=said):
            services.prepare_destruction(actor=ward.clerk, file_ids=[expired.pk, file.pk], summary="", key="d")
    made = approved(ward, expired)
    services.hold_file(actor=ward.clerk, file_id=expired.pk, reason="Phục vụ thanh tra theo QĐ 15")
    with pytest.raises(Held, match="thanh tra"):
        services.carry_out_destruction(actor=ward.clerk, destruction_id=made.pk, manner="Nghiền thành bột")
    services.cancel_destruction(actor=ward.clerk, destruction_id=made.pk, reason="Thanh tra đang làm việc")
    with pytest.raises(Held):
        services.prepare_destruction(actor=ward.clerk, file_ids=[expired.pk], summary="", key="e")
    services.lift_hold(actor=ward.clerk, file_id=expired.pk, reason="Thanh tra đã kết luận")
    again = services.prepare_destruction(actor=ward.clerk, file_ids=[expired.pk], summary="", key="e")
    line = again.lines.get()
    services.review_destruction(
        actor=ward.leader, destruction_id=again.pk, council=COUNCIL, review="Giữ lại tất cả", kept={line.pk: "Có giá trị lịch sử"}
    )  # fmt: skip
    second = officer(ward, "chu-tich", "Lê Chủ Tịch", "agency_leader")
    with pytest.raises(Invalid):
        services.approve_destruction(actor=second, destruction_id=again.pk, decision="1/QĐ-UBND")


def test_a_package_leaves_and_is_checked(ward: Ward, tmp_path: Path):
    file = closed(ward)
    name, digest, pieces = services.package(actor=ward.specialist, file_id=file.pk)
    path = tmp_path / name
    path.write_bytes(b"".join(pieces))
    verdict = check_bag(path)
    assert (verdict.problems, verdict.remarks, verdict.digest) == ([], [], digest)
    said = io.StringIO()
    call_command("check_package", path, stdout=said)
    assert f"Gói còn nguyên: {verdict.files} tệp" in said.getvalue()
    altered = path.read_bytes().replace(b"/Type /Page", b"/Type /Pagf", 1)
    path.write_bytes(altered)
    with pytest.raises(CommandError, match="KHÔNG còn nguyên"):
        call_command("check_package", path, stdout=said)
    assert "van-ban/001-01-f.pdf" in said.getvalue()


def test_the_names_are_those_of_the_decree(ward: Ward):
    file = closed(ward)
    tree = etree.fromstring(services.metadata_xml(actor=ward.specialist, file_id=file.pk))
    assert tree.findtext("Maintenance") == "10 năm"
    assert tree.findtext("TotalDoc") == "1"
    (document,) = tree.iterfind("Documents/Document")
    assert (document.findtext("CodeNumber"), document.findtext("CodeNotation")) == ("12", "BC-UBND")
    (row,) = csv.DictReader(
        io.StringIO(services.metadata_csv(actor=ward.specialist, file_id=file.pk).decode("utf-8-sig"))
    )
    assert (row["Subject"], row["IssuedDate"], row["FullNameSigner"]) == (FACTS.subject, "2026-03-05", "Nguyễn Hồng Hà")


def test_people_are_told_once_and_then_up_the_line(ward: Ward):
    start = datetime(2025, 6, 2, 2, tzinfo=UTC)
    with clock.at(start):
        from dataclasses import replace

        file = services.open_file(actor=ward.specialist, key="k", title="Báo cáo công tác 6 tháng năm 2025", years=5)
        still_open = services.open_file(actor=ward.specialist, key="l", title="Công văn trao đổi năm 2025", years=5)
        facts = replace(FACTS, issued_on=start.date())
        services.put_upload(actor=ward.specialist, file_id=file.pk, upload=pages("k"), facts=facts)
        services.close_file(actor=ward.specialist, file_id=file.pk)
        assert services.remind() == 0
    told = {}
    for day in ("2026-02-03", "2026-05-20", "2026-06-10", "2026-07-20"):
        with clock.at(datetime.fromisoformat(f"{day}T02:00:00+00:00")):
            told[day] = (services.remind(), services.remind())
    assert told == {"2026-02-03": (1, 0), "2026-05-20": (1, 0), "2026-06-10": (2, 0), "2026-07-20": (1, 0)}
    last = Reminder.objects.filter(file=file).order_by("-id").first()
    assert last.position_id == ward.leader.position.id
    assert still_open.reminders.count() == 1


def test_files_in_work_follow_their_agency_and_archived_ones_stay(ward: Ward):
    other = organizations.communes().exclude(pk=ward.agency_id).first()
    heir = officer(ward, "nguoi-moi", "Rơ Mah Thiêm", "specialist", other.pk)
    file, kept = opened(ward.specialist, "o"), archived(ward, "k")
    offer = services.offer_files(actor=ward.specialist, file_ids=[closed(ward, "c").pk], key="o")
    passage = Passage(
        leaving=(ward.agency_id,), main=other.pk, at=clock.now(), seats={ward.specialist.position.id: heir.position.id}
    )
    counted = MOVER.count(passage)
    assert MOVER.move(passage) == counted
    assert (counted["hồ sơ công việc chưa nộp lưu"], counted["lần nộp lưu chờ nhận"]) == (2, 1)
    assert services.close_file(actor=heir, file_id=file.pk).founder_id == ward.agency_id
    offer.refresh_from_db()
    kept.refresh_from_db()
    assert (offer.agency_id, kept.agency_id) == (other.pk, ward.agency_id)


def test_ids_of_nobody_are_not_found(ward: Ward):
    for ask in (queries.file_for, queries.handover_for, queries.destruction_for):
        with pytest.raises(NotFound):
            ask(ward.clerk, uuid.uuid4())
