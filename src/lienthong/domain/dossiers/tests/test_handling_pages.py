"""The desk of an officer: acts, refusals that keep what was typed, what opens next, the seal."""

from django.test import Client
from tests.province import Ward

from lienthong.domain.dossiers import queries, services
from lienthong.domain.dossiers.choices import State
from lienthong.domain.dossiers.tests import stages
from lienthong.domain.procedures import queries as procedures
from lienthong.foundation.audit import queries as audit
from lienthong.foundation.files import services as files
from lienthong.foundation.signing import services as signing
from lienthong.kit.actor import SYSTEM


def desk(code: str) -> str:
    return f"/lam-viec/ho-so/{code}/"


def test_reception_accepts_with_one_key_and_the_next_dossier_opens(client: Client, ward: Ward) -> None:
    first, second = stages.submitted(ward), stages.submitted(ward)
    stages.signed_in(client, ward.one_stop)
    page = client.get(desk(first.code)).content.decode()
    assert page.count("lt-button--primary") == 1
    assert 'data-key="F9"' in page
    assert 'data-key="B"' in page
    answer = client.post(desk(first.code) + "tiep-nhan/", follow=True)
    assert answer.redirect_chain == [(desk(second.code), 302)]
    assert f"Đã tiếp nhận hồ sơ {first.code}, hẹn trả" in answer.content.decode()
    answer = client.post(desk(second.code) + "tiep-nhan/")
    assert answer["Location"] == "/lam-viec/tiep-nhan/"


def test_every_panel_of_every_role_opens(client: Client, ward: Ward) -> None:
    panels = ["xu-ly", "to-khai", "bo-sung", "tu-choi", "tra-lai", "du-thao", "quy-trinh", "lich-su", "khong-co"]
    for actor, dossier in (
        (ward.one_stop, stages.submitted(ward)),
        (ward.specialist, stages.accepted(ward)),
        (ward.leader, stages.with_leader(ward)),
        (ward.clerk, stages.with_clerk(ward)),
    ):
        stages.signed_in(client, actor)
        for panel in panels:
            page = client.get(desk(dossier.code), {"the": panel})
            assert page.status_code == 200
            assert page.content.decode().count("lt-button--primary") <= 1


def test_the_process_shows_where_the_dossier_is(client: Client, ward: Ward) -> None:
    dossier = stages.accepted(ward)
    page = stages.signed_in(client, ward.specialist).get(desk(dossier.code), {"the": "quy-trinh"}).content.decode()
    step = stages.step_of(dossier)
    assert f'data-active="{step.key}"' in page
    url = page.split('data-lt-process="')[1].split('"')[0]
    assert f'id="{step.key}"' in client.get(url).content.decode()


def test_a_supplement_without_its_reason_keeps_everything_typed(client: Client, ward: Ward) -> None:
    dossier = stages.submitted(ward)
    needs = procedures.version(dossier.version_id).requirements
    stages.signed_in(client, ward.one_stop)
    typed = {f"verdict-{need.key}": "ok" for need in needs}
    typed |= {"verdict-birth_notice": "bad", "remedy-birth_notice": "Chụp lại đủ bốn góc", "note": "Gửi trong tuần"}
    answer = client.post(desk(dossier.code) + "yeu-cau-bo-sung/", typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Lỗi:" in page
    assert 'href="#reason-birth_notice"' in page
    assert 'id="reason-birth_notice"' in page
    assert "Chụp lại đủ bốn góc" in page
    assert "Gửi trong tuần" in page
    assert 'name="verdict-birth_notice" value="bad" checked' in page
    client.post(desk(dossier.code) + "yeu-cau-bo-sung/", typed | {"reason-birth_notice": "Ảnh mờ, không đọc được số"})
    dossier.refresh_from_db()
    assert dossier.state == State.SUPPLEMENT


def test_a_refusal_or_a_return_needs_its_ground(client: Client, ward: Ward) -> None:
    dossier, drafted = stages.submitted(ward), stages.with_leader(ward)
    stages.signed_in(client, ward.one_stop)
    answer = client.post(desk(dossier.code) + "tu-choi/", {"reason": "Không"})
    assert answer.status_code == 422
    assert ">Không</textarea>" in answer.content.decode()
    stages.signed_in(client, ward.leader)
    answer = client.post(desk(drafted.code) + "tra-lai/", {"step": stages.step_of(drafted).id, "note": " "})
    assert answer.status_code == 422
    assert 'href="#note"' in answer.content.decode()


def test_the_slower_officer_reads_who_was_faster_and_keeps_the_words(client: Client, ward: Ward) -> None:
    dossier = stages.accepted(ward)
    step = stages.step_of(dossier)
    stages.signed_in(client, ward.specialist)
    services.complete_step(actor=ward.specialist, dossier_id=dossier.id, step_id=step.id)
    services.draft_result(
        actor=ward.specialist,
        dossier_id=dossier.id,
        step_id=stages.step_of(dossier).id,
        title="Giấy khai sinh",
        body="Siu Bảo An.",
    )
    services.complete_step(actor=ward.specialist, dossier_id=dossier.id, step_id=stages.step_of(dossier).id)
    answer = client.post(desk(dossier.code) + "chuyen/", {"step": step.id, "note": "Đối chiếu xong, đủ điều kiện"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "đã được Lê Văn Dũng xử lý lúc" in page
    assert "Đối chiếu xong, đủ điều kiện" in page


def test_accepting_what_was_accepted_names_the_colleague(client: Client, ward: Ward) -> None:
    dossier = stages.accepted(ward)
    answer = stages.signed_in(client, ward.one_stop).post(desk(dossier.code) + "tiep-nhan/")
    assert answer.status_code == 409
    assert "Trần Thị Bích" in answer.content.decode()


def test_a_draft_is_saved_shown_as_pdf_and_signed_by_the_leader(client: Client, ward: Ward) -> None:
    dossier = stages.accepted(ward)
    stages.signed_in(client, ward.specialist)
    form = {"step": stages.step_of(dossier).id, "title": "Giấy khai sinh", "body": ""}
    refused = client.post(desk(dossier.code) + "du-thao/", form)
    assert refused.status_code == 422
    assert 'href="#body"' in refused.content.decode()
    answer = client.post(desk(dossier.code) + "du-thao/", form | {"body": "Siu Bảo An."}, follow=True)
    dossier.refresh_from_db()
    assert f'src="/doc/ho-so/{dossier.code}/{dossier.draft_file_id}/trang/1-' in answer.content.decode()
    while stages.step_of(dossier).role == "specialist":
        client.post(desk(dossier.code) + "chuyen/", {"step": stages.step_of(dossier).id, "note": "Đủ điều kiện"})

    stages.confirmed(stages.signed_in(client, ward.leader))
    page = client.get(desk(dossier.code)).content.decode()
    assert f"/{dossier.draft_file_id}/trang/1-" in page
    assert "Đủ điều kiện" in page
    assert f'href="/lam-viec/duyet/{dossier.code}/"' in page
    answer = client.post(f"/lam-viec/duyet/{dossier.code}/ky/", stages.seen_on(client, dossier))
    assert answer["Location"] == "/lam-viec/ky/"  # the pile is empty
    dossier.refresh_from_db()
    assert (dossier.result_file is not None, dossier.result_number) == (True, "")  # the clerk gives the number


def test_the_clerk_seals_for_the_agency_and_the_signed_file_stays(client: Client, ward: Ward) -> None:
    dossier = stages.with_clerk(ward)
    signed = dossier.result_file
    assert signed is not None
    signing.issue_agency_certificate(agency_id=ward.agency_id, agency_name="UBND phường", actor=SYSTEM)
    stages.confirmed(stages.signed_in(client, ward.clerk))
    assert client.post(desk(dossier.code) + "chuyen/", {"step": stages.step_of(dossier).id}).status_code == 409
    client.post(f"/lam-viec/duyet/{dossier.code}/dong-dau/", stages.seen_on(client, dossier))
    dossier.refresh_from_db()
    assert dossier.result_file is not None
    assert dossier.result_file_id != signed.id
    verdict = signing.verify_pdf(files.read_bytes(dossier.result_file))
    assert verdict.valid, verdict.problems
    (entry,) = [entry for entry in audit.entries_of("dossier", dossier.id) if entry.verb == "seal_result"]
    assert entry.details["signed_sha256"] == signed.sha256


def test_without_a_seal_of_its_own_the_signed_result_goes_on(ward: Ward) -> None:
    dossier = stages.with_clerk(ward)
    signed = dossier.result_file_id
    services.complete_step(actor=ward.clerk, dossier_id=dossier.id, step_id=stages.step_of(dossier).id)
    dossier.refresh_from_db()
    assert (dossier.state, dossier.result_number) == (
        State.COMPLETED,
        f"01/KQ-{dossier.agency.identifier.replace(chr(46), '')}",
    )
    assert dossier.result_file is not None
    assert dossier.result_file_id != signed  # the number is filled in, the signature stays whole
    assert signing.verify_pdf(files.read_bytes(dossier.result_file)).valid


def test_others_find_nothing_and_do_nothing(client: Client, ward: Ward) -> None:
    dossier = stages.submitted(ward)
    stages.confirmed(stages.signed_in(client, ward.clerk))
    assert client.post(desk(dossier.code) + "tiep-nhan/").status_code == 403
    assert client.get(desk("H21.9-000000-0000")).status_code == 404
    stages.signed_in(client, ward.citizen)
    assert client.get(desk(dossier.code)).status_code == 403
    assert queries.dossier_for(ward.one_stop, dossier.code).state == State.SUBMITTED
