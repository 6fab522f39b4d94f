"""Documents are found by words of abstract and content, by number, by who issued them; only those one may see (tìm văn bản)."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.province import Ward

from lienthong.domain.correspondence import queries, services
from lienthong.domain.correspondence.choices import Part, Relation
from lienthong.domain.correspondence.errors import DocumentNotFound, TooManySearches
from lienthong.domain.correspondence.events import SearchFound
from lienthong.domain.correspondence.models import Document, DocumentFile, DocumentLink, SavedSearch
from lienthong.domain.correspondence.queries import wanted_of
from lienthong.domain.correspondence.services import Arrival, Charge
from lienthong.domain.correspondence.services.keeping_searches import MOST_OF_SEAT
from lienthong.flows.searches_tell import tell_found
from lienthong.foundation.audit import queries as audit
from lienthong.foundation.files.models import StoredFile
from lienthong.foundation.notifications.models import Notification
from lienthong.kit import clock
from lienthong.kit.errors import Invalid, NotFound
from lienthong.kit.events import reacting_at_once
from lienthong.kit.ids import new_id
from lienthong.kit.text_vi import words

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)
PLAN = Arrival(
    issuer_name="Ủy ban nhân dân tỉnh Gia Lai",
    notation="12/KH-UBND",
    issued_on=date(2026, 11, 24),
    abstract="Triển khai chuyển đổi số năm 2027 trên địa bàn tỉnh",
    signer="Rah Lan Chung",
    source="mail",
)
DECISION = Arrival(
    issuer_name="Sở Nội vụ",
    notation="112/QĐ-SNV",
    issued_on=date(2026, 11, 20),
    abstract="Phê duyệt danh mục hồ sơ năm 2026",
    signer="Nguyễn Thị Đào",
    source="paper",
    urgency="express",
)


def arrive(ward: Ward, arrival: Arrival, content: str = "", at: datetime = MORNING, **changed: object) -> Document:
    with clock.at(at):
        files = ()
        if content:
            stored = StoredFile.objects.create(
                name="van-ban.pdf",
                media_type="application/pdf",
                size=1,
                sha256="0" * 64,
                path=f"x/{new_id()}",
                purpose="document",
            )
            files = ((stored.pk, content),)
        return services.register_document(
            actor=ward.clerk, arrival=replace(arrival, files=files, **changed), key=str(new_id())
        )


def found(actor, **params: str) -> list[str]:
    wanted = wanted_of({name.replace("_", "-"): value for name, value in params.items()})
    return [row.notation for row in queries.documents_found(actor, wanted).items]


@pytest.fixture
def two(ward: Ward) -> list[Document]:
    return [
        arrive(ward, PLAN, "Điều 1. Các xã, phường bố trí máy quét và đường truyền cáp quang trước 30/6/2027."),
        arrive(ward, DECISION, "Thời hạn bảo quản vĩnh viễn đối với hồ sơ địa giới.", at=MORNING + timedelta(hours=1)),
    ]


def test_it_works(ward: Ward, two: list[Document]):
    assert found(ward.leader) == ["112/QĐ-SNV", "12/KH-UBND"], "newest first"
    for text in (
        "chuyen doi so",
        "số chuyển đổi",
        "chuyển đổi số may quet",
        '"cáp quang"',
        "cáp qua",
        "RAH LAN CHUNG 2027",
    ):
        assert found(ward.leader, q=text) == ["12/KH-UBND"], text
    assert not found(ward.leader, q='"quang cáp"'), "between quotes the words stand as they are"
    assert found(ward.leader, q='"năm 2026" hồ sơ') == ["112/QĐ-SNV"]
    assert not found(ward.leader, q="?!"), "no word, nothing found"


def test_by_number_as_people_type_it(ward: Ward, two: list[Document]):
    for text in ("12/KH-UBND", "12 kh ubnd", "so 12", "số 12", "12", "012/KH-UBND", "12/kh"):
        assert found(ward.leader, q=text) == ["12/KH-UBND"], text
    assert found(ward.leader, q="so 2") == ["112/QĐ-SNV"], "the number in the register"
    assert found(ward.leader, q="2026") == ["112/QĐ-SNV"], "a year is a word"


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"noi_ban_hanh": "so noi vu"}, ["112/QĐ-SNV"]),
        ({"nguoi_ky": "đào"}, ["112/QĐ-SNV"]),
        ({"nguoi_ky": "noi vu"}, []),
        ({"loai": "KH"}, ["12/KH-UBND"]),
        ({"do_khan": "express"}, ["112/QĐ-SNV"]),
        ({"chieu": "outgoing"}, []),
        ({"trang_thai": "open"}, ["112/QĐ-SNV", "12/KH-UBND"]),
        ({"trang_thai": "overdue"}, []),
        ({"tu": "2026-11-26", "den": "26/11/2026", "q": "nam"}, ["112/QĐ-SNV", "12/KH-UBND"]),
        ({"den": "2026-11-25"}, []),
        ({"loai": "nonsense", "so": "abc", "dang_giu": "x"}, ["112/QĐ-SNV", "12/KH-UBND"]),
    ],
)
def test_by_what_is_chosen(ward: Ward, two: list[Document], params: dict[str, str], expected: list[str]):
    assert found(ward.leader, **params) == expected


def test_by_who_holds_it_now_and_only_what_one_may_see(ward: Ward, two: list[Document]):
    assert ward.specialist.position
    assert not found(ward.specialist, q="chuyen doi so")
    with clock.at(MORNING):
        services.direct_document(
            actor=ward.leader,
            document_id=two[0].id,
            instruction="",
            charges=[Charge(part=Part.LEAD, position_id=ward.specialist.position.id)],
        )
    assert found(ward.specialist, q="chuyen doi so") == ["12/KH-UBND"]
    assert found(ward.specialist, q="ho so") == []
    assert found(ward.leader, dang_giu=f"p{ward.specialist.position.id}") == ["12/KH-UBND"]
    row = queries.shown(two[:1], wanted_of({"q": "may quet"}))[0]
    assert row.holders == ["Lê Văn Dũng, Công chức tư pháp - hộ tịch"]
    assert [text for text, is_hit in row.content if is_hit] == ["máy", "quét"]
    assert row.abstract == [(PLAN.abstract, False)]


def test_relevance_puts_the_abstract_before_the_content(ward: Ward):
    arrive(ward, PLAN, "đường truyền")
    arrive(ward, DECISION, "chuyển đổi số chỉ nói qua", at=MORNING + timedelta(hours=1))
    rows, more = queries.most_relevant(ward.leader, wanted_of({"q": "chuyen doi so"}))
    assert ([row.notation for row in rows], more) == (["12/KH-UBND", "112/QĐ-SNV"], False)
    assert found(ward.leader, q="chuyen doi so") == ["112/QĐ-SNV", "12/KH-UBND"]


def test_words_follow_the_document_whoever_writes_it(ward: Ward, two: list[Document]):
    services.correct_document(actor=ward.clerk, document_id=two[0].id, reason="Nhập nhầm", abstract="Phòng cháy rừng")
    assert found(ward.leader, q="chay rung") == ["12/KH-UBND"]
    assert not found(ward.leader, q="chuyen doi so")
    DocumentFile.objects.filter(document=two[0]).update(read_text="Chữ đọc xong sau khi vào sổ")
    assert found(ward.leader, q="doc xong sau") == ["12/KH-UBND"]
    DocumentFile.objects.filter(document=two[0]).delete()
    assert not found(ward.leader, q="doc xong sau")
    Document.objects.filter(pk=two[1].pk).update(kind="TB")
    assert found(ward.leader, loai="TB") == ["112/QĐ-SNV"]


LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyAĂÂĐÊÔƠƯáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ019 .,-/'\n"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(LETTERS, max_size=60))
def test_the_database_folds_as_we_do(db: None, text: str):
    with connection.cursor() as cursor:
        cursor.execute("SELECT correspondence_folded(%s)", [text])
        assert cursor.fetchone()[0].split() == words(text)


def test_a_search_that_is_kept_tells_once_and_only_what_its_seat_sees(ward: Ward, two: list[Document]):
    assert ward.specialist.position
    with clock.at(MORNING + timedelta(hours=2)):
        saved = services.save_search(actor=ward.specialist, name=" Chuyển đổi số ", params={"q": "chuyen doi so"})
        own = services.save_search(actor=ward.leader, name="Chuyển đổi số", params={"q": "chuyen doi so"})
    new = arrive(ward, PLAN, at=MORNING + timedelta(hours=3), notation="13/KH-UBND")
    with reacting_at_once():
        assert services.run_search(search_id=saved.pk, actor=ward.specialist) == 0, "not given to the specialist"
        assert services.run_search(search_id=own.pk, actor=ward.leader) == 1, "of the older one nothing is told"
        assert services.run_search(search_id=own.pk, actor=ward.leader) == 0
    with clock.at(MORNING + timedelta(hours=4)):
        services.direct_document(
            actor=ward.leader,
            document_id=new.id,
            instruction="",
            charges=[Charge(part=Part.LEAD, position_id=ward.specialist.position.id)],
        )
    assert services.run_search(search_id=saved.pk, actor=ward.specialist) == 1, (
        "new to this seat, though it came before"
    )
    event = SearchFound(search_id=saved.pk, document_ids=(str(new.id), str(two[1].id)))
    for _ in range(2):
        tell_found(event)
    (mine,) = Notification.objects.filter(account_id=ward.specialist.account_id)
    assert "1 văn bản mới" in mine.subject, "told once, and not of what the seat may not see"
    line = Notification.objects.get(account_id=ward.leader.account_id)
    assert (line.subject, line.url) == (
        "Tìm kiếm “Chuyển đổi số”: 1 văn bản mới",
        f"/lam-viec/van-ban/tim/da-luu/{own.pk}/",
    )
    assert "13/KH-UBND" in line.body


def test_kept_searches_are_paused_shared_and_dropped_by_their_seat_only(ward: Ward):
    saved = services.save_search(actor=ward.clerk, name="Hỏa tốc", params={"do-khan": "express", "trash": "x"})
    assert saved.params == {"do-khan": "express"}
    services.pause_search(actor=ward.clerk, search_id=saved.pk, is_paused=True)
    arrive(ward, DECISION)
    assert services.run_search(search_id=saved.pk, actor=ward.clerk) == 0
    services.pause_search(actor=ward.clerk, search_id=saved.pk, is_paused=False)
    assert services.run_search(search_id=saved.pk, actor=ward.clerk) == 0, "what came while it was paused is not told"
    assert [search for search, _ in queries.searches_to_run()] == [saved.pk]
    with pytest.raises(NotFound):
        services.drop_search(actor=ward.leader, search_id=saved.pk)
    assert not queries.searches_of(ward.leader).exists()
    with pytest.raises(Invalid) as told:
        services.save_search(actor=ward.clerk, name="", params={})
    assert set(told.value.problems) == {"name", "params"}
    SavedSearch.objects.bulk_create(
        SavedSearch(position_id=saved.position_id, name=f"s{number}") for number in range(MOST_OF_SEAT - 1)
    )
    with pytest.raises(TooManySearches, match="nhiều nhất 30"):
        services.save_search(actor=ward.clerk, name="Một nữa", params={"q": "x"})
    services.drop_search(actor=ward.clerk, search_id=saved.pk)
    assert services.run_search(search_id=saved.pk, actor=ward.clerk) == 0


def test_relations_are_walked_in_both_directions_and_hide_what_is_not_seen(ward: Ward, two: list[Document]):
    assert ward.specialist.position
    third = arrive(ward, PLAN, notation="14/KH-UBND", abstract="Thay thế kế hoạch cũ")
    far = arrive(ward, PLAN, notation="15/KH-UBND", abstract="Kế hoạch tiếp theo")
    for document, other, relation in (
        (two[0], two[1], Relation.BASED_ON),
        (third, two[0], Relation.REPLACES),
        (far, third, Relation.AMENDS),
        (far, two[0], Relation.RELATES),
    ):
        services.relate_documents(actor=ward.clerk, document_id=document.id, other_id=other.id, relation=relation)
    walk = queries.walk_from(ward.leader, two[0])
    assert (walk.count, walk.hidden, walk.is_cut) == (3, 0, False)
    assert {(node.said, node.document.notation) for node in walk.root.below} == {
        ("căn cứ", "112/QĐ-SNV"),
        ("bị thay thế bởi", "14/KH-UBND"),
        ("liên quan", "15/KH-UBND"),
    }
    down = queries.walk_from(ward.leader, two[1])
    (first,) = down.root.below
    assert (first.said, first.document) == ("là căn cứ của", two[0])
    assert {node.document.notation for node in first.below} == {"14/KH-UBND", "15/KH-UBND"}
    with clock.at(MORNING):
        services.direct_document(
            actor=ward.leader,
            document_id=two[0].id,
            instruction="",
            charges=[Charge(part=Part.INFORM, position_id=ward.specialist.position.id)],
        )
    hidden = queries.walk_from(ward.specialist, two[0])
    assert (hidden.count, hidden.hidden, hidden.root.hidden) == (0, 3, 3)


def test_a_relation_said_wrongly_is_taken_back_with_its_reason(ward: Ward, two: list[Document]):
    link = services.relate_documents(
        actor=ward.clerk, document_id=two[0].id, other_id=two[1].id, relation=Relation.RELATES
    )
    with pytest.raises(Invalid):
        services.unrelate_documents(actor=ward.clerk, document_id=two[0].id, link_id=link.pk, reason=" ")
    with pytest.raises(DocumentNotFound):
        services.unrelate_documents(actor=ward.specialist, document_id=two[0].id, link_id=link.pk, reason="nhầm")
    services.unrelate_documents(actor=ward.clerk, document_id=two[1].id, link_id=link.pk, reason="Chọn nhầm văn bản")
    assert not DocumentLink.objects.exists()
    (entry,) = audit.acts_on("document", [two[1].pk], ["unrelate_documents"])
    assert entry.details == {"to": str(two[0].pk), "relation": "relates", "reason": "Chọn nhầm văn bản"}


def test_a_walk_through_very_many_relations_is_cut(ward: Ward, two: list[Document]):
    now = clock.now()
    many = Document.objects.bulk_create(
        Document(
            agency_id=ward.agency_id,
            issuer_name="Sở",
            issuer_key="so",
            abstract=f"Văn bản {number}",
            source="mail",
            key=f"m{number}",
            arrived_at=now,
            registered_by_name="x",
            notation=f"{number}/CV",
            notation_key=f"{number} cv",
        )
        for number in range(300)
    )
    DocumentLink.objects.bulk_create(
        DocumentLink(document=each, other=other, relation="relates", made_by_name="x")
        for place, each in enumerate(many)
        for other in (two[place % 2], many[(place * 7 + 1) % 300])
        if each != other
    )
    walk = queries.walk_from(ward.leader, two[0])
    assert walk.is_cut
    assert len(walk.root.below) == 40
    assert re.search(r"\d", walk.root.below[0].document.abstract)
