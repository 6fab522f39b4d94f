"""What lies in the vault of the demo's citizen (kho giấy tờ của người dân chạy thử): papers in every standing, consents in force, used,
taken back; one paper was given at the counter."""

from datetime import date, timedelta

from lienthong.config.demo_province.papers import paper
from lienthong.config.demo_province.people import NGUOI_DAN
from lienthong.config.demo_province.storytelling import citizen
from lienthong.config.demo_province.timeline import Timeline
from lienthong.domain.dossiers import queries, services
from lienthong.foundation.files import services as files
from lienthong.foundation.vault import queries as vault_queries
from lienthong.foundation.vault import services as vault
from lienthong.foundation.vault.choices import Origin
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Refused

STOCK = ("SH-260915-0007", "Số hóa kết quả còn hiệu lực, đợt tháng 9/2026")
MARRIED, SINGLE, POOR, SHOP = "KQ.G15.000032", "KQ.G15.000038", "KQ.G10.001158", "KQ.G12.001041"
# kind, name, number, days since it was issued
_STOCK = (
    (MARRIED, "Giấy chứng nhận kết hôn", "41/2012", 5100),
    (SINGLE, "Giấy xác nhận tình trạng hôn nhân", "88/UBND-XNTTHN", 420),
    (POOR, "Giấy chứng nhận hộ cận nghèo", "17/GCN-HCN", 300),
    (SHOP, "Giấy chứng nhận đăng ký hộ kinh doanh", "39A8001122", 900),
    (SHOP, "Giấy chứng nhận đăng ký hộ kinh doanh (cấp đổi)", "39A8001122-02", 60),
)
CARD = f"{NGUOI_DAN.id_number}||{NGUOI_DAN.name}|{NGUOI_DAN.birth_date:%d%m%Y}|{NGUOI_DAN.gender}|{NGUOI_DAN.detail}|01072024"


def fill_vault(one_stop: Actor, leader: Actor, timeline: Timeline) -> None:
    """Papers of former years were digitised, two of them count no more; what she agreed to this week."""
    owner = citizen(NGUOI_DAN)
    with clock.at(timeline.at(timeline.now - 60)):
        _digitise(one_stop, owner.person_id or 0)
    kept = {each.number: each for each in vault_queries.papers_of(owner)}
    with clock.at(timeline.at(timeline.now - 40)):
        _judge(leader, kept["17/GCN-HCN"], "revoke", "Quyết định số 212/QĐ-UBND: hộ đã thoát cận nghèo năm 2026")
        _judge(
            leader,
            kept["39A8001122"],
            "replace",
            "Cấp đổi do thêm ngành nghề kinh doanh, ngày 25/9/2026",
            kept["39A8001122-02"].code,
        )
    married = kept["41/2012"]
    hers = [each.code for each in queries.dossiers_page(owner, limit=30).items if each.procedure.code == "1.001193"]
    with clock.at(timeline.at(timeline.now - 5)):
        given = [code for code in hers if _give_at_counter(one_stop, code, "marriage", married)]
    with clock.at(timeline.at(timeline.now - 4)):
        _give_in_draft(owner, "1.004222", "kinship", married)
        for consent in vault_queries.consents_of(owner):
            if len(given) > 1 and consent.reference == given[-1]:
                vault.withdraw_consent(actor=owner, consent_id=consent.pk, reason="Sẽ nộp bản giấy tại quầy")


def _digitise(one_stop: Actor, person_id: int) -> None:
    assert one_stop.position is not None
    papers = []
    for kind, name, number, age in _STOCK:
        issued: date = clock.today() - timedelta(days=age)
        content = paper("", name, person=NGUOI_DAN, answers={}, day=issued)
        file = files.store_bytes(
            name=f"{name}.pdf", media_type="application/pdf", content=content, purpose="result", pages=1
        )
        papers.append(
            vault.KeptPaper(
                origin=Origin.RETURNED,
                name=name,
                file_id=file.id,
                kind=kind,
                number=number,
                issuer=one_stop.position.agency_name,
                issuer_agency_id=one_stop.agency_id,
                issued_on=issued,
            )
        )
    code, name = STOCK
    vault.keep_papers(person_id=person_id, source_code=code, source_name=name, papers=papers)


def _judge(leader: Actor, found: vault_queries.PaperRow, verb: str, reason: str, by: str = "") -> None:
    vault.change_standing(actor=leader, paper_id=found.id, verb=verb, reason=reason, replaced_by_code=by)


def _give_at_counter(one_stop: Actor, code: str, key: str, found: vault_queries.PaperRow) -> bool:
    """Whether the dossier still takes papers at this office."""
    try:
        services.attach_at_counter(
            actor=one_stop,
            code=code,
            requirement_key=key,
            paper_id=found.id,
            note=services.read_present(actor=one_stop, line=CARD),
            agreed=True,
        )
    except Refused:
        return False
    return True


def _give_in_draft(owner: Actor, code: str, key: str, found: vault_queries.PaperRow) -> None:
    for filing in queries.filings_in_progress(owner):
        if filing.version.procedure.code == code:
            services.attach_from_vault(
                actor=owner, filing_id=filing.id, requirement_key=key, paper_id=found.id, agreed=True
            )
