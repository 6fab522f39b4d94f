"""Certified copies at the primary ward (bản sao điện tử của bản chạy thử): signed, waiting, one sent back, one taken back."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from lienthong.config.demo_province.papers import paper
from lienthong.config.demo_province.people import NGUOI_DAN, Neighbours, Person
from lienthong.config.demo_province.timeline import Timeline
from lienthong.domain.copies import services
from lienthong.foundation.accounts import services as accounts
from lienthong.kit import clock
from lienthong.kit.actor import Actor

# hours ago, name, issuer, number, kind, whose (0: the citizen who signs in), how it ends
_COPIES = (
    (52, "Bằng tốt nghiệp Trung học phổ thông", "Sở Giáo dục và Đào tạo tỉnh Gia Lai", "C 112233", "", 0, "signed"),
    (31, "Giấy chứng nhận kết hôn", "UBND phường Diên Hồng", "17/2009", "KQ.G15.000032", 1, "signed"),
    (20, "Giấy khám sức khỏe", "Bệnh viện Đa khoa tỉnh Gia Lai", "2240/GKSK", "GT.KHAM-SUC-KHOE", 2, "revoked"),
    (9, "Chứng chỉ hành nghề dược", "Sở Y tế tỉnh Gia Lai", "1181/CCHN-D", "", 3, "signed"),
    (7, "Giấy phép lái xe", "Công an tỉnh Gia Lai", "640123456789", "KQ.G01.000185", 4, "refused"),
    (3, "Giấy khai sinh", "UBND xã Ia Mơ", "05/2018", "KQ.G15.000031", 0, "ready"),
    (1, "Sổ bảo hiểm xã hội", "Bảo hiểm xã hội tỉnh Gia Lai", "6423009911", "", 5, "ready"),
)


def certify_copies(
    one_stop: Actor, leader: Actor, clerk: Actor, colleague: Actor, timeline: Timeline, neighbours: Neighbours
) -> None:
    """The ward wants two pairs of eyes; the last copy waits for the second."""
    people: list[Person] = [NGUOI_DAN, *(neighbours.one() for _ in range(5))]
    with clock.at(timeline.at(timeline.now - 60)):
        services.save_rule(
            actor=leader,
            needs_second=True,
            signed_by="agency",
            words="BẢN SAO ĐIỆN TỬ TỪ BẢN CHÍNH",
            notation="{number}/{year}-BSĐT",
        )
    for ago, name, issuer, number, kind, whose, ending in _COPIES:
        with clock.at(timeline.at(timeline.now - ago)):
            copy = services.prepare_copy(
                actor=one_stop,
                owner_id=_person(one_stop, people[whose]),
                original=services.Original(
                    name=name,
                    issuer=issuer,
                    number=number,
                    issued_on=clock.today() - timedelta(days=90 + 200 * whose),
                    kind=kind,
                ),
                compared=True,
                upload=SimpleUploadedFile("ban-chinh.pdf", _scan(name, issuer, number, people[whose])),
            )
        if (ago, ending) == (1, "ready"):
            continue  # waits for the second pair of eyes
        with clock.at(timeline.at(timeline.now - ago + 0.3)):
            if ending == "refused":
                services.refuse_copy(
                    actor=colleague, copy_id=copy.pk, reason="Mặt sau giấy phép chưa quét; quét đủ hai mặt rồi lập lại"
                )
                continue
            services.confirm_copy(actor=colleague, copy_id=copy.pk, compared=True)
        if ending == "ready":
            continue
        with clock.at(timeline.at(timeline.now - ago + 0.6)):
            services.sign_copy(actor=clerk, copy_id=copy.pk)
        if ending == "revoked":
            with clock.at(timeline.at(timeline.now - ago + 6)):
                services.revoke_copy(
                    actor=leader,
                    copy_id=copy.pk,
                    reason="Công văn số 318/BVĐK: giấy khám cấp nhầm người, bệnh viện đã hủy bản chính",
                )


def _person(one_stop: Actor, person: Person) -> int:
    known = accounts.identify_person(
        actor=one_stop,
        id_number=person.id_number,
        full_name=person.name,
        birth_date=person.birth_date,
        gender=person.gender,
    )
    return known.pk


def _scan(name: str, issuer: str, number: str, person: Person) -> bytes:
    return paper("", f"{name}, số {number}, {issuer}", person=person, answers={}, day=clock.today())
