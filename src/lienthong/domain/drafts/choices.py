"""Words of drafts (các lựa chọn của dự thảo)."""

from typing import Final

from django.db import models

INPUT: Final = "soan_"
"""Fields of a template that begin so are the writer's own: in the draft they stand in brackets until they are written."""


class DraftState(models.TextChoices):
    """Where a draft stands."""

    WRITING = "writing", "Đang soạn"
    AWAITING = "awaiting", "Chờ duyệt nội dung"
    APPROVED = "approved", "Đã duyệt nội dung"
    RETURNED = "returned", "Trả lại để sửa"
    SUBMITTED = "submitted", "Đã trình ký"
    FINISHED = "finished", "Đã ban hành"
    ABANDONED = "abandoned", "Thôi soạn"


OPEN_STATES: Final = (DraftState.WRITING, DraftState.AWAITING, DraftState.APPROVED, DraftState.RETURNED)


class Manner(models.TextChoices):
    """How the latest version was made."""

    WEB = "web", "Soạn trên web"
    WORD = "word", "Tệp Word"
    PDF = "pdf", "Tệp PDF"


class RecipientRole(models.TextChoices):
    """Where a recipient stands on the paper."""

    TO = "to", "Kính gửi"
    COPY = "copy", "Nơi nhận"


class OpinionState(models.TextChoices):
    """Where an opinion that was asked for stands."""

    WAITING = "waiting", "Chưa đến lượt"
    OPEN = "open", "Chờ ý kiến"
    GIVEN = "given", "Đã có ý kiến"
    WITHDRAWN = "withdrawn", "Thôi hỏi"


class Verdict(models.TextChoices):
    """What somebody says of a draft."""

    AGREE = "agree", "Nhất trí"
    REMARKS = "remarks", "Nhất trí, có góp ý"
    DISAGREE = "disagree", "Không nhất trí"


class Handling(models.TextChoices):
    """What became of an opinion."""

    TAKEN = "taken", "Tiếp thu"
    PARTLY = "partly", "Tiếp thu một phần"
    EXPLAINED = "explained", "Giải trình"
