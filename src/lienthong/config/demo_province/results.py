"""Templates of results (mẫu kết quả) of the primary ward and of the province, and what waits for a second official. The wording is ours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from lienthong.config.demo_province.officers import Province
from lienthong.config.demo_province.timeline import Timeline
from lienthong.domain.results import services
from lienthong.domain.results.services.starting import build_docx
from lienthong.foundation.organizations.choices import Role
from lienthong.kit import clock
from lienthong.kit.actor import Actor

_ONE_STOP = "Căn cứ Nghị định số 118/2025/NĐ-CP ngày 09 tháng 6 năm 2025 của Chính phủ;"
_CIVIL = "Căn cứ Luật Hộ tịch ngày 20 tháng 11 năm 2014;"
_ASKED = "Xét đề nghị của ông/bà {{ nguoi_nop }}, hồ sơ mã số {{ ma_ho_so }} nộp ngày {{ ngay_nop }},"
_KEPT = ("{{ nguoi_nop }};", "Lưu: VT, hồ sơ {{ ma_ho_so }}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What one template says; `inputs` are labels and first words of what whoever drafts writes."""

    name: str
    notation: str
    title: str
    about: str = ""
    grounds: Sequence[str] = (_ONE_STOP,)
    paragraphs: Sequence[str] = ()
    rows: Sequence[tuple[str, str]] = ()
    closing: Sequence[str] = ()
    inputs: Mapping[str, tuple[str, str]] | None = None


WORDINGS: dict[str, Wording] = {
    "1.001193": Wording(
        name="Giấy khai sinh",
        notation="GKS-UBND",
        title="GIẤY KHAI SINH",
        grounds=(),
        rows=(
            ("Họ, chữ đệm, tên", "{{ child_name | upper }}"),
            (
                "Ngày, tháng, năm sinh",
                "{{ child_birth_date }}. Giới tính: {{ child_gender }}. Dân tộc: {{ child_ethnicity }}",
            ),
            ("Nơi sinh", "{{ child_birth_place }}"),
            ("Quê quán", "{{ child_hometown }}"),
            (
                "Họ, chữ đệm, tên người mẹ",
                "{{ mother_name }}, năm sinh {{ mother_birth_year }}, dân tộc {{ mother_ethnicity }}",
            ),
            ("Họ, chữ đệm, tên người cha", "{{ father_name | default('(để trống)', true) }}"),
            ("Người đi đăng ký khai sinh", "{{ req_name }}, {{ req_pin }}"),
        ),
        closing=("{{ soan_ghi_chu }}",),
        inputs={"soan_ghi_chu": ("Ghi chú", "Đăng ký đúng hạn.")},
    ),
    "1.004873": Wording(
        name="Giấy xác nhận tình trạng hôn nhân",
        notation="GXN-UBND",
        title="GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN",
        grounds=(_CIVIL, _ASKED),
        paragraphs=("XÁC NHẬN",),
        rows=(
            (
                "Ông/bà",
                "{{ p_name | default(req_name, true) }}, sinh ngày {{ p_birth_date | default(req_birth_date, true) }}",
            ),
            ("Số định danh cá nhân", "{{ p_pin | default(req_pin, true) }}"),
            ("Nơi cư trú", "{{ p_address | default(req_address, true) }}"),
            ("Tình trạng hôn nhân", "{{ marital_status }}. {{ marital_grounds }}"),
        ),
        closing=("Giấy này được cấp để: {{ purpose }}.", "Giấy có giá trị sử dụng {{ soan_thoi_han }} kể từ ngày cấp."),
        inputs={"soan_thoi_han": ("Giá trị sử dụng", "06 tháng")},
    ),
    "2.000635": Wording(
        name="Bản sao trích lục hộ tịch",
        notation="TLHT-UBND",
        title="TRÍCH LỤC HỘ TỊCH",
        about="(Bản sao)",
        grounds=(),
        rows=(
            ("Họ, chữ đệm, tên", "{{ p_name | default(req_name, true) }}"),
            ("Ngày, tháng, năm sinh", "{{ p_birth_date | default(req_birth_date, true) }}"),
            ("Sự kiện hộ tịch", "{{ event_kind }}"),
            ("Nơi đăng ký", "{{ reg_office }}"),
            ("Số, ngày đăng ký", "{{ reg_number }}, {{ reg_date }}"),
        ),
        closing=("Trích lục từ {{ soan_so_goc }}.",),
        inputs={"soan_so_goc": ("Trích từ sổ nào", "Sổ hộ tịch lưu tại UBND phường và Cơ sở dữ liệu hộ tịch điện tử")},
    ),
    "1.001612": Wording(
        name="Giấy chứng nhận đăng ký hộ kinh doanh",
        notation="ĐKHKD",
        title="GIẤY CHỨNG NHẬN ĐĂNG KÝ HỘ KINH DOANH",
        grounds=("Căn cứ Nghị định về đăng ký doanh nghiệp, đăng ký hộ kinh doanh;", _ASKED),
        rows=(
            ("1. Tên hộ kinh doanh", "{{ biz_name | upper }}"),
            ("2. Địa điểm kinh doanh", "{{ biz_address }}"),
            ("3. Ngành, nghề kinh doanh", "{{ industries }}"),
            ("4. Vốn kinh doanh", "{{ capital }}"),
            ("5. Chủ hộ kinh doanh", "{{ req_name }}, {{ req_pin }}, {{ req_address }}"),
        ),
        closing=("{{ soan_luu_y }}",),
        inputs={
            "soan_luu_y": (
                "Lưu ý với chủ hộ",
                "Hộ kinh doanh ngành, nghề có điều kiện chỉ hoạt động khi đủ điều kiện theo quy định.",
            )
        },
    ),
    "1.000894": Wording(
        name="Giấy chứng nhận kết hôn",
        notation="GCNKH-UBND",
        title="GIẤY CHỨNG NHẬN KẾT HÔN",
        grounds=(),
        rows=(
            ("Vợ", "{{ f_name }}, sinh ngày {{ f_birth_date }}, số định danh {{ f_pin }}, cư trú {{ f_address }}"),
            ("Chồng", "{{ m_name }}, sinh ngày {{ m_birth_date }}, số định danh {{ m_pin }}, cư trú {{ m_address }}"),
        ),
        closing=("Hai bên đã cùng ký vào Sổ đăng ký kết hôn ngày {{ soan_ngay_ky_so }}.",),
        inputs={"soan_ngay_ky_so": ("Ngày hai bên ký sổ", "")},
    ),
    "1.010041": Wording(
        name="Giấy xác nhận thông tin về cư trú",
        notation="CT07",
        title="XÁC NHẬN THÔNG TIN VỀ CƯ TRÚ",
        grounds=("Căn cứ Luật Cư trú ngày 13 tháng 11 năm 2020;", _ASKED),
        rows=(
            ("Họ, chữ đệm, tên", "{{ req_name }}, sinh ngày {{ req_birth_date }}"),
            ("Số định danh cá nhân", "{{ req_pin }}"),
            ("Nội dung xác nhận", "{{ confirm_what }} tại {{ confirm_address }}"),
            ("Chủ hộ", "{{ head_name }}, quan hệ: {{ head_relation }}"),
        ),
        closing=("Mục đích sử dụng: {{ purpose }}.",),
    ),
    "1.014027": Wording(
        name="Quyết định hưởng trợ cấp hưu trí xã hội",
        notation="QĐ-UBND",
        title="QUYẾT ĐỊNH",
        about="Về việc trợ cấp hưu trí xã hội đối với ông/bà {{ req_name }}",
        grounds=(
            "Căn cứ Luật Bảo hiểm xã hội ngày 29 tháng 6 năm 2024;",
            "Căn cứ Nghị định về trợ cấp hưu trí xã hội;",
            _ASKED,
        ),
        paragraphs=(
            "QUYẾT ĐỊNH:",
            "Điều 1. Ông/bà {{ req_name }}, sinh ngày {{ req_birth_date }}, cư trú tại {{ req_address }}, được hưởng trợ cấp hưu trí xã hội kể từ {{ soan_tu_thang }}, mức {{ soan_muc }} một tháng.",
            "Điều 2. Hình thức chi trả: {{ pay_method }} {{ bank_account }} {{ bank_name }}.",
            "Điều 3. Quyết định có hiệu lực từ ngày ký. Phòng Văn hóa - Xã hội, bộ phận Kế toán và ông/bà có tên ở Điều 1 thi hành.",
        ),
        inputs={"soan_tu_thang": ("Hưởng từ tháng", "tháng 12 năm 2026"), "soan_muc": ("Mức trợ cấp", "500.000 đồng")},
    ),
    "1.013225": Wording(
        name="Giấy phép xây dựng",
        notation="GPXD",
        title="GIẤY PHÉP XÂY DỰNG",
        about="(Sử dụng cho nhà ở riêng lẻ)",
        grounds=(),
        rows=(
            ("1. Cấp cho", "{{ req_name }}{{ org_name }}, {{ req_address }}"),
            (
                "2. Được phép xây dựng",
                "{{ work_type }}, tại {{ site_address }}, thửa số {{ land_lot }}, tờ bản đồ số {{ land_map }}, diện tích {{ land_area }} m²",
            ),
            (
                "3. Diện tích xây dựng tầng 1",
                "{{ build_area }} m²; tổng diện tích sàn {{ floor_area }} m²; {{ floors }} tầng; chiều cao {{ height }} m; khoảng lùi {{ setback }} m",
            ),
            ("4. Đơn vị thiết kế", "{{ designer_name }}"),
        ),
        closing=("5. Giấy phép có hiệu lực khởi công trong {{ soan_thoi_han }} kể từ ngày ký.", "{{ soan_yeu_cau }}"),
        inputs={
            "soan_thoi_han": ("Hiệu lực khởi công", "12 tháng"),
            "soan_yeu_cau": (
                "Yêu cầu với chủ đầu tư",
                "Chủ đầu tư thông báo ngày khởi công cho UBND phường trước 07 ngày làm việc.",
            ),
        },
    ),
    "1.000656": Wording(
        name="Trích lục khai tử",
        notation="TLKT-UBND",
        title="TRÍCH LỤC KHAI TỬ",
        grounds=(),
        rows=(
            ("Họ, chữ đệm, tên", "{{ dead_name | upper }}"),
            (
                "Ngày, tháng, năm sinh",
                "{{ dead_birth_date }}. Giới tính: {{ dead_gender }}. Dân tộc: {{ dead_ethnicity }}",
            ),
            ("Nơi cư trú cuối cùng", "{{ dead_last_address }}"),
            (
                "Đã chết",
                "{{ death_time }} ngày {{ death_date }}, tại {{ death_place }}. Nguyên nhân: {{ death_cause }}",
            ),
            ("Giấy báo tử", "số {{ notice_number }}, {{ notice_issuer }} cấp ngày {{ notice_date }}"),
        ),
    ),
    "1.001776": Wording(
        name="Quyết định trợ cấp xã hội hằng tháng",
        notation="QĐ-UBND",
        title="QUYẾT ĐỊNH",
        about="Về việc trợ cấp xã hội hằng tháng đối với ông/bà {{ req_name }}",
        grounds=("Căn cứ Nghị định số 20/2021/NĐ-CP ngày 15 tháng 3 năm 2021 của Chính phủ;", _ASKED),
        paragraphs=(
            "QUYẾT ĐỊNH:",
            "Điều 1. Trợ cấp xã hội hằng tháng đối với ông/bà {{ req_name }}, sinh ngày {{ req_birth_date }}, thuộc nhóm: {{ group_kind }}, hệ số {{ soan_he_so }}, kể từ {{ soan_tu_thang }}.",
            "Điều 2. Quyết định có hiệu lực từ ngày ký.",
        ),
        inputs={"soan_he_so": ("Hệ số trợ cấp", "1,5"), "soan_tu_thang": ("Hưởng từ tháng", "tháng 12 năm 2026")},
    ),
    "1.004859": Wording(
        name="Trích lục thay đổi, cải chính, bổ sung hộ tịch",
        notation="TLCC-UBND",
        title="TRÍCH LỤC",
        about="{{ change_kind }}",
        grounds=(_CIVIL, _ASKED),
        rows=(
            (
                "Họ, chữ đệm, tên",
                "{{ p_name | default(req_name, true) }}, sinh ngày {{ p_birth_date | default(req_birth_date, true) }}",
            ),
            ("Trong giấy tờ", "{{ reg_event }}, số {{ reg_number }}, {{ reg_office }}"),
            ("Từ", "{{ content_from }}"),
            ("Thành", "{{ content_to }}"),
            ("Lý do", "{{ reason }}"),
        ),
    ),
    "1.001731": Wording(
        name="Quyết định hỗ trợ chi phí mai táng",
        notation="QĐ-UBND",
        title="QUYẾT ĐỊNH",
        about="Về việc hỗ trợ chi phí mai táng",
        grounds=("Căn cứ Nghị định số 20/2021/NĐ-CP ngày 15 tháng 3 năm 2021 của Chính phủ;", _ASKED),
        paragraphs=(
            "QUYẾT ĐỊNH:",
            "Điều 1. Hỗ trợ chi phí mai táng {{ soan_so_tien }} cho ông/bà {{ req_name }}, người lo mai táng cho {{ dead_name }}, chết ngày {{ death_date }}.",
            "Điều 2. Bộ phận Kế toán chi trả theo hình thức: {{ pay_method }}.",
        ),
        inputs={"soan_so_tien": ("Số tiền", "10.000.000 đồng")},
    ),
    "1.013855": Wording(
        name="Giấy chứng nhận cơ sở đủ điều kiện an toàn thực phẩm",
        notation="ATTP-UBND",
        title="GIẤY CHỨNG NHẬN",
        about="Cơ sở đủ điều kiện an toàn thực phẩm",
        grounds=("Căn cứ Luật An toàn thực phẩm ngày 17 tháng 6 năm 2010;", _ASKED),
        rows=(
            ("Tên cơ sở", "{{ org_name }}"),
            ("Địa chỉ", "{{ org_address }}"),
            ("Loại hình, quy mô", "{{ kind }}, {{ capacity }} suất ăn mỗi lần phục vụ"),
        ),
        closing=("Giấy chứng nhận có giá trị {{ soan_thoi_han }} kể từ ngày cấp.",),
        inputs={"soan_thoi_han": ("Giá trị", "03 năm")},
    ),
}
REFUSAL = Wording(
    name="Thông báo không đủ điều kiện giải quyết",
    notation="TB-UBND",
    title="THÔNG BÁO",
    about="Về việc hồ sơ không đủ điều kiện giải quyết",
    grounds=(_ONE_STOP, _ASKED),
    paragraphs=(
        "{{ co_quan }} thông báo hồ sơ mã số {{ ma_ho_so }} của ông/bà {{ nguoi_nop }} không đủ điều kiện giải quyết vì: {{ soan_ly_do }}",
        "{{ soan_huong_dan }}",
    ),
    inputs={
        "soan_ly_do": ("Lý do không đủ điều kiện", ""),
        "soan_huong_dan": ("Hướng dẫn tiếp theo", "Ông/bà có quyền khiếu nại theo quy định của Luật Khiếu nại."),
    },
)


def keep_result_templates(province: Province, timeline: Timeline) -> None:
    """Before the stories are told: what the ward drafts from. The specialist proposed, the head published."""
    ward = province.communes[0]
    drafter, head = ward.by_role[Role.SPECIALIST][0], ward.by_role[Role.DEPARTMENT_HEAD][0]
    with clock.at(timeline.at(1.0)):
        for code, wording in WORDINGS.items():
            proposed = _propose(drafter, code, wording, remark="Mẫu dùng từ khi sắp xếp đơn vị hành chính")
            services.publish_template(actor=head, template_id=proposed)


def leave_result_templates(province: Province, timeline: Timeline) -> None:
    """At the end: what waits for a second official, and one that was sent back."""
    ward = province.communes[0]
    drafter, leader = ward.by_role[Role.SPECIALIST][1], ward.by_role[Role.AGENCY_LEADER][0]
    with clock.at(timeline.at(timeline.now - 7)):
        _propose(drafter, "1.013225", REFUSAL, remark="Thêm mẫu trả lời khi không đủ điều kiện cấp phép")
        back = _propose(drafter, "1.001612", REFUSAL, remark="Mẫu trả lời hộ kinh doanh")
    with clock.at(timeline.at(timeline.now - 4)):
        services.decline_template(
            actor=leader, template_id=back, reason="Thêm căn cứ về đăng ký hộ kinh doanh rồi trình lại."
        )
    with clock.at(timeline.at(timeline.now - 2)):
        _propose(
            drafter,
            "1.004873",
            WORDINGS["1.004873"],
            remark="Ghi giá trị sử dụng theo quy định mới, dùng từ đầu tháng sau",
            days=10,
        )


def _propose(actor: Actor, code: str, wording: Wording, *, remark: str, days: int = 0) -> int:
    content = build_docx(
        title=wording.title,
        about=wording.about,
        grounds=wording.grounds,
        paragraphs=wording.paragraphs,
        rows=wording.rows,
        closing=wording.closing,
        recipients=_KEPT,
    )
    template = services.propose_template(
        actor=actor,
        code=code,
        name=wording.name,
        notation=wording.notation,
        agency_id=actor.agency_id,
        file_name=f"mau-{code}.docx",
        content=content,
        used_from=clock.today() + timedelta(days=days),
        remark=remark,
    )
    if wording.inputs:
        services.describe_inputs(actor=actor, template_id=template.pk, inputs=dict(wording.inputs))
    return int(template.pk)
