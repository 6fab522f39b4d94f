"""The vault is its owner's alone; a paper comes in once and goes out only with a word of consent, while it counts."""

import uuid
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from tests.province import Ward

from lienthong.foundation.accounts.models import Account, Person
from lienthong.foundation.audit import queries as audit
from lienthong.foundation.files import services as files
from lienthong.foundation.files.errors import FileDamaged
from lienthong.foundation.vault import errors, queries, services
from lienthong.foundation.vault.choices import ConsentState, Origin, Signature
from lienthong.foundation.vault.models import Consent, VaultPaper
from lienthong.foundation.vault.queries import Component
from lienthong.foundation.vault.services.keeping import months_on
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM, Actor
from lienthong.kit.errors import Invalid, NotAllowed, NotFound

BIRTH = "KQ.G15.000031"
SCHOOL = Component(key="birth_certificate", name="Giấy khai sinh", codes=("3.000182/birth_certificate",))


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=actor.account_id), backend="django.contrib.auth.backends.ModelBackend")
    return client


def keep(ward: Ward, *, content: bytes = b"%PDF-1.7", source: str = "H21.01-261107-0001", **more: object) -> VaultPaper:
    file = files.store_bytes(name="ket-qua.pdf", media_type="application/pdf", content=content, purpose="result")
    kept = services.KeptPaper(
        **{
            "origin": Origin.RETURNED,
            "name": "Giấy khai sinh",
            "file_id": file.id,
            "kind": BIRTH,
            "number": "12/KQ-H2101",
            "issuer": "Ủy ban nhân dân phường Pleiku",
            "issuer_agency_id": ward.agency_id,
            "issued_on": date(2026, 11, 10),
            "data": {"people": [{"key": "child_", "label": "trẻ", "facts": {"full_name": "Siu Bảo An"}}]},
            **more,
        }
    )
    for _ in range(2):  # told twice, kept once
        services.keep_papers(
            person_id=ward.citizen.person_id or 0,
            source_code=source,
            source_name="Đăng ký khai sinh",
            papers=[kept],
        )
    return VaultPaper.objects.get(file=file)


@pytest.fixture
def paper(ward: Ward) -> VaultPaper:
    services.load_kinds(actor=SYSTEM)
    return keep(ward)


def give(ward: Ward, paper: VaultPaper, **more: object) -> VaultPaper:
    return services.give_paper(
        **{
            "actor": ward.citizen,
            "paper_id": paper.id,
            "reference": "N-261126-ABCDEF",
            "purpose": "Đăng ký kết hôn",
            "consent": services.consent_text("UBND phường Pleiku"),
            "agency_id": ward.agency_id,
            **more,
        }
    )


def test_it_works_for_its_owner(ward: Ward, paper: VaultPaper) -> None:
    owner = signed_in(ward.citizen)
    page = owner.get("/kho-giay-to/").content.decode()
    assert "Giấy khai sinh" in page
    assert "12/KQ-H2101" in page
    assert "0 giấy tờ khớp" in owner.get("/kho-giay-to/?tim=ket+hon").content.decode()
    assert "1 giấy tờ khớp" in owner.get("/kho-giay-to/?tim=khai+sinh").content.decode()
    detail = owner.get(f"/kho-giay-to/{paper.id}/").content.decode()
    assert "Siu Bảo An" in detail
    assert BIRTH in detail
    assert "Chưa có công chức nào mở tệp này" in detail
    assert b"".join(owner.get(f"/kho-giay-to/{paper.id}/tep/").streaming_content) == b"%PDF-1.7"


def test_nobody_else_learns_that_it_is_there(ward: Ward, paper: VaultPaper) -> None:
    for other in (ward.neighbour, ward.one_stop):
        client = signed_in(other)
        for path in (f"/kho-giay-to/{paper.id}/", f"/kho-giay-to/{paper.id}/tep/"):
            assert client.get(path).status_code in {403, 404}
        assert queries.papers_of(other) == []
    assert signed_in(ward.neighbour).get(f"/kho-giay-to/{paper.id}/").status_code == 404


def test_it_is_given_only_with_consent_and_the_words_are_kept(ward: Ward, paper: VaultPaper) -> None:
    with pytest.raises(errors.NoConsent):
        give(ward, paper, consent="")
    with pytest.raises(NotFound):
        give(ward, paper, actor=ward.neighbour)
    with pytest.raises(NotFound):
        give(ward, paper, paper_id=uuid.uuid4())
    for _ in range(2):
        give(ward, paper)
    (consent,) = queries.consents_on(paper)
    assert "UBND phường Pleiku" in consent.words
    assert (consent.given_by_name, consent.way) == (ward.citizen.name, "online")
    assert consent.until is not None
    assert "Đăng ký kết hôn" in signed_in(ward.citizen).get(f"/kho-giay-to/{paper.id}/").content.decode()


# ---- what fits ----


def test_what_fits_is_found_by_code_and_not_by_a_name_that_misleads(ward: Ward, paper: VaultPaper) -> None:
    extract = keep(ward, content=b"%PDF-2", name="Bản sao Giấy khai sinh", kind="KQ.G15.000342")
    (fit,) = queries.fitting(ward.citizen, [SCHOOL])["birth_certificate"]
    assert (fit.paper, fit.by_code, fit.why_not) == (paper, True, "")
    assert extract not in [each.paper for each in queries.fitting(ward.citizen, [SCHOOL])["birth_certificate"]]
    unknown = Component(key="x", name="Giấy khai sinh của cháu", codes=("9.999999/x",))
    by_name = queries.fitting(ward.citizen, [unknown])["x"]
    assert {each.by_code for each in by_name} == {False}
    other = Component(key="y", name="Bản vẽ thiết kế", codes=("9.999999/y",))
    assert queries.fitting(ward.citizen, [other]) == {}
    assert queries.fitting(ward.neighbour, [SCHOOL]) == {}


def test_a_paper_handed_in_is_known_by_the_component_it_was(ward: Ward, paper: VaultPaper) -> None:
    notice = keep(ward, content=b"%PDF-3", origin=Origin.HANDED_IN, name="x.pdf", kind="1.001193/birth_notice")
    assert notice.kind == "GT.CHUNG-SINH"
    same = Component(key="n", name="Giấy chứng sinh", codes=("1.000689/birth_notice",))
    assert [fit.paper for fit in queries.fitting(ward.citizen, [same])["n"]] == [notice]
    mine = keep(ward, content=b"%PDF-4", origin=Origin.HANDED_IN, name="Đơn", kind="1.2.3/own")
    again = Component(key="o", name="Giấy gì đó", codes=("1.2.3/own",))
    assert [fit.paper for fit in queries.fitting(ward.citizen, [again])["o"]] == [mine]
    assert paper.kind == BIRTH


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"valid_to": date(2026, 1, 31)}, "Hết giá trị sử dụng từ 31/01/2026"),
        ({"valid_from": date(2999, 1, 1)}, "mới có giá trị"),
        ({"standing": "revoked", "standing_reason": "cấp nhầm"}, "Đã bị thu hồi: cấp nhầm."),
        ({"standing": "replaced"}, "Đã có bản thay thế"),
        ({"signature": Signature.INVALID, "signature_note": "Chữ ký hỏng."}, "Chữ ký hỏng."),
        ({"file": None}, "không có tệp"),
    ],
)
def test_what_no_longer_counts_is_shown_with_the_reason_and_not_given(
    ward: Ward, paper: VaultPaper, change: dict[str, object], said: str
) -> None:
    VaultPaper.objects.filter(pk=paper.pk).update(**change)
    (fit,) = queries.fitting(ward.citizen, [SCHOOL])["birth_certificate"]
    assert said in fit.why_not
    with pytest.raises(errors.PaperUnusable):
        give(ward, paper)
    assert Consent.objects.count() == 0


def test_a_file_that_is_not_what_it_was_is_not_given(ward: Ward, paper: VaultPaper) -> None:
    assert paper.file is not None
    with default_storage.open(paper.file.path, "wb") as stream:
        stream.write(b"%PDF-other")
    with pytest.raises(FileDamaged):
        give(ward, paper)
    with default_storage.open(paper.file.path, "wb") as stream:
        stream.write(b"%PDF-1.7")
    VaultPaper.objects.filter(pk=paper.pk).update(sha256="0" * 64)
    with pytest.raises(errors.PaperUnusable, match="không còn đúng như khi vào kho"):
        give(ward, paper)


def test_how_long_a_paper_counts_comes_from_its_kind(ward: Ward, paper: VaultPaper) -> None:
    single = keep(ward, content=b"%PDF-5", kind="KQ.G15.000038", issued_on=date(2026, 8, 31))
    assert single.valid_to == date(2027, 2, 28)
    assert paper.valid_to is None
    assert [months_on(date(2027, 12, 31), months) for months in (2, 1, 12, None)] == [
        date(2028, 2, 29),
        date(2028, 1, 31),
        date(2028, 12, 31),
        None,
    ]


def test_a_result_issued_anew_takes_the_place_of_the_earlier_one(ward: Ward, paper: VaultPaper) -> None:
    other_child = keep(ward, content=b"%PDF-6", source="H21.01-261107-0002")
    anew = keep(ward, content=b"%PDF-7", replaces_earlier=True)
    paper.refresh_from_db()
    other_child.refresh_from_db()
    assert (paper.standing, paper.replaced_by) == ("replaced", anew)
    assert other_child.standing == "current"


# ---- consents ----


def test_the_owner_takes_a_consent_back_once(ward: Ward, paper: VaultPaper) -> None:
    give(ward, paper)
    consent = Consent.objects.get()
    with pytest.raises(NotFound):
        services.withdraw_consent(actor=ward.neighbour, consent_id=consent.pk)
    owner = signed_in(ward.citizen)
    assert "Đang có hiệu lực" in owner.get("/kho-giay-to/dong-y/").content.decode()
    assert "Rút đồng ý dùng giấy tờ này?" in owner.get(f"/kho-giay-to/dong-y/{consent.pk}/rut/").content.decode()
    for _ in range(2):
        page = owner.post(f"/kho-giay-to/dong-y/{consent.pk}/rut/", {"reason": "Đổi ý"}, follow=True).content.decode()
        assert "Không có lần đồng ý nào đang có hiệu lực" in page
    consent.refresh_from_db()
    assert consent.state_at(clock.now()) == ConsentState.WITHDRAWN
    give(ward, paper)  # and may give it again
    assert Consent.objects.filter(withdrawn_at__isnull=True).count() == 1


def test_a_consent_ends_with_its_dossier_and_then_there_is_nothing_to_take_back(ward: Ward, paper: VaultPaper) -> None:
    other = keep(ward, content=b"%PDF-8")
    for each in (paper, other):
        give(ward, each)
    assert services.note_used(reference="N-261126-ABCDEF", dossier_code="H21-1", file_ids={paper.file_id}) == 1
    unused = Consent.objects.get(paper=other)
    assert unused.state_at(clock.now()) == ConsentState.ENDED
    since, until = clock.now() - timedelta(days=1), clock.now() + timedelta(days=1)
    assert queries.reuse_of([ward.agency_id], since=since, until=until) == (1, 1)
    assert queries.given_with("H21-1")[paper.file_id].code == paper.code
    assert services.end_consents(codes=["H21-1"], reason="Hồ sơ đã giải quyết xong") == 1
    assert services.end_consents(codes=["H21-1"], reason="Hồ sơ đã giải quyết xong") == 0
    consent = Consent.objects.get(paper=paper)
    with pytest.raises(errors.ConsentFinished):
        services.withdraw_consent(actor=ward.citizen, consent_id=consent.pk)
    page = signed_in(ward.citizen).get(f"/kho-giay-to/dong-y/{consent.pk}/rut/").content.decode()
    assert "Không còn gì để rút" in page


def test_at_the_counter_the_owner_is_present_and_the_look_is_told(ward: Ward, paper: VaultPaper) -> None:
    person = Person.objects.get(pk=ward.citizen.person_id)
    present = services.Present(
        person_id=person.pk, full_name=person.full_name, identified_by="Thẻ căn cước, 4 số cuối 0512"
    )
    found = services.look_for_present(actor=ward.one_stop, present=present, reference="H21-1", components=[SCHOOL])
    assert [fit.paper for fit in found["birth_certificate"]] == [paper]
    assert "Tìm giấy tờ trong kho cho H21-1" in audit.who_saw_my_data(ward.citizen)[0].reason
    asked = {
        "actor": ward.one_stop,
        "present": present,
        "paper_id": paper.id,
        "reference": "H21-1",
        "purpose": "Tuyển sinh",
        "consent": "Tôi đồng ý",
        "agency_id": ward.agency_id,
    }
    with pytest.raises(errors.NoConsent, match="đã đồng ý"):
        services.give_at_counter(**{**asked, "consent": ""})
    stranger = replace(present, person_id=ward.neighbour.person_id or 0, full_name="Ksor Y Blô")
    with pytest.raises(errors.NotTheOwner, match="không phải của Ksor Y Blô"):
        services.give_at_counter(**{**asked, "present": stranger})
    for officer in (ward.specialist, ward.citizen):
        with pytest.raises(NotAllowed):
            services.give_at_counter(**{**asked, "actor": officer})
        with pytest.raises(NotAllowed):
            services.look_for_present(actor=officer, present=present, reference="H21-1", components=[SCHOOL])
    services.give_at_counter(**asked)
    page = signed_in(ward.citizen).get("/kho-giay-to/dong-y/").content.decode()
    assert "trực tiếp tại quầy" in page
    assert "4 số cuối 0512" in page
    assert ward.one_stop.name in page


# ---- the issuer, the keeper of the kinds ----


def test_the_issuer_says_that_a_paper_no_longer_counts(ward: Ward, paper: VaultPaper) -> None:
    newer = keep(ward, content=b"%PDF-9", source="H21.01-261107-0009")
    leader = signed_in(ward.leader)
    url = f"/lam-viec/kho-giay-to/{paper.id}/"
    assert "Siu H&#x27;Ngan" in leader.get(url).content.decode()
    short = leader.post(url, {"act": "thu-hoi", "reason": "sai"})
    assert short.status_code == 422
    missing = leader.post(url, {"act": "thay-the", "reason": "Quyết định 15/QĐ-UBND cấp lại", "replaced_by": "GT-1"})
    assert "Không có giấy tờ mang mã “GT-1”" in missing.content.decode()
    leader.post(url, {"act": "thay-the", "reason": "Quyết định 15/QĐ-UBND cấp lại", "replaced_by": newer.code})
    paper.refresh_from_db()
    assert (paper.standing, paper.replaced_by) == ("replaced", newer)
    assert "Mở bản thay thế" in signed_in(ward.citizen).get(f"/kho-giay-to/{paper.id}/").content.decode()
    assert queries.trusted_papers_of(ward.citizen) == [newer]
    leader.post(url, {"act": "thu-hoi", "reason": "Quyết định 16/QĐ-UBND thu hồi"})
    with pytest.raises(errors.StandingUnchanged):
        services.change_standing(actor=ward.leader, paper_id=paper.id, verb="replace", reason="Quyết định 17")
    leader.post(url, {"act": "khoi-phuc", "reason": "Thu hồi nhầm, ghi lại theo biên bản"})
    paper.refresh_from_db()
    assert (paper.standing, paper.replaced_by) == ("current", None)
    for other in (ward.one_stop, ward.citizen):
        with pytest.raises(NotFound):
            services.change_standing(actor=other, paper_id=paper.id, verb="revoke", reason="Không phải việc của tôi")
    assert ward.leader.position is not None
    elsewhere = replace(ward.leader, position=replace(ward.leader.position, agency_id=ward.agency_id + 1))
    assert queries.issued_by(elsewhere).items == []
    assert [each.pk for each in queries.issued_by(ward.leader, text="12/KQ").items] == [newer.pk, paper.pk]


def test_kinds_are_kept_by_the_keeper(ward: Ward, paper: VaultPaper) -> None:
    assert ward.one_stop.position is not None
    rights = frozenset({"procedures.manage"})
    keeper = replace(ward.one_stop, position=replace(ward.one_stop.position, rights=rights))
    save = {"actor": keeper, "code": "GT.MOI", "name": "Giấy mới", "valid_months": 3, "basis": "", "new": True}
    kind = services.save_kind(fits=["9.999999/moi", " 9.999999/moi ", ""], **save)
    assert kind.fits == ["9.999999/moi"]
    with pytest.raises(Invalid) as wrong:
        services.save_kind(fits=["có dấu cách"], **{**save, "valid_months": 0})
    assert set(wrong.value.problems) == {"code", "valid_months", "fits"}
    with pytest.raises(NotAllowed):
        services.save_kind(fits=[], **{**save, "actor": ward.leader})
    assert services.load_kinds(actor=SYSTEM) == len(queries.kinds())
    assert [each.code for each in queries.kinds("giay moi")] == ["GT.MOI"]
    assert paper.kind == BIRTH
