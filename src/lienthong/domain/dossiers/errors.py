"""Why a dossier says no (lỗi của hồ sơ)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Self

from lienthong.domain.dossiers.choices import State
from lienthong.kit import clock
from lienthong.kit.errors import Refused

VERBS = {
    "pay": "ghi nhận nộp phí",
    "accept": "tiếp nhận",
    "reject": "từ chối tiếp nhận",
    "request_supplement": "yêu cầu bổ sung",
    "supplement": "gửi bổ sung",
    "resume": "gửi bổ sung",
    "complete": "ký kết quả",
    "return_result": "trả kết quả",
    "undo_return": "hủy việc trả kết quả",
    "withdraw": "rút",
    "stop": "dừng giải quyết",
    "pause": "tạm dừng",
    "end_pause": "tiếp tục giải quyết",
    "ask_duty": "yêu cầu nghĩa vụ tài chính",
    "cancel_duty": "bỏ yêu cầu nghĩa vụ tài chính",
    "settle_duty": "ghi nhận nghĩa vụ tài chính",
    "extend": "gia hạn",
    "reopen": "mở lại",
    "close": "kết thúc",
    "refer": "chuyển cơ quan khác",
    "scan": "quét thêm giấy tờ vào",
}


class WrongState(Refused):
    """The verb does not fit where the dossier stands, often because someone else acted first."""

    code = "wrong-state"

    @classmethod
    def of(cls, state: State, verb: str) -> Self:
        """Sentence naming the state found and the verb asked."""
        return cls(
            f"Hồ sơ đang ở trạng thái “{state.label}” nên không thể {VERBS.get(verb, verb)}. "
            "Có thể người khác vừa xử lý; mở lại hồ sơ để xem tình trạng mới nhất.",
            state=state.value,
        )


class PapersMissing(Refused):
    """Submission while a required paper is absent (ui.md, complaint 1)."""

    code = "papers-missing"
    status = 422


class FeeUnpaid(Refused):
    """Submission before the bank has confirmed the fee."""

    code = "fee-unpaid"


class AlreadySent(Refused):
    """A filing that has become a dossier can no longer be changed."""

    code = "already-sent"
    message = "Bản khai này đã nộp thành hồ sơ nên không sửa được nữa. Mở hồ sơ để xem tình trạng."


class IncompleteChecklist(Refused):
    """A supplement request must judge every requirement, once (ui.md, complaint 2)."""

    code = "incomplete-checklist"
    status = 422


class AcceptedBefore(Refused):
    """A second request cites a paper that was found valid and has not changed since."""

    code = "accepted-before"


class ResultMissing(Refused):
    """Signing before a result has been drafted."""

    code = "result-missing"
    message = "Hồ sơ chưa có dự thảo kết quả. Chuyên viên lập dự thảo ở bước trước rồi trình ký lại."


class VersionSuperseded(Refused):
    """The procedure changed while the draft was being typed; the applicant looks at what is different first."""

    code = "version-superseded"
    message = "Thủ tục vừa áp dụng nội dung mới. Mở lại bản khai để xem khác gì rồi nộp; phần đã khai còn nguyên."


class TicketInHand(Refused):
    """Somebody else at the office is receiving this number already."""

    code = "ticket-in-hand"

    @classmethod
    def of(cls, label: str, officer: str, point: str, at: str) -> Self:
        """Sentence naming who, where and since when."""
        return cls(
            f"Số {label} đang được {officer}{f' ({point})' if point else ''} tiếp nhận từ {at}. Gọi số tiếp theo."
        )


class ReceptionElsewhere(Refused):
    """Another officer goes on with this reception."""

    code = "reception-elsewhere"

    @classmethod
    def of(cls, officer: str) -> Self:
        """Sentence naming who has it."""
        return cls(
            f"Lượt tiếp nhận này đang do {officer} làm. Nội dung đã lưu còn nguyên; bấm Làm tiếp trong danh sách "
            "lượt đang dở nếu cần nhận lại."
        )


class ReceptionFinished(Refused):
    """Somebody concluded it first."""

    code = "reception-finished"

    @classmethod
    def of(cls, officer: str, at: str, outcome: str, code: str) -> Self:
        """Sentence naming who concluded it, when, how, and the dossier."""
        return cls(f"Lượt này {officer} đã kết thúc lúc {at}: {outcome.lower()}{f', hồ sơ {code}' if code else ''}.")


class FeeChanged(Refused):
    """What was paid is not what is due now."""

    code = "fee-changed"


class ExtendedBefore(Refused):
    """A due date is moved once, never twice (mẫu 04)."""

    code = "extended-before"

    @classmethod
    def of(cls, old_due: str, new_due: str) -> Self:
        """Sentence naming the extension there is; both moments in words."""
        return cls(
            f"Hồ sơ đã gia hạn một lần, từ {old_due} đến {new_due}; mỗi hồ sơ chỉ gia hạn một lần. "
            "Tập trung giải quyết, hoặc tạm dừng nếu có căn cứ thuộc phía người nộp."
        )


class AlreadyProposed(Refused):
    """The same thing lies before the leader already."""

    code = "already-proposed"

    @classmethod
    def of(cls, what: str, by: str) -> Self:
        """Sentence naming the proposal that waits and who made it."""
        return cls(f"Đề xuất “{what}” của {by} đang chờ lãnh đạo quyết định; chờ kết quả rồi đề xuất lại nếu cần.")


class AlreadyDecided(Refused):
    """Somebody decided first."""

    code = "already-decided"

    @classmethod
    def of(cls, decision: str, by: str) -> Self:
        """Sentence naming the decision and who took it."""
        return cls(f"Đề xuất này đã được {by} quyết định: {decision.lower()}. Mở lại hồ sơ để xem.")


class HandedOver(Refused):
    """The dossier lies with another agency until it is given back."""

    code = "handed-over"

    @classmethod
    def of(cls, agency: str, until: str) -> Self:
        """Sentence naming where the dossier is and until when."""
        return cls(
            f"Hồ sơ đang chuyển {agency} giải quyết, hẹn trả lại trước {until}. "
            "Chờ cơ quan đó trả lại, hoặc thu hồi ở thẻ Liên thông rồi xử lý tiếp."
        )


class AskedAlready(Refused):
    """The same agency has not answered yet."""

    code = "asked-already"

    @classmethod
    def of(cls, agency: str) -> Self:
        """Sentence naming the agency that has a question open."""
        return cls(f"{agency} đang có một đề nghị chưa trả lời của hồ sơ này. Chờ trả lời hoặc thu hồi rồi gửi lại.")


class NotReferable(Refused):
    """Dossiers that cannot stand under each other."""

    code = "not-referable"


class WaitsForChild(Refused):
    """The office chose to wait for what another agency is doing."""

    code = "waits-for-child"

    @classmethod
    def of(cls, children: Sequence[str]) -> Self:
        """Sentence naming what is awaited: `Cấp phiếu lý lịch tư pháp, Sở Tư pháp (H21.12-…)`."""
        return cls(
            f"Hồ sơ đang chờ kết quả: {'; '.join(children)}. Có kết quả là xử lý tiếp được; "
            "không cần chờ nữa thì bấm Không chờ ở thẻ Liên thông."
        )


class OpenedBefore(Refused):
    """The same procedure at the same agency is being handled for this dossier."""

    code = "child-opened-before"


class AlreadyOnList(Refused):
    """A bundle of paper goes to one place at a time."""

    code = "already-on-list"

    @classmethod
    def of(cls, codes: Sequence[str]) -> Self:
        """Sentence naming the dossiers that somebody else has just put on a list, or that lie elsewhere."""
        return cls(
            f"{len(codes)} hồ sơ không còn chờ bàn giao: {'; '.join(codes[:8])}{'…' if len(codes) > 8 else ''}. "
            "Có thể người khác vừa lập danh sách; mở lại trang để chọn tiếp, các hồ sơ còn lại vẫn chờ.",
            codes=list(codes),
        )


class HandoverClosed(Refused):
    """Somebody confirmed or cancelled the list first."""

    code = "handover-closed"

    @classmethod
    def of(cls, number: str, state: str, by: str, at: str) -> Self:
        """Sentence naming what became of the list, by whom and when."""
        return cls(f"Danh sách {number} {state.lower()}: {by}, {at}. Mở lại danh sách để xem kết quả từng hồ sơ.")


class OwnHandover(Refused):
    """Who gave does not receive: two people answer for one hand-over."""

    code = "own-handover"
    message = "Người giao không tự xác nhận nhận. Đề nghị người của bộ phận nhận mở danh sách này và xác nhận."


class NotTheOwner(Refused):
    """The card at the counter is another person's."""

    code = "not-the-owner"
    status = 422

    @classmethod
    def of(cls, shown: str, owner: str, code: str) -> Self:
        """Sentence naming whose paper was shown and whose result it is."""
        return cls(
            f"Giấy tờ xuất trình là của {shown}, hồ sơ {code} là của {owner}. "
            "Nếu nhận thay, chọn “Người được ủy quyền” và ghi văn bản ủy quyền; nếu không, không trả cho người này.",
            field="capacity",
        )


class FeeOutstanding(Refused):
    """What is owed is paid before the result is given."""

    code = "fee-outstanding"

    @classmethod
    def of(cls, code: str, amount: str) -> Self:
        """Sentence naming the dossier and what is owed."""
        return cls(f"Hồ sơ {code} còn {amount} phí, lệ phí chưa nộp. Thu tiền trước, rồi trả kết quả.")


class PaperNotHere(Refused):
    """The paper result has not reached the counter."""

    code = "paper-not-here"

    @classmethod
    def of(cls, code: str, place: str) -> Self:
        """Sentence naming where the paper lies."""
        return cls(
            f"Kết quả giấy của hồ sơ {code} {place}. Xác nhận danh sách bàn giao kết quả trước, "
            "hoặc chọn trả bản điện tử nếu người nhận đồng ý."
        )


class ReturnedAlready(Refused):
    """Another counter was faster, or the result was given before."""

    code = "returned-already"

    @classmethod
    def of(cls, code: str, receiver: str, by: str, at: str) -> Self:
        """Sentence naming who has the result, who gave it and when; `receiver` may be empty."""
        to = f" cho {receiver}" if receiver else ""
        return cls(f"Kết quả hồ sơ {code} đã trả{to}, {by}, {at}. Không trả lần nữa; mở hồ sơ để xem.")


class ReceiverUnknown(Refused):
    """A result on paper goes to a person who is known."""

    code = "receiver-unknown"

    @classmethod
    def of(cls, code: str) -> Self:
        """Sentence naming the dossier."""
        return cls(
            f"Kết quả hồ sơ {code} có bản giấy nên phải ghi người nhận. Mở trang Trả kết quả, quét thẻ căn cước của người đến nhận."
        )


class DraftChanged(Refused):
    """Somebody saved another version of the draft since the page was opened."""

    code = "draft-changed"

    @classmethod
    def of(cls, number: int, by: str, at: str) -> Self:
        """Sentence naming the newer version; `at` in words."""
        return cls(
            f"Dự thảo đã thay đổi từ lúc ông/bà mở: {by} lưu bản {number} lúc {at}. Nội dung ông/bà gõ vẫn còn ở dưới; "
            f"so với bản {number} rồi lưu đè lên, hoặc bỏ phần của mình.",
            number=number,
        )


class ChangedSinceSeen(Refused):
    """What is to be approved, signed or stamped is not what this officer looked at."""

    code = "changed-since-seen"
    message = "Văn bản đã thay đổi từ lúc ông/bà mở. Mở lại, xem bản mới rồi thực hiện."


class NotLookedAt(Refused):
    """A document is approved, signed or stamped only after its pages were shown."""

    code = "not-looked-at"
    message = "Văn bản này chưa được mở xem nên chưa tính. Mở từng văn bản rồi chọn lại."


class DelegationGone(Refused):
    """The paper names a delegation that no longer holds."""

    code = "delegation-gone"

    @classmethod
    def of(cls, whom: str) -> Self:
        """Sentence naming on whose behalf it was to be signed."""
        return cls(
            f"Ủy quyền của {whom} đã bị thu hồi hoặc hết hạn trước khi ký. Văn bản chờ người có thẩm quyền ký.",
        )


class AlreadyInBatch(Refused):
    """The document waits in another batch of this moment."""

    code = "already-in-batch"
    message = "Văn bản đang chờ trong một lượt khác vừa xác nhận. Chờ lượt đó xong rồi xem lại."


class AssignedDifferently(Refused):
    """What was given cannot be taken back as one act any more."""

    code = "assigned-differently"

    @classmethod
    def undone(cls, at: datetime) -> Self:
        """Sentence naming when it was taken back."""
        return cls(f"Lần phân công này đã được hoàn lại lúc {at.astimezone(clock.VIETNAM):%H:%M, %d/%m/%Y}.")


class TooManyFilters(Refused):
    """A seat keeps a bounded number of filters for a list."""

    code = "too-many-filters"

    @classmethod
    def of(cls, most: int) -> Self:
        """Sentence naming the bound."""
        return cls(f"Danh sách này đã có {most} bộ lọc. Bỏ bớt bộ lọc không dùng rồi lưu lại.")
