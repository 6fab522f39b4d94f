"""What the office writes (văn bản của cơ quan): results, defects, reasons, remarks, and what people say afterwards."""

from collections.abc import Mapping
from typing import Any

from lienthong.config.demo_province.people import Person
from lienthong.domain.dossiers.choices import Verdict

REJECTIONS = (
    "Nơi cư trú của người yêu cầu không thuộc địa bàn phường. Đề nghị nộp hồ sơ tại UBND xã, phường nơi cư trú theo khoản 1 Điều 13 Luật Hộ tịch.",
    "Giấy tờ gửi kèm đã hết giá trị sử dụng. Đề nghị xin cấp lại giấy còn giá trị rồi nộp hồ sơ mới, nội dung đã khai được giữ trong tài khoản.",
    "Việc đề nghị không thuộc thẩm quyền của cơ quan tiếp nhận. Đề nghị nộp hồ sơ đến Sở Xây dựng qua Trung tâm Phục vụ hành chính công tỉnh.",
)
WITHDRAWALS = (
    "Khai nhầm loại việc, nộp lại hồ sơ khác.",
    "Gia đình thống nhất làm thủ tục tại nơi cư trú mới.",
    "Chưa chuẩn bị đủ bản vẽ, nộp lại sau.",
)
SENT_BACK = (
    ("content", "Ghi lại cho đúng họ, chữ đệm, tên như trong căn cước."),
    ("law", "Bổ sung căn cứ pháp lý trong phần đầu văn bản."),
    ("form", "Sửa địa chỉ theo đơn vị hành chính từ 01/7/2025."),
)
NOTES = (
    "Đủ điều kiện.",
    "Đã đối chiếu với Cơ sở dữ liệu quốc gia về dân cư, thông tin khớp.",
    "Đã tra cứu sổ gốc, thông tin khớp.",
    "",
    "",
)
DEFECTS: dict[str, tuple[str, str, str]] = {
    "birth_notice": (
        Verdict.INVALID,
        "Ảnh chụp mờ, không đọc được số và ngày cấp Giấy chứng sinh.",
        "Chụp lại bản chính, đủ bốn góc, không lóa.",
    ),
    "death_notice": (
        Verdict.INVALID,
        "Giấy báo tử chưa có chữ ký và dấu của cơ sở y tế.",
        "Xin ký, đóng dấu rồi chụp lại.",
    ),
    "drawings": (
        Verdict.MISSING,
        "Thiếu bản vẽ mặt bằng móng và sơ đồ đấu nối thoát nước.",
        "Gộp đủ các bản vẽ vào một tệp PDF rồi tải lên.",
    ),
    "grounds": (
        Verdict.INVALID,
        "Giấy tờ làm căn cứ chưa thể hiện thông tin đề nghị cải chính.",
        "Gửi Giấy khai sinh bản chính hoặc học bạ có thông tin đúng.",
    ),
    "legal_dwelling": (
        Verdict.INVALID,
        "Hợp đồng thuê nhà thiếu trang có chữ ký của bên cho thuê.",
        "Chụp đủ các trang của hợp đồng.",
    ),
    "facilities": (
        Verdict.INVALID,
        "Bản thuyết minh chưa nêu nguồn nước và nơi lưu mẫu thức ăn.",
        "Bổ sung hai nội dung này vào bản thuyết minh.",
    ),
    "death_certificate": (
        Verdict.INVALID,
        "Bản chụp trích lục khai tử bị cắt mất phần số, quyển số.",
        "Chụp lại toàn bộ trang giấy.",
    ),
    "relation_proof": (
        Verdict.INVALID,
        "Văn bản cam đoan mới có một người làm chứng.",
        "Lập lại văn bản có ít nhất hai người làm chứng ký tên.",
    ),
    "ownership": (
        Verdict.INVALID,
        "Bản chụp Giấy chứng nhận thiếu trang ghi thay đổi sau khi cấp.",
        "Chụp đủ bốn trang của Giấy chứng nhận.",
    ),
    "school_record": (
        Verdict.MISSING,
        "Học bạ chưa có kết quả học kỳ gần nhất.",
        "Xin trường ghi kết quả rồi chụp lại trang đó.",
    ),
    "authorization": (
        Verdict.MISSING,
        "Người nộp không phải là người yêu cầu nhưng chưa có văn bản ủy quyền.",
        "Gửi văn bản ủy quyền có chữ ký hai bên.",
    ),
}
RATINGS = (
    (5, (), "Làm nhanh, cán bộ hướng dẫn rõ. Tôi nhận kết quả trên điện thoại, không phải đi lại."),
    (5, (), "Cán bộ một cửa nói được tiếng Gia-rai nên mẹ tôi hiểu hết."),
    (5, (), ""),
    (4, (), "Nộp tại nhà tiện, chỉ phải chụp lại một giấy."),
    (4, (), ""),
    (3, ("time",), "Được báo hẹn lại một lần, nhưng có gọi điện trước."),
    (2, ("time", "repeated"), "Trễ hẹn hai ngày, tôi phải nghỉ làm để đến hỏi."),
    (4, ("system",), "Trang tải ảnh hơi chậm khi sóng yếu ở làng."),
)
RATING_WEIGHTS = (22, 8, 25, 12, 20, 6, 3, 4)


def result_text(code: str, name: str, person: Person, answers: Mapping[str, Any]) -> tuple[str, str]:
    """(title, body) of the result of a procedure whose result is called `name`."""
    who = f"{person.name}, số định danh cá nhân {person.id_number}"
    match code:
        case "1.001193":
            body = (
                f"Họ, chữ đệm, tên: {answers['child_name']}.\n\nNgày, tháng, năm sinh: {_day(answers['child_birth_date'])}. Giới tính: {answers['child_gender']}.\n\n"
                f"Nơi sinh: {answers['child_birth_place']}.\n\nHọ, chữ đệm, tên người mẹ: {answers['mother_name']}, sinh năm {answers['mother_birth_year']}.\n\n"
                + (
                    f"Họ, chữ đệm, tên người cha: {answers['father_name']}, sinh năm {answers['father_birth_year']}."
                    if answers.get("father_name")
                    else "Phần ghi về cha: để trống."
                )
            )
        case "1.000656" | "1.001731":
            body = f"Họ, chữ đệm, tên: {answers['dead_name']}, sinh ngày {_day(answers['dead_birth_date'])}.\n\nĐã chết ngày {_day(answers['death_date'])}.\n\nNgười yêu cầu: {who}."
        case "1.000894":
            body = f"Bên nữ: {answers['f_name']}, số định danh cá nhân {answers['f_pin']}.\n\nBên nam: {answers['m_name']}, số định danh cá nhân {answers['m_pin']}.\n\nHai bên đã đăng ký kết hôn và cùng ký vào Sổ đăng ký kết hôn."
        case "1.004873":
            body = f"Xác nhận ông/bà {who}: {str(answers['marital_status'])[:1].lower()}{str(answers['marital_status'])[1:]}.\n\nGiấy này được cấp để: {str(answers['purpose']).rstrip('.')}. Giấy có giá trị sử dụng 6 tháng kể từ ngày cấp."
        case "1.001612":
            body = f"Tên hộ kinh doanh: {answers['biz_name']}.\n\nNgành, nghề kinh doanh: {answers['industries']}.\n\nVốn kinh doanh: {answers['capital']:,} đồng.\n\nChủ hộ kinh doanh: {who}.".replace(
                ",000", ".000"
            )
        case "1.013225":
            body = f"Cấp cho: {who}.\n\nĐược phép xây dựng nhà ở riêng lẻ trên thửa đất số {answers['land_lot']}, tờ bản đồ số {answers.get('land_map', '')}.\n\nSố tầng: {answers['floors']}; tổng diện tích sàn: {answers['floor_area']} m².\n\nGiấy phép có giá trị khởi công trong 12 tháng kể từ ngày cấp."
        case "1.013855":
            body = f"Chứng nhận {answers['org_name']} đủ điều kiện an toàn thực phẩm, quy mô {answers['capacity']} suất ăn mỗi lần phục vụ.\n\nGiấy chứng nhận có giá trị 3 năm kể từ ngày cấp."
        case "1.004859":
            body = f"Cải chính hộ tịch của ông/bà {who}.\n\nTừ: {answers['content_from']}.\n\nThành: {answers['content_to']}."
        case "1.014027" | "1.001776":
            body = f"Ông/bà {who} được hưởng trợ cấp hằng tháng kể từ tháng sau tháng ký quyết định này.\n\nHình thức chi trả: {str(answers['pay_method']).lower()}."
        case _:
            body = f"Giải quyết theo đề nghị của ông/bà {who}.\n\nNội dung đã được đối chiếu với hồ sơ và cơ sở dữ liệu, thông tin khớp."
    return name, body


def _day(value: object) -> str:
    return "/".join(reversed(str(value).split("-")))
