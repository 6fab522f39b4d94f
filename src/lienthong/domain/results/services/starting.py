"""A template to begin with (mẫu khởi đầu): thể thức of NĐ 30/2020/NĐ-CP, the fields of the procedure in place, ready to be edited in Word."""

from collections.abc import Sequence

from lienthong.kit.recordkeeping.typesetting import cell, line, new_page, saved, shares


def build_docx(
    *,
    title: str,
    about: str = "",
    grounds: Sequence[str] = (),
    paragraphs: Sequence[str] = (),
    rows: Sequence[tuple[str, str]] = (),
    closing: Sequence[str] = (),
    recipients: Sequence[str] = (),
) -> bytes:
    """A .docx with head, title, grounds, text, a list of lines (label, what stands there), recipients and the place of the signature.

    Every text may hold fields.
    """
    document = new_page()
    head = document.add_table(rows=2, cols=2)
    shares(head, (43, 57))
    cell(
        head.cell(0, 0), [("{{ co_quan_cap_tren | upper }}", {}), ("{{ co_quan | upper }}", {"bold": True, "rule": 30})]
    )
    cell(
        head.cell(0, 1),
        [
            ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", {"bold": True, "size": 12}),
            ("Độc lập - Tự do - Hạnh phúc", {"bold": True, "rule": 55}),
        ],
    )
    cell(head.cell(1, 0), [("Số: {{ so_ky_hieu }}", {"before": 6})])
    cell(head.cell(1, 1), [("{{ dia_danh }}, {{ ngay_ky }}", {"italic": True, "before": 6})])
    line(document, title, bold=True, align="center", size=14, before=18)
    if about:
        line(document, about, bold=True, align="center", rule=25)
    for text in grounds:
        line(document, text, italic=True, align="justify", indent=True)
    for text in paragraphs:
        line(document, text, align="justify", indent=True)
    for label, value in rows:
        line(document, f"{label}: {value}", align="justify", indent=True)
    for text in closing:
        line(document, text, align="justify", indent=True)
    foot = document.add_table(rows=1, cols=2)
    shares(foot, (46, 54))
    named = [("Nơi nhận:", {"bold": True, "italic": True, "size": 12, "align": "left", "before": 12})]
    named += [(f"- {text}", {"size": 11, "align": "left"}) for text in recipients or ("Như trên;", "Lưu: VT.")]
    cell(foot.cell(0, 0), named)
    cell(
        foot.cell(0, 1),
        [
            ("{{ tham_quyen_ky }}", {"bold": True, "before": 12}),
            ("{{ chu_ky }}", {}),
            ("{{ ho_ten_nguoi_ky }}", {"bold": True}),
        ],
    )
    return saved(document)
