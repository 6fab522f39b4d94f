from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection
from django.http import QueryDict
from tests.province import _officer

from lienthong.domain.dossiers import queries, services
from lienthong.domain.dossiers.errors import FeeChanged, FeeUnpaid, ReceptionElsewhere, ReceptionFinished, TicketInHand
from lienthong.domain.dossiers.models import Dossier, Filing, Reception
from lienthong.domain.dossiers.services.documents import receipt_data
from lienthong.domain.dossiers.tests.receptions import CARD, begun, checks_of, fill, keep, ready
from lienthong.domain.dossiers.tests.stages import BIRTH
from lienthong.domain.procedures import queries as procedures
from lienthong.foundation.accounts import services as accounts
from lienthong.foundation.accounts.models import Person
from lienthong.foundation.audit.queries import entries_of
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.payments import queries as payments
from lienthong.kit import clock
from lienthong.kit.citizen_card import CardUnreadable
from lienthong.kit.errors import Invalid, NotAllowed, NotFound, Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(ward):
    return _officer(ward.agency_id, "mot-cua-2", "Phạm Thị Lan", "Công chức một cửa", "one_stop_officer")


@pytest.fixture
def elsewhere(ward):
    """The one-stop officer of the next commune."""
    other = organizations.communes().exclude(pk=ward.agency_id).first()
    return _officer(other.pk, "mot-cua-xa-ben", "Rah Lan Thu", "Công chức một cửa", "one_stop_officer")


def accept(actor, reception):
    return services.accept_reception(actor=actor, reception_id=reception.id)


def test_it_works(ward):
    reception = ready(ward)
    dossier = accept(ward.one_stop, reception)
    assert (dossier.id, dossier.state, dossier.channel) == (reception.id, "processing", "counter")
    assert dossier.due_at is not None
    assert (dossier.agency_id, dossier.reception_agency_id, dossier.helped_agency_id) == (ward.agency_id,) * 3
    assert (dossier.filed_by_id, dossier.applicant_id) == (ward.one_stop.account_id, ward.citizen.person_id)
    assert dossier.answers["req_name"] == "Siu H'Ngan"
    check = dossier.paper_checks.get(requirement_key="birth_notice")
    assert (check.verdict, check.shape, check.count, check.checked_by_name) == ("ok", "original", 1, "Trần Thị Bích")
    assert queries.reception_of(dossier).state == "accepted"
    assert entries_of("dossier", dossier.id).filter(verb="accept_reception").count() == 1
    assert accept(ward.one_stop, reception) == dossier
    assert Dossier.objects.count() == 1
    assert queries.open_receptions(ward.one_stop) == []


# ---- who came ----


def find(actor, text):
    reception = services.start_reception(actor=actor)
    found = services.find_applicant(actor=actor, reception_id=reception.id, text=text)
    reception.refresh_from_db()
    return reception, found


def test_the_code_of_a_card_settles_who_it_is_and_fills_the_form(ward):
    reception = begun(
        ward.one_stop, card="064188000111||Rơ Châm H'Blĩ|02091988|Nữ|Làng Ốp, Phường Pleiku, Gia Lai|01072024"
    )
    assert reception.applicant["birth_date"] == "1988-09-02"
    assert reception.person_id is None
    assert reception.filing.answers["req_name"] == "Rơ Châm H'Blĩ"
    assert reception.filing.sources["req_name"] == {"text": "Thẻ căn cước đọc tại quầy", "by": "reception"}


def test_another_person_takes_the_place_of_the_first_but_not_of_what_was_typed(ward):
    reception = begun(ward.one_stop)
    page = next(iter(queries.reception_for(ward.one_stop, reception.id).filing.raw), None)
    assert page is None
    fill(reception, req_name="Ksor H'Lan")
    services.find_applicant(actor=ward.one_stop, reception_id=reception.id, text="064091000733")
    reception.refresh_from_db()
    assert reception.applicant["full_name"] == "Ksor Y Blô"
    assert Filing.objects.get(id=reception.filing_id).answers["child_name"] == "Siu Bảo An"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("064195000512|231012345|Siu H'", "Máy quét gửi chưa hết mã thẻ"),
        ("064195000512|2310", "Đã giữ số căn cước 064195000512"),
    ],
)
def test_half_a_code_says_so_and_keeps_what_is_known(ward, line, says):
    reception, found = find(ward.one_stop, line)
    assert found.trouble
    assert says in found.said
    assert (reception.applicant["full_name"], reception.person_id) == ("Siu H'Ngan", ward.citizen.person_id)


def test_what_is_no_card_leaves_the_person_who_was_there(ward):
    reception = begun(ward.one_stop)
    with pytest.raises(CardUnreadable):
        services.find_applicant(actor=ward.one_stop, reception_id=reception.id, text="06419|500|0512")
    with pytest.raises(Invalid, match="1 mục") as refusal:
        services.find_applicant(actor=ward.one_stop, reception_id=reception.id, text="06419500051")
    assert "Có 11 chữ số" in refusal.value.problems["find"]
    reception.refresh_from_db()
    assert reception.applicant["full_name"] == "Siu H'Ngan"


def test_people_are_found_by_number_telephone_and_name_and_chosen(ward):
    reception, found = find(ward.one_stop, "064091000733")
    assert reception.applicant["full_name"] == "Ksor Y Blô"
    assert found.person_ids == ()
    _, found = find(ward.one_stop, "+84 905 000 512")
    assert set(found.person_ids) == {ward.citizen.person_id, ward.neighbour.person_id}
    reception, found = find(ward.one_stop, "h'ngan")
    assert found.person_ids == (ward.citizen.person_id,)
    services.choose_applicant(actor=ward.one_stop, reception_id=reception.id, person_id=ward.citizen.person_id)
    reception.refresh_from_db()
    assert reception.applicant["id_number"] == "064195000512"


def test_a_number_nobody_has_is_kept_for_typing(ward):
    reception, found = find(ward.one_stop, "064188000999")
    assert (reception.applicant["id_number"], reception.applicant["source"]) == ("064188000999", "typed")
    assert "Ghi họ tên" in found.said


def test_possible_duplicates_are_shown_with_what_differs(ward):
    accounts.identify_person(
        actor=ward.one_stop, id_number="052095000999", full_name="SIU H'NGAN", birth_date=date(1995, 3, 12)
    )
    reception = begun(ward.one_stop)
    by_name, by_phone = sorted(
        queries.lookalikes_of(ward.one_stop, reception), key=lambda each: each.last4, reverse=True
    )
    assert (by_name.last4, by_name.same) == ("0999", ("họ tên", "ngày sinh"))
    assert (by_phone.last4, by_phone.same) == ("0733", ("ngày sinh", "điện thoại"))
    assert "họ tên: Ksor Y Blô" in by_phone.differs


def test_a_dossier_or_a_reception_that_is_open_is_warned_of(ward, colleague):
    dossier = accept(ward.one_stop, ready(ward))
    other = begun(colleague)
    (twin,) = queries.twins_of(other)
    assert (twin.code, twin.state) == (dossier.code, "Đang xử lý")
    assert [each.code for each in queries.twins_of(begun(ward.one_stop))] == [dossier.code, ""]


def test_who_came_may_be_somebody_else(ward):
    reception = ready(ward)
    keep(ward.one_stop, reception, presenter={"full_name": "Ksor Y Blô", "id_number": "0640", "phone": ""})
    with pytest.raises(Invalid) as refusal:
        accept(ward.one_stop, reception)
    assert set(refusal.value.problems) == {"presenter_number", "presenter_basis"}
    keep(
        ward.one_stop,
        reception,
        presenter={"full_name": "Ksor Y Blô", "id_number": "064091000733", "basis": "Giấy ủy quyền ngày 02/11/2026"},
    )
    dossier = accept(ward.one_stop, reception)
    assert dossier.applicant_name == "Siu H'Ngan"
    assert queries.reception_of(dossier).presenter["full_name"] == "Ksor Y Blô"


# ---- papers, form, fee ----


def test_everything_wrong_is_said_at_once(ward):
    reception = services.start_reception(actor=ward.one_stop)
    with pytest.raises(Invalid) as refusal:
        accept(ward.one_stop, reception)
    assert set(refusal.value.problems) == {"procedure"}
    services.choose_procedure(actor=ward.one_stop, reception_id=reception.id, code=BIRTH)
    with pytest.raises(Invalid) as refusal:
        accept(ward.one_stop, reception)
    assert {"find", "verdict-birth_notice", "child_name"} <= set(refusal.value.problems)
    assert not Dossier.objects.exists()


def test_a_required_paper_that_is_wanting_is_not_accepted_but_returned_with_one_list(ward):
    reception = ready(ward)
    keep(ward.one_stop, reception, checks={"birth_notice": {"verdict": "miss", "reason": ""}})
    for conclude in (services.accept_reception, services.return_reception):
        with pytest.raises(Invalid) as refusal:
            conclude(actor=ward.one_stop, reception_id=reception.id)
        assert "chưa ghi lý do" in refusal.value.problems["reason-birth_notice"]
    keep(
        ward.one_stop,
        reception,
        checks={"birth_notice": {"verdict": "bad", "reason": "Bản chụp mờ, không đọc được số"}},
    )
    with pytest.raises(Invalid, match="1 mục") as refusal:
        accept(ward.one_stop, reception)
    assert "bắt buộc chưa đạt" in refusal.value.problems["verdict-birth_notice"]
    dossier = services.return_reception(actor=ward.one_stop, reception_id=reception.id)
    assert (dossier.state, dossier.answers["child_name"]) == ("supplement", "Siu Bảo An")
    request = queries.open_supplement_request(dossier)
    assert [line.reason for line in queries.defects_of(request.id)] == ["Bản chụp mờ, không đọc được số"]
    assert services.make_supplement_letter(request_id=request.id).file is not None
    assert services.return_reception(actor=ward.one_stop, reception_id=reception.id) == dossier
    assert Dossier.objects.count() == 1


def test_an_unfinished_form_does_not_stand_in_the_way_of_returning(ward):
    reception = begun(ward.one_stop)
    keep(
        ward.one_stop,
        reception,
        checks=checks_of(reception, birth_notice={"verdict": "miss", "reason": "Chưa mang theo"}),
    )
    dossier = services.return_reception(actor=ward.one_stop, reception_id=reception.id)
    assert dossier.state == "supplement"


def test_refusing_needs_a_ground_and_prints_the_form(ward):
    reception = begun(ward.one_stop)
    with pytest.raises(Invalid):
        services.refuse_reception(actor=ward.one_stop, reception_id=reception.id, reason="không")
    dossier = services.refuse_reception(
        actor=ward.one_stop, reception_id=reception.id, reason="Trẻ đã được đăng ký khai sinh tại nơi khác."
    )
    assert dossier.state == "rejected"
    assert services.make_rejection_letter(dossier_id=dossier.id).file is not None


def returned(ward):
    """The mother has gone home with a list that names one paper."""
    reception = ready(ward)
    missing = {"verdict": "miss", "reason": "Chưa mang theo"}
    keep(ward.one_stop, reception, checks={"birth_notice": missing})
    return services.return_reception(actor=ward.one_stop, reception_id=reception.id)


def test_who_comes_back_with_the_paper_is_taken_in_by_any_colleague_and_only_that_paper_is_asked_for(ward, colleague):
    dossier = returned(ward)
    reception = services.start_reception(actor=colleague)
    services.find_applicant(actor=colleague, reception_id=reception.id, text=CARD)
    reception.refresh_from_db()
    assert queries.waiting_for_supplement(colleague, reception.person_id) == [dossier]
    services.take_up_supplement(actor=colleague, reception_id=reception.id, code=dossier.code)
    found = queries.reception_for(colleague, reception.id)
    assert list(queries.standing_checks(found, procedures.version(found.filing.version_id))) == ["birth_notice"]
    with pytest.raises(Invalid) as refusal:
        services.accept_supplement(actor=colleague, reception_id=reception.id)
    assert set(refusal.value.problems) == {"verdict-birth_notice"}
    with pytest.raises(Refused, match="không lập hồ sơ mới"):
        accept(colleague, reception)
    keep(colleague, reception, checks={"birth_notice": {"verdict": "ok", "shape": "original", "count": 2}})
    done = services.accept_supplement(actor=colleague, reception_id=reception.id)
    assert (done.id, done.state, done.due_at is not None) == (dossier.id, "processing", True)
    assert services.accept_supplement(actor=colleague, reception_id=reception.id) == done
    check = done.paper_checks.get(requirement_key="birth_notice")
    assert (check.verdict, check.count, check.checked_by_name) == ("ok", 2, "Phạm Thị Lan")
    assert queries.open_supplement_request(done) is None
    assert done.papers.filter(requirement_key="birth_notice", replaced_at__isnull=True).get().source == "counter"
    assert Dossier.objects.count() == 1


def test_a_supplement_is_not_taken_from_another_person_nor_at_a_strange_counter(ward, elsewhere):
    dossier = returned(ward)
    other = services.start_reception(actor=ward.one_stop)
    services.find_applicant(actor=ward.one_stop, reception_id=other.id, text="064091000733")
    with pytest.raises(Refused, match="không phải của người đang ở quầy"):
        services.take_up_supplement(actor=ward.one_stop, reception_id=other.id, code=dossier.code)
    strange = services.start_reception(actor=elsewhere)
    with pytest.raises(NotFound):
        services.take_up_supplement(actor=elsewhere, reception_id=strange.id, code=dossier.code)


def test_an_optional_paper_may_be_wanting(ward):
    reception = ready(ward)
    version = queries.reception_for(ward.one_stop, reception.id).filing.version
    optional = version.requirements.filter(required=False).first()
    keep(ward.one_stop, reception, checks={optional.key: {"verdict": "miss"}})
    assert accept(ward.one_stop, reception).paper_checks.get(requirement_key=optional.key).verdict == "miss"


def with_copies(ward):
    """A fee is due: copies of the extract cost 8.000 đồng each."""
    reception = ready(ward, copies=2)
    assert services.fee_due(reception) == 16_000
    return reception


def test_the_fee_is_taken_before_accepting_and_stands_with_the_dossier(ward):
    reception = with_copies(ward)
    with pytest.raises(FeeUnpaid, match=r"16\.000"):
        accept(ward.one_stop, reception)
    services.take_fee_in_cash(actor=ward.one_stop, reception_id=reception.id, given=50_000)
    services.take_fee_in_cash(actor=ward.one_stop, reception_id=reception.id, given=50_000)
    dossier = accept(ward.one_stop, reception)
    assert (dossier.fee_amount, dossier.fee_paid_at is not None, dossier.state) == (16_000, True, "processing")
    receipt = payments.cash_receipt_for(payments.order_for("dossier", dossier.id))
    assert (receipt.amount, receipt.change, receipt.taken_by_name) == (16_000, 34_000, "Trần Thị Bích")


def test_a_fee_may_be_left_until_the_result_is_given(ward):
    reception = with_copies(ward)
    keep(ward.one_stop, reception, fee_later=True)
    dossier = accept(ward.one_stop, reception)
    assert (dossier.state, dossier.fee_amount, dossier.fee_paid_at) == ("processing", 16_000, None)


def test_another_fee_than_was_paid_is_settled_first(ward):
    reception = with_copies(ward)
    services.take_fee_in_cash(actor=ward.one_stop, reception_id=reception.id, given=16_000)
    fill(reception, copies=3)
    with pytest.raises(FeeChanged, match=r"16\.000.*24\.000"):
        accept(ward.one_stop, reception)
    with pytest.raises(Refused, match="Trả lại tiền"):
        services.drop_reception(actor=ward.one_stop, reception_id=reception.id)
    services.return_fee_in_cash(actor=ward.one_stop, reception_id=reception.id, reason="Thêm một bản sao")
    services.ask_fee_by_transfer(actor=ward.one_stop, reception_id=reception.id)
    order = payments.order_for("dossier", reception.id)
    assert (order.state, order.amount) == ("pending", 24_000)
    services.drop_reception(actor=ward.one_stop, reception_id=reception.id)
    order.refresh_from_db()
    assert order.state == "cancelled"


def test_another_procedure_and_back_loses_nothing(ward):
    reception = ready(ward)
    services.choose_procedure(actor=ward.one_stop, reception_id=reception.id, code="1.004873")
    assert queries.reception_for(ward.one_stop, reception.id).filing.answers.get("child_name") is None
    services.choose_procedure(actor=ward.one_stop, reception_id=reception.id, code=BIRTH)
    assert accept(ward.one_stop, reception).answers["child_name"] == "Siu Bảo An"


def test_pages_are_kept_as_typed_and_judged_only_when_finished(ward):
    reception = begun(ward.one_stop)
    page = "tre-duoc-khai-sinh"
    slugs = [each.slug for each in _pages(reception)]
    page = slugs[1]
    post = QueryDict(mutable=True)
    post.setlist("_trang", [page])
    post["child_name"] = "Siu Bảo An"
    post["child_birth_date-day"], post["child_birth_date-month"], post["child_birth_date-year"] = "31", "2", "2026"
    kept = services.keep_reception(
        actor=ward.one_stop, reception_id=reception.id, typed=services.Typed(), post=post, finished=False
    )
    assert kept == {}
    filing = Filing.objects.get(id=reception.filing_id)
    assert filing.answers["child_name"] == "Siu Bảo An"
    assert filing.raw[page]["child_birth_date"]["day"] == "31"
    assert filing.answers["req_name"] == "Siu H'Ngan"  # the other page was not shown, so it is as it was
    problems = services.keep_reception(
        actor=ward.one_stop, reception_id=reception.id, typed=services.Typed(), post=post, finished=True
    )
    assert "child_birth_date" in problems


def _pages(reception):
    from lienthong.domain.eforms import queries as eforms
    from lienthong.domain.procedures import queries as procedures

    return eforms.pages(procedures.version(reception.filing.version_id).form, reception.filing.answers)


# ---- across boundaries ----


def test_received_here_decided_there(ward, elsewhere):
    reception = begun(elsewhere)
    assert reception.filing.agency_id == elsewhere.agency_id
    services.choose_competent_agency(actor=elsewhere, reception_id=reception.id, agency_id=ward.agency_id)
    fill(reception)
    keep(elsewhere, reception, checks=checks_of(reception))
    dossier = accept(elsewhere, reception)
    assert (dossier.agency_id, dossier.reception_agency_id) == (ward.agency_id, elsewhere.agency_id)
    assert (dossier.helped_agency_id, dossier.is_across_boundary) == (elsewhere.agency_id, True)
    (step,) = queries.open_steps(dossier)
    assert step.agency_id == ward.agency_id
    assert queries.dossier_for(ward.specialist, dossier.code) == dossier
    assert dossier.code.startswith(organizations.identifier_of(ward.agency_id))
    for actor in (elsewhere, ward.one_stop):  # it stands in the book of both
        (row,) = queries.register_of(actor, since=clock.today(), until=clock.today())
        assert row == dossier
    data = receipt_data(Dossier.objects.get(id=dossier.id))
    assert (data["agency"], data["competent"]) == (dossier.reception_agency.name, dossier.agency.name)
    assert next((paper["kind"], paper["count"]) for paper in data["papers"]) == ("Bản chính", 1)


def test_helped_here_received_and_decided_there(ward, elsewhere):
    reception = begun(elsewhere)
    services.choose_competent_agency(actor=elsewhere, reception_id=reception.id, agency_id=ward.agency_id)
    fill(reception)
    keep(elsewhere, reception, checks=checks_of(reception), received_here=False)
    dossier = accept(elsewhere, reception)
    assert (dossier.state, dossier.reception_agency_id) == ("submitted", ward.agency_id)
    assert dossier.helped_agency_id == elsewhere.agency_id
    (step,) = queries.open_steps(dossier)
    assert (step.kind, step.agency_id) == ("receive", ward.agency_id)
    assert queries.dossier_for(elsewhere, dossier.code) == dossier
    assert queries.reception_of(dossier).state == "forwarded"


def test_an_agency_that_does_not_handle_it_is_refused(ward):
    reception = begun(ward.one_stop)
    with pytest.raises(Invalid, match="1 mục"):
        services.choose_competent_agency(
            actor=ward.one_stop, reception_id=reception.id, agency_id=organizations.root_agency().pk
        )


# ---- two at once ----


def test_who_may(ward, elsewhere):
    for actor in (ward.specialist, ward.leader, ward.citizen):
        with pytest.raises(NotAllowed):
            services.start_reception(actor=actor)
    reception = begun(ward.one_stop)
    with pytest.raises(NotFound):
        services.find_applicant(actor=elsewhere, reception_id=reception.id, text=CARD)
    with pytest.raises(NotFound):
        queries.reception_for(elsewhere, reception.id)


def test_a_colleague_is_told_who_has_the_number_and_may_take_it_over(ward, colleague):
    reception = begun(ward.one_stop, ticket=7)
    assert services.start_reception(actor=ward.one_stop, ticket=7) == reception
    with pytest.raises(TicketInHand, match="A012 đang được Trần Thị Bích"):
        services.start_reception(actor=colleague, ticket=7)
    with pytest.raises(ReceptionElsewhere, match="Trần Thị Bích"):
        services.choose_procedure(actor=colleague, reception_id=reception.id, code=BIRTH)
    fill(reception)
    keep(ward.one_stop, reception, checks=checks_of(reception))
    services.take_over_reception(actor=colleague, reception_id=reception.id, point="Quầy 2")
    with pytest.raises(ReceptionElsewhere, match="Phạm Thị Lan"):
        accept(ward.one_stop, reception)
    dossier = accept(colleague, reception)
    assert dossier.filed_by_id == colleague.account_id
    with pytest.raises(ReceptionFinished, match=f"Phạm Thị Lan.*{dossier.code}"):
        accept(ward.one_stop, reception)


def test_a_dropped_reception_stays_and_frees_the_number(ward, colleague):
    reception = begun(ward.one_stop, ticket=7)
    services.drop_reception(actor=ward.one_stop, reception_id=reception.id, reason="Người dân ra về")
    services.drop_reception(actor=ward.one_stop, reception_id=reception.id)
    assert services.start_reception(actor=colleague, ticket=7) != reception
    with pytest.raises(ReceptionFinished, match="đã bỏ"):
        services.choose_procedure(actor=ward.one_stop, reception_id=reception.id, code=BIRTH)


@pytest.mark.django_db(transaction=True)
def test_pressed_at_once_it_is_one_dossier_and_one_reception(ward, colleague):
    def at_once(*calls):
        def run(call):
            try:
                return call()
            except Refused as refusal:
                return refusal.message
            finally:
                connection.close()

        with ThreadPoolExecutor(len(calls)) as pool:
            return list(pool.map(run, calls))

    said = at_once(
        *(
            lambda who=who: services.start_reception(actor=who, ticket=7, ticket_label="A012")
            for who in (ward.one_stop, colleague)
        )
    )
    assert Reception.objects.filter(ticket=7).count() == 1
    assert sum("A012 đang được" in str(each) for each in said) == 1
    reception = ready(ward)
    dossiers = at_once(*[lambda: accept(ward.one_stop, reception)] * 3)
    assert len({each.id for each in dossiers}) == 1
    assert Dossier.objects.count() == 1
    assert Person.objects.filter(id_number="064195000512").count() == 1
