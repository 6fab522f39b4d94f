"""Kinds of questions (loại câu hỏi) a form may ask."""

from django.db import models


class KindCode(models.TextChoices):
    TEXT = "text", "một dòng chữ"
    TEXTAREA = "textarea", "đoạn chữ"
    NAME = "name", "họ, chữ đệm, tên"
    ID_NUMBER = "id_number", "số định danh cá nhân"
    ID_DOCUMENT = "id_document", "giấy tờ tùy thân"
    ADDRESS = "address", "địa chỉ"
    PHONE = "phone", "số điện thoại"
    EMAIL = "email", "thư điện tử"
    DATE = "date", "ngày"
    TIME = "time", "giờ, phút"
    DATETIME = "datetime", "ngày, giờ"
    NUMBER = "number", "số nguyên"
    DECIMAL = "decimal", "số có phần lẻ"
    MONEY = "money", "số tiền"
    SELECT = "select", "chọn một trong danh sách"
    MULTISELECT = "multiselect", "chọn một hoặc nhiều"
    RADIO = "radio", "chọn một"
    CHECKBOX = "checkbox", "đánh dấu"
    CATALOG = "catalog", "danh mục"
    TABLE = "table", "bảng"
    CONSENT = "consent", "ý kiến đồng ý"
    FILE = "file", "giấy tờ (nộp ở bước giấy tờ)"
