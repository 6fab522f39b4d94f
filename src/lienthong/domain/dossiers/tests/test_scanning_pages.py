"""The officer scans from the dossier's page: upload, put right, attach; every button works without script."""

from django.test import Client
from tests.province import Ward

from lienthong.domain.dossiers import queries
from lienthong.domain.dossiers.choices import PaperSource
from lienthong.domain.dossiers.tests.stages import accepted, signed_in
from lienthong.domain.dossiers.tests.test_scanning import separator, stack, written
from lienthong.domain.scans import queries as scans


def test_it_works(ward: Ward) -> None:
    dossier = accepted(ward)
    client = signed_in(Client(), ward.one_stop)
    desk = client.get(f"/lam-viec/ho-so/{dossier.code}/").content.decode()
    begin = f"/lam-viec/quet-lo/ho-so/{dossier.code}/"
    assert begin in desk
    sheets = client.get(f"{begin}to-ngan.pdf")
    assert sheets.content.startswith(b"%PDF")
    content = stack(written("Trước"), separator(dossier.code, "marriage"), written("Kết hôn"))
    answer = client.post(begin, {"files": content})
    (batch,) = scans.open_batches(ward.one_stop)
    table = f"/lam-viec/quet-lo/{batch.pk}/"
    assert answer["Location"] == table
    page = client.get(table).content.decode()
    assert "Còn phần chưa rõ giấy tờ nào" in page
    assert table in client.get(begin).content.decode()
    assert client.get(f"{table}anh/1.jpg").content.startswith(b"\xff\xd8\xff")
    assert client.get(f"{table}trang/3.jpg").content.startswith(b"\xff\xd8\xff")
    assert b"".join(client.get(f"{table}tep-goc/1/").streaming_content).startswith(b"%PDF")
    first, second = scans.pieces_of(batch)
    form = {
        "seen": scans.batch_for(ward.one_stop, batch.pk).revision,
        "pieces": [first.pk, second.pk],
        f"slot-{first.pk}": "giay-to-khac",
        f"slot-{second.pk}": "marriage",
    }
    nameless = client.post(f"{table}sap-xep/", {**form, "act": "take"})
    assert nameless.status_code == 422
    assert "phải có tên" in nameless.content.decode()
    form[f"name-{first.pk}"] = "Đơn trình bày"
    turned = client.post(f"{table}sap-xep/", {**form, "act": "turn", "pages": [1, 3]})
    assert turned["Location"] == f"{table}#trang-1"
    late = client.post(f"{table}sap-xep/", {**form, "act": "take"}, follow=True)
    assert "vừa sắp xếp lại" in late.content.decode()  # the page on the screen was older than the turning
    form["seen"] = scans.batch_for(ward.one_stop, batch.pk).revision
    answer = client.post(f"{table}sap-xep/", {**form, "act": "take"}, follow=True)
    assert answer.redirect_chain[-1][0] == f"/lam-viec/ho-so/{dossier.code}/"
    assert "Đã gắn 2 giấy tờ" in answer.content.decode()
    assert "Đơn trình bày" in answer.content.decode()
    again = client.post(f"{table}gan/", follow=True)
    assert "trước đó; không gắn lần nữa" in again.content.decode()
    given = {paper.requirement_key for paper in queries.papers_of(dossier) if paper.source == PaperSource.COUNTER}
    assert given == {"giay-to-khac", "marriage"}
    looks = signed_in(Client(), ward.citizen).get("/ai-da-xem/").content.decode()
    assert looks.count(f"Quét giấy tờ vào {dossier.code}") == 1


def test_a_stack_of_nobody_finds_its_dossier(ward: Ward) -> None:
    dossier, other = accepted(ward), accepted(ward)
    client = signed_in(Client(), ward.one_stop)
    assert "Chưa chọn tệp nào" in client.post("/lam-viec/quet-lo/", follow=True).content.decode()
    client.post(
        "/lam-viec/quet-lo/",
        {"files": stack(written("Ai đây"), separator(other.code, "marriage"), written("Kết hôn"))},
    )
    (batch,) = scans.open_batches(ward.one_stop)
    table = f"/lam-viec/quet-lo/{batch.pk}/"
    assert f'Tờ ngăn ghi <b class="num">{other.code}</b>' in client.get(table).content.decode()
    wrong = client.post(f"{table}cua/", {"ma": "H21.99-000000-0000"}, follow=True).content.decode()
    assert "Không tìm thấy hồ sơ" in wrong
    client.post(f"{table}cua/", {"ma": dossier.code})
    client.post(f"{table}chuyen/", {"ma": other.code})
    assert {(each.subject, each.pages_total) for each in scans.open_batches(ward.one_stop)} == {
        (dossier.code, 3),
        (other.code, 1),
    }
    answer = client.post(f"{table}bo/", follow=True).content.decode()
    assert "Đã bỏ lô quét 3 trang" in answer


def test_every_act_on_pages_has_its_button(ward: Ward) -> None:
    dossier = accepted(ward)
    client = signed_in(Client(), ward.one_stop)
    client.post(f"/lam-viec/quet-lo/ho-so/{dossier.code}/", {"files": stack(*[written(str(n)) for n in range(4)])})
    (batch,) = scans.open_batches(ward.one_stop)
    table = f"/lam-viec/quet-lo/{batch.pk}/"

    def act(value: str, **more: object) -> list[list[int]]:
        client.post(f"{table}sap-xep/", {"act": value, **more})
        return [[page.number for page in piece.pages.all()] for piece in scans.pieces_of(batch)]

    assert act("split", pages=[3]) == [[1, 2], [3, 4]]
    assert act("down:1") == [[2, 1], [3, 4]]
    assert act("new", pages=[1]) == [[2], [1], [3, 4]]
    piece = scans.pieces_of(batch)[0]
    assert act("move", pages=[4], to=piece.pk) == [[2, 4], [1], [3]]
    assert act("throw", pages=[3]) == [[2, 4], [1]]
    assert act(f"throw-piece:{piece.pk}") == [[1]]
    assert act("turn") == [[1]]  # nothing chosen: said, not done
    assert "Chưa chọn trang nào" in client.post(f"{table}sap-xep/", {"act": "turn"}, follow=True).content.decode()
    more = client.post(f"{table}tep/", {"files": stack(written("thêm"))}, follow=True)
    assert "5 trang" in more.content.decode()
    assert client.get(f"{table}trang/99.jpg").status_code == 404
    stranger = signed_in(Client(), ward.specialist)
    assert stranger.get(table).status_code == 403
