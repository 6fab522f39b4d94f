import json

import pytest
from django.http import QueryDict
from django.test import Client

from lienthong.domain.life_events import queries, services
from lienthong.domain.life_events.errors import AddressTaken, EditedMeanwhile, LifeEventNotFound
from lienthong.domain.life_events.forms import read_typed
from lienthong.domain.life_events.models import LifeEvent
from lienthong.domain.life_events.outline import Mention, Outline, Step, read_outline
from lienthong.domain.life_events.services.loading import BUILT_IN
from lienthong.kit.actor import ANONYMOUS, SYSTEM, Actor
from lienthong.kit.errors import Invalid, NotAllowed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("events")]


def test_every_page_opens(client: Client) -> None:
    listed = client.get("/su-kien/").content.decode()
    rows = queries.published_events()
    assert len(rows) == len(json.loads(BUILT_IN.read_text(encoding="utf-8")))
    for row in rows:
        assert f'href="/su-kien/{row.slug}/"' in listed
        page = client.get(f"/su-kien/{row.slug}/")
        assert page.status_code == 200
        assert row.title in page.content.decode()


def test_the_first_page_leads_there(client: Client) -> None:
    assert '/su-kien/sinh-con/"' in client.get("/").content.decode()


def test_a_step_shows_its_term_and_only_procedures_in_force() -> None:
    view = queries.published_event("sinh-con")
    first = view.steps[0]
    assert "60 ngày" in first.step.when
    assert first.procedures[0].version.code == "1.001193"
    LifeEvent.objects.filter(slug="sinh-con").update(
        published=Outline(
            title="Sinh con", steps=(Step(title="Một", procedures=(Mention(code="9.999999"),)),)
        ).as_json()
    )
    view = queries.published_event("sinh-con")
    assert view.steps[0].procedures == ()
    assert view.unknown == ("9.999999",)


def test_papers_asked_more_than_once_are_named() -> None:
    known = {
        paper.name: paper.used_for
        for row in queries.published_events()
        for paper in queries.published_event(row.slug).shared
    }
    assert known
    assert all(len(used_for) > 1 for used_for in known.values())


def test_queries_do_not_grow(client: Client, django_assert_max_num_queries: object) -> None:
    client.get("/su-kien/chuyen-cho-o/")
    with django_assert_max_num_queries(3):  # type: ignore[operator]  # the third: which procedures have a check
        client.get("/su-kien/chuyen-cho-o/")
    with django_assert_max_num_queries(2):  # type: ignore[operator]
        queries.published_events()


def test_people_read_the_published_page_until_the_next_is_published(keeper: Actor) -> None:
    draft = queries.draft(keeper, "ket-hon")
    changed = Outline(title="Lấy vợ, lấy chồng", lead=draft.outline.lead, steps=draft.outline.steps[:1])
    edits = services.save_draft(actor=keeper, slug="ket-hon", edits=draft.edits, order=5, outline=changed)
    assert queries.published_event("ket-hon").outline.title == "Kết hôn"
    assert queries.draft(keeper, "ket-hon").has_changes
    services.publish_event(actor=keeper, slug="ket-hon", edits=edits)
    assert queries.published_event("ket-hon").outline == changed
    services.withdraw_event(actor=keeper, slug="ket-hon")
    with pytest.raises(LifeEventNotFound):
        queries.published_event("ket-hon")


def test_two_who_edit_lose_nothing(keeper: Actor) -> None:
    draft = queries.draft(keeper, "xay-nha")
    services.save_draft(actor=keeper, slug="xay-nha", edits=draft.edits, order=1, outline=draft.outline)
    with pytest.raises(EditedMeanwhile):
        services.save_draft(actor=keeper, slug="xay-nha", edits=draft.edits, order=1, outline=Outline(title="x"))


def test_what_cannot_be_shown_is_named(keeper: Actor) -> None:
    slug = services.create_event(actor=keeper, title="Đi chợ")
    assert slug == "di-cho"
    with pytest.raises(Invalid) as refusal:
        services.publish_event(actor=keeper, slug=slug, edits=0)
    assert set(refusal.value.problems) == {"lead", "b1-title"}
    with pytest.raises(AddressTaken):
        services.create_event(actor=keeper, title="ĐI  CHỢ")


def test_only_who_keeps_the_catalogue_edits(stranger: Actor) -> None:
    for actor in (stranger, ANONYMOUS):
        with pytest.raises(NotAllowed):
            queries.drafts(actor)
        with pytest.raises(NotAllowed):
            services.withdraw_event(actor=actor, slug="sinh-con")


def test_loading_again_keeps_what_officials_wrote(keeper: Actor) -> None:
    LifeEvent.objects.filter(slug="sinh-con").update(draft=Outline(title="Đã sửa").as_json())
    assert services.load_life_events(actor=SYSTEM) == 0
    assert queries.draft(keeper, "sinh-con").outline.title == "Đã sửa"


def test_the_editor_reads_steps_in_the_order_of_their_numbers() -> None:
    typed = read_typed(
        QueryDict(
            "title=T&steps=3&order=7&edits=2&b1-title=Sau&b1-order=20&b2-title=Trước&b2-order=10&b2-procedures=2"
            "&b2-p1-code=1.001193&b2-p1-note=Con&b2-p2-code=1.000894&b2-p2-remove=1&b3-title=&b3-add=ket+hon"
        )
    )
    assert [step.title for step in typed.outline.steps] == ["Trước", "Sau", ""]
    assert typed.outline.steps[0].procedures == (Mention(code="1.001193", note="Con"),)
    assert typed.added == ((3, "ket hon"),)
    assert (typed.order, typed.edits) == (7, 2)


def test_an_outline_comes_back_as_it_was_kept() -> None:
    for entry in json.loads(BUILT_IN.read_text(encoding="utf-8")):
        outline = read_outline(entry)
        assert read_outline(outline.as_json()) == outline
        assert all(len(step.title) <= 160 and len(step.when) <= 160 and len(step.text) <= 600 for step in outline.steps)


def test_the_editor_adds_a_procedure_by_name_and_publishes(desk: Client) -> None:
    assert desk.get("/lam-viec/su-kien/").status_code == 200
    assert desk.post("/lam-viec/su-kien/", {"title": "Đi chợ"}).headers["Location"] == "/lam-viec/su-kien/di-cho/"
    options = desk.get("/lam-viec/su-kien/goi-y-thu-tuc/?b1-add=tam+tru").content.decode()
    assert 'value="1.004194 Đăng ký tạm trú"' in options
    said = {"title": "Đi chợ", "lead": "Một câu.", "steps": "1", "order": "5", "edits": "0", "b1-title": "Đi"}
    wrong = desk.post("/lam-viec/su-kien/di-cho/", said | {"b1-add": "đăng ký"})
    assert wrong.status_code == 422
    assert "chưa chỉ rõ một thủ tục" in wrong.content.decode()
    right = desk.post(
        "/lam-viec/su-kien/di-cho/", said | {"edits": "1", "b1-add": "1.004194 Đăng ký tạm trú", "publish": "1"}
    )
    assert right.status_code == 302
    assert "Đăng ký tạm trú" in desk.get("/su-kien/di-cho/").content.decode()
    late = desk.post("/lam-viec/su-kien/di-cho/", said | {"b1-title": "Đi xa"})
    assert late.status_code == 409
    assert "Đi xa" in late.content.decode()
    assert desk.get("/lam-viec/su-kien/di-cho/xem-truoc/").status_code == 200
    assert desk.post("/lam-viec/su-kien/di-cho/ngung-hien/").status_code == 302
    assert desk.get("/su-kien/di-cho/").status_code == 404
