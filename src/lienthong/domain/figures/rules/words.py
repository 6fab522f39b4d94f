"""What each figure means and how it is counted (tính thế nào). Shown beside the figures, and the dictionary of the open data."""

from typing import NamedTuple


class Word(NamedTuple):
    """A column: its key in open data, the head of the table, the definition in full sentences, and where the term comes from."""

    key: str
    label: str
    definition: str
    source: str = ""


FORM = "Biểu số II.06a/VPCP/KSTT, Thông tư 01/2020/TT-VPCP"

WORDS = (
    Word(
        "opening",
        "Kỳ trước chuyển sang",
        "Hồ sơ chưa giải quyết xong lúc 0 giờ ngày đầu kỳ, đếm từ sổ biến động.",
        FORM,
    ),
    Word(
        "received",
        "Mới tiếp nhận",
        "Hồ sơ nộp trong kỳ: trực tuyến, trực tiếp hoặc qua bưu chính, kể cả hồ sơ sau đó bị từ chối.",
        FORM,
    ),
    Word(
        "reopened",
        "Mở lại",
        "Hồ sơ đã có kết quả, được lãnh đạo quyết định giải quyết lại theo khiếu nại. Kết quả lần đầu vẫn tính cho kỳ đã có kết quả.",
    ),
    Word(
        "moved_in",
        "Chuyển đến",
        "Hồ sơ nhận từ cơ quan khác: chuyển giải quyết, giải quyết xong trả về, hoặc do sắp xếp cơ quan.",
    ),
    Word("linked_in", "Gắn làm hồ sơ con", "Hồ sơ được gắn với hồ sơ gốc ở cơ quan khác trong kỳ."),
    Word("early", "Trước hạn", "Có kết quả trước ngày hẹn trả.", FORM),
    Word("on_time", "Đúng hạn", "Có kết quả trong ngày hẹn trả, không muộn hơn giờ hẹn.", FORM),
    Word(
        "late",
        "Quá hạn",
        "Có kết quả sau giờ hẹn trả. Hẹn trả tính theo giờ làm việc, trừ thời gian chờ người nộp.",
        FORM,
    ),
    Word("undated", "Không có hẹn", "Có kết quả mà không có ngày hẹn trả để so sánh."),
    Word("refused", "Từ chối", "Không được tiếp nhận, có phiếu từ chối ghi căn cứ (trạng thái 3)."),
    Word("withdrawn", "Rút", "Người nộp rút hồ sơ (trạng thái 7)."),
    Word("stopped", "Dừng", "Lãnh đạo quyết định dừng giải quyết (trạng thái 8)."),
    Word("moved_out", "Chuyển đi", "Hồ sơ chuyển sang cơ quan khác giải quyết, hoặc theo cơ quan kế thừa."),
    Word("linked_out", "Gộp vào hồ sơ gốc", "Hồ sơ từ lúc này tính chung với hồ sơ gốc của người nộp."),
    Word("waiting", "Chờ tiếp nhận", "Mới nộp, cuối kỳ chưa tiếp nhận (trạng thái 1)."),
    Word(
        "in_time",
        "Đang giải quyết, trong hạn",
        "Cuối kỳ đang giải quyết và chưa đến giờ hẹn trả (trạng thái 2, 4).",
        FORM,
    ),
    Word(
        "overdue",
        "Đang giải quyết, quá hạn",
        "Cuối kỳ đang giải quyết và đã qua giờ hẹn trả đang có hiệu lực lúc đó.",
        FORM,
    ),
    Word(
        "paused",
        "Tạm dừng",
        "Cuối kỳ chờ người nộp: bổ sung giấy tờ, nộp phí hoặc nghĩa vụ tài chính, tạm dừng có căn cứ (trạng thái 5, 6, 8).",
    ),
)
LABELS = {word.key: word.label for word in WORDS}

MEASURES = (
    Word(
        "done",
        "Đã giải quyết",
        "Trước hạn + đúng hạn + quá hạn. Tính lúc có kết quả, không phải lúc người dân đến lấy.",
        FORM,
    ),
    Word(
        "on_time_rate",
        "Tỷ lệ đúng hạn",
        "(Trước hạn + đúng hạn) chia cho số đã giải quyết có hẹn trả, làm tròn một chữ số.",
    ),
    Word("open", "Đang giải quyết", "Chờ tiếp nhận + trong hạn + quá hạn + tạm dừng, cuối kỳ.", FORM),
    Word(
        "days_each",
        "Thời gian trung bình",
        "Trung bình số ngày từ tiếp nhận (hoặc mở lại) đến có kết quả, trừ lúc tạm dừng; tính cả đêm, ngày nghỉ và lúc hồ sơ ở cơ quan khác.",
    ),
    Word("online_rate", "Nộp trực tuyến", "Hồ sơ nộp trực tuyến chia cho hồ sơ mới tiếp nhận trong kỳ."),
    Word(
        "late_minutes",
        "Phút trễ được quy",
        "Phút làm việc trễ hạn của hồ sơ kết thúc trong kỳ, quy cho đơn vị giữ hồ sơ quá thời hạn bước của mình, kể cả hồ sơ do đơn vị khác trả kết quả.",
    ),
    Word(
        "satisfied_rate",
        "Mức độ hài lòng",
        "Phiếu chọn “Hài lòng” hoặc “Rất hài lòng” chia cho tổng số phiếu trong kỳ. Mỗi hồ sơ tối đa một phiếu.",
    ),
)

BALANCE = (
    "Chuyển sang + mới tiếp nhận + mở lại + chuyển đến = đã giải quyết + từ chối + rút + dừng + chuyển đi + đang giải quyết. "
    "Đẳng thức phải đúng với từng cơ quan, từng thủ tục, từng kênh nộp; kỳ nào không đúng thì không công bố và nói rõ vì sao."
)
CHILDREN = "Một việc của người dân có khi cần hồ sơ con ở cơ quan khác. Cơ quan nào cũng tính hồ sơ của mình; số “theo người dân” chỉ tính hồ sơ gốc một lần."
CHANNELS = {"online": "Trực tuyến", "counter": "Trực tiếp", "post": "Bưu chính"}

METHOD = "1"
"""Changes when the same ledger would give other figures. Stands in every edition."""
