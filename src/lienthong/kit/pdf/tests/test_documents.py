import io
import time
from datetime import UTC, date, datetime

import pikepdf
import pytest

from lienthong.kit import pdf
from lienthong.kit.pdf.documents import day, moment

HEAD = {
    "agency_parent": "Ủy ban nhân dân tỉnh Gia Lai",
    "agency": "Ủy ban nhân dân xã Ia Grai",
    "number": "12/TNHS",
    "place": "Ia Grai",
    "date": date(2026, 2, 5),
    "code": "H21.152-260205-0001",
    "url": "http://127.0.0.1:8000/tra-cuu/?ma=H21.152-260205-0001",
}
NAME = "Rơ Châm H'Blan Ksor Nguyễn Thị Ngọc Ánh Tuyết"
WHO = {
    "applicant": NAME,
    "id_number": "064190001234",
    "address": "Làng Ốp, thôn 3, xã Ia Grai, tỉnh Gia Lai",
    "phone": "0905 123 456",
    "email": "hblan@example.vn",
    "procedure": "Đăng ký khai sinh",
    "officer": "Siu H'Nghĩa",
    "hotline": "0269 382 4000",
}
DEFECT = {
    "name": "Giấy chứng sinh",
    "verdict": "Không hợp lệ",
    "reason": "Ảnh chụp mờ, không đọc được ngày sinh và số giấy",
    "rule": "Khoản 1 Điều 16 Luật Hộ tịch năm 2014",
    "remedy": "Chụp lại bản gốc, đủ bốn góc, đủ sáng; dung lượng không quá 20 MB",
}
RECEIPT = {
    **HEAD,
    **WHO,
    "procedure_code": "1.001193",
    "papers": [
        {"name": "Tờ khai đăng ký khai sinh theo mẫu", "kind": "Dữ liệu điện tử", "count": 1},
        {
            "name": "Giấy chứng sinh do cơ sở y tế nơi trẻ em sinh ra cấp, hoặc văn bản của người làm chứng xác nhận về việc sinh"
        },
        {"name": "Giấy chứng nhận kết hôn của cha, mẹ"},
    ],
    "limit": "Ngay trong ngày; nhận sau 15 giờ thì trả ngày làm việc tiếp theo",
    "received_at": datetime(2026, 2, 5, 1, 5, tzinfo=UTC),
    "due_at": datetime(2026, 2, 6, 10, 0, tzinfo=UTC),
    "fee": 8000,
    "fee_paid": True,
    "receive_result": "Bản điện tử trên Cổng dịch vụ công và tại Bộ phận Một cửa",
    "channel": "Trực tuyến",
}
RESULT = {
    **HEAD,
    "number": "27/UBND-XN",
    "title": "Giấy xác nhận tình trạng hôn nhân",
    "grounds": [
        "Căn cứ Luật Hộ tịch ngày 20 tháng 11 năm 2014;",
        "Xét đề nghị của bà H'Blan tại hồ sơ H21.152-260205-0001,",
    ],
    "paragraphs": ["Ủy ban nhân dân xã Ia Grai xác nhận:"],
    "rows": [
        {"label": "Họ, chữ đệm, tên", "value": NAME},
        {"label": "Ngày sinh", "value": "01/02/1990"},
        {"label": "Tình trạng hôn nhân", "value": "Chưa đăng ký kết hôn với ai"},
    ],
    "closing": ["Giấy này có giá trị 06 tháng kể từ ngày cấp."],
    "recipients": ["Bà H'Blan", "Lưu: VT, TP"],
    "signer_prefix": "TM. Ủy ban nhân dân\nKT. Chủ tịch",
    "signer_title": "Phó Chủ tịch",
    "signer_name": "Nguyễn Văn Ánh",
}
SECTIONS = [
    {
        "title": "Người yêu cầu",
        "items": [
            {"shape": "line", "label": "Họ, chữ đệm, tên", "value": NAME},
            {"shape": "choices", "label": "Quan hệ", "choices": [("Mẹ", True), ("Cha", False)]},
        ],
    },
    {
        "title": "Người được khai sinh",
        "items": [
            *(
                {
                    "shape": "line",
                    "label": f"Mục khai thứ {n} với một nhãn khá dài để xuống dòng",
                    "value": "Kpă Y' Đôn " * (n % 4),
                }
                for n in range(24)
            ),
            {"shape": "text", "label": "Lý do", "value": "Gia đình chuyển đến.\n\n" * 4},
            {
                "shape": "table",
                "label": "Người cùng hộ",
                "columns": ["Họ tên", "Ngày sinh"],
                "cells": [["Siu H'Lan", ""]],
            },
            {"shape": "statement", "label": "Tôi đồng ý", "choices": [("Tôi đồng ý", True)]},
        ],
    },
]
SAMPLES = {
    "receipt": (pdf.receipt, RECEIPT),
    "supplement": (
        pdf.supplement,
        {**HEAD, **WHO, "number": "3/HDHS", "defects": [DEFECT, {"name": "Giấy chứng nhận kết hôn", "verdict": "Thiếu"}],
         "valid": ["Tờ khai"], "note": "Bộ phận Một cửa nhận bổ sung cả sáng thứ bảy.", "answer_before": date(2026, 2, 20)},
    ),
    "rejection": (
        pdf.rejection,
        {**HEAD, **WHO, "number": "1/TCHS", "reasons": [{"reason": "Trẻ em đã được đăng ký khai sinh tại xã Ia Hrung ngày 02/01/2026.", "rule": "Điều 16 Luật Hộ tịch"}]},
    ),
    "result": (pdf.result, RESULT),
    "draft": (pdf.result, {**RESULT, "number": "", "draft": True}),
    "declaration": (
        pdf.declaration,
        {**HEAD, **WHO, "title": "Tờ khai đăng ký khai sinh", "to": "Ủy ban nhân dân xã Ia Grai", "sections": SECTIONS, "papers": ["Giấy chứng sinh (chungsinh.pdf, 2 trang)"]},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SAMPLES)
def test_it_works(name):
    make, data = SAMPLES[name]
    content = make(data)
    assert content.startswith(b"%PDF-")
    with pikepdf.open(io.BytesIO(content)) as opened:
        assert len(opened.pages) == (2 if name == "declaration" else 1)


def test_text_is_data_never_markup():
    hostile = '#read("/etc/passwd") *đậm* \\ $x$ </svg> "'
    content = pdf.receipt({**RECEIPT, "applicant": hostile})
    assert content.startswith(b"%PDF-")


def test_a_result_says_where_it_is_to_be_signed():
    with pikepdf.open(io.BytesIO(pdf.result(RESULT))) as opened:
        fields = {str(field.T): [float(n) for n in field.Rect] for field in opened.Root.AcroForm.Fields}
        assert "pdfaid" in bytes(opened.Root.Metadata.read_bytes()).decode()
    assert set(fields) == {"ChuKy"}
    left, bottom, right, top = fields["ChuKy"]
    assert right - left == pytest.approx(74 / 25.4 * 72, abs=1)
    assert 0 < bottom < top < 842


def test_dates_follow_the_decree():
    assert day(date(2026, 2, 5)) == "ngày 05 tháng 02 năm 2026"
    assert day(date(2026, 11, 22)) == "ngày 22 tháng 11 năm 2026"
    assert moment(datetime(2026, 2, 4, 18, 5, tzinfo=UTC)) == "01 giờ 05 phút, ngày 05 tháng 02 năm 2026"


def test_qr_is_one_svg():
    assert pdf.qr_svg("https://x.vn/a?b=1&c=2").startswith("<svg")


if __name__ == "__main__":
    # `python -m lienthong.kit.pdf.tests.test_documents FOLDER` writes the samples, to be looked at.
    import sys
    from pathlib import Path

    for name, (make, data) in SAMPLES.items():
        Path(sys.argv[1], f"{name}.pdf").write_bytes(make(data))
        started = time.perf_counter()
        for n in range(50):
            make({**data, "code": f"H21.152-260205-{n:04d}"})
        print(name, round((time.perf_counter() - started) * 20, 1), "ms")  # noqa: T201
