"""A work file is opened, filled, shared, handed to a colleague and closed (hồ sơ công việc)."""

import threading
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection, transaction
from tests.province import Ward

from lienthong.domain.archive import queries, services
from lienthong.domain.archive.choices import FileState
from lienthong.domain.archive.errors import FileNotFound, NotComplete, OrderChanged, WrongState
from lienthong.domain.archive.models import WorkFile
from lienthong.domain.archive.services import DocumentFacts
from lienthong.domain.archive.tests.shelves import FACTS, approved_list, officer, opened, pages, seat
from lienthong.kit.errors import Invalid, NotAllowed, NotFound

pytestmark = pytest.mark.django_db


def test_it_works(ward: Ward):
    entry = queries.titles_for(ward.specialist, 2026 if approved_list(ward) else 0)[0]
    file = services.open_file(actor=ward.specialist, key="a", entry_id=entry.pk)
    assert (file.code, file.title, file.years) == ("01.TH", "Báo cáo công tác năm 2026", None)
    assert services.open_file(actor=ward.specialist, key="a", entry_id=entry.pk).pk == file.pk, "one sending, one file"
    assert services.open_file(actor=ward.specialist, key="b", entry_id=entry.pk).code == "01.TH/2"
    item = services.put_upload(actor=ward.specialist, file_id=file.pk, upload=pages("bao-cao"), facts=FACTS)
    again = services.put_upload(actor=ward.specialist, file_id=file.pk, upload=pages("bao-cao"), facts=FACTS)
    assert again.pk == item.pk, "the same pages stand there once"
    assert item.pages == 2
    closed = services.close_file(actor=ward.specialist, file_id=file.pk)
    assert (closed.state, closed.total_docs, closed.total_pages) == (FileState.CLOSED, 1, 2)
    assert (closed.starts_on, closed.expires_on) == (date(2026, 3, 5), None)
    with pytest.raises(WrongState, match="Đã kết thúc"):
        services.put_upload(actor=ward.specialist, file_id=file.pk, upload=pages("b"), facts=FACTS)
    services.reopen_file(actor=ward.specialist, file_id=file.pk, reason="Còn báo cáo bổ sung")
    assert queries.file_for(ward.specialist, file.pk).state == FileState.OPEN


def test_a_file_that_lacks_something_says_everything_at_once(ward: Ward):
    file = opened(ward.specialist, filled=False)
    with pytest.raises(NotComplete, match="chưa có văn bản nào"):
        services.close_file(actor=ward.specialist, file_id=file.pk)
    paper = DocumentFacts(subject="Công văn giấy", notation="5/CV", is_paper=True)
    item = services.put_document(actor=ward.specialist, file_id=file.pk, facts=paper)
    with pytest.raises(NotComplete) as told:
        services.close_file(actor=ward.specialist, file_id=file.pk)
    assert len(told.value.problems) == 2, "no pages, no day"
    services.correct_item(
        actor=ward.specialist,
        file_id=file.pk,
        item_id=item.pk,
        pages=3,
        issued_on=date(2026, 1, 5),
        is_paper=True,
        note="",
    )
    assert services.close_file(actor=ward.specialist, file_id=file.pk).total_pages == 3


def test_documents_are_ordered_and_taken_out_with_a_reason(ward: Ward):
    file = opened(ward.specialist)
    second = services.put_upload(
        actor=ward.specialist, file_id=file.pk, upload=pages("second"), facts=replace(FACTS, notation="13/BC-UBND")
    )
    first = queries.current_items(file)[0]
    services.order_items(actor=ward.specialist, file_id=file.pk, item_ids=[second.pk, first.pk])
    assert [each.pk for each in queries.current_items(file)] == [second.pk, first.pk]
    with pytest.raises(Invalid):
        services.take_out(actor=ward.specialist, file_id=file.pk, item_id=first.pk, reason="nhầm")
    services.take_out(actor=ward.specialist, file_id=file.pk, item_id=first.pk, reason="Văn bản của hồ sơ khác")
    with pytest.raises(OrderChanged):
        services.order_items(actor=ward.specialist, file_id=file.pk, item_ids=[first.pk, second.pk])
    with pytest.raises(NotFound):
        services.take_out(actor=ward.specialist, file_id=file.pk, item_id=first.pk, reason="Hai người cùng làm")


def test_others_see_nothing_until_it_is_shared_or_theirs(ward: Ward):
    file = opened(ward.specialist)
    colleague = officer(ward, "dong-nghiep", "Phạm Thị Mai", "specialist")
    with pytest.raises(FileNotFound):
        queries.file_for(colleague, file.pk)
    services.share_file(actor=ward.specialist, file_id=file.pk, position_id=seat(colleague))
    assert queries.file_for(colleague, file.pk) == file
    assert queries.my_files(colleague, shared=True).items == [file]
    with pytest.raises(NotAllowed):
        services.close_file(actor=colleague, file_id=file.pk)
    share = services.share_file(actor=ward.specialist, file_id=file.pk, position_id=seat(colleague))
    services.unshare_file(actor=ward.specialist, file_id=file.pk, share_id=share.pk)
    assert queries.my_files(colleague, shared=True).items == []
    services.hand_on(actor=ward.specialist, file_id=file.pk, position_id=seat(colleague))
    assert services.close_file(actor=colleague, file_id=file.pk).closed_by_name == "Phạm Thị Mai"
    with pytest.raises(FileNotFound):
        queries.file_for(ward.specialist, file.pk)


def test_the_head_keeps_what_the_department_keeps_and_leaders_read_all(ward: Ward):
    file = opened(ward.specialist)
    head = officer(ward, "truong-phong", "Phan Văn Bảy", "department_head")
    assert queries.my_files(head).items == [file]
    assert queries.file_for(ward.leader, file.pk) == file
    with pytest.raises(FileNotFound):
        queries.file_for(ward.one_stop, file.pk)
    with pytest.raises(FileNotFound):
        queries.file_for(ward.citizen, file.pk)


def test_files_are_found_by_words_without_accents(ward: Ward):
    file = opened(ward.specialist)
    assert queries.my_files(ward.specialist, text="bao cao chuyen doi").items == [file]
    assert queries.my_files(ward.specialist, text="đất đai").items == []


def test_bad_input_is_told_by_field(ward: Ward):
    with pytest.raises(Invalid) as told:
        services.open_file(actor=ward.specialist, key="x", title="ngắn")
    assert "title" in told.value.problems
    file = opened(ward.specialist, filled=False)
    bad = DocumentFacts(subject="", kind="XX", issued_on=date(2999, 1, 1), pages=0)
    with pytest.raises(Invalid) as told:
        services.put_document(actor=ward.specialist, file_id=file.pk, facts=bad)
    assert set(told.value.problems) == {"subject", "kind", "issued_on", "pages", "file"}


@pytest.mark.django_db(transaction=True)
def test_two_who_open_from_one_title_at_once_get_two_codes(ward: Ward):
    entry = queries.titles_for(ward.specialist, 2026 if approved_list(ward) else 0)[0]
    start, codes = threading.Barrier(4), []

    def one(key: str) -> None:
        try:
            start.wait()
            with transaction.atomic():
                codes.append(services.open_file(actor=ward.specialist, key=key, entry_id=entry.pk).code)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(f"k{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == ["01.TH", "01.TH/2", "01.TH/3", "01.TH/4"]
    assert WorkFile.objects.count() == 4
