"""The kinds of questions (các loại câu hỏi). A new kind is a class with the shape of `base.Kind`, a row here and a template."""

from lienthong.domain.eforms.choices import KindCode
from lienthong.domain.eforms.kinds.address import Address
from lienthong.domain.eforms.kinds.base import Inputs, Kind, Read
from lienthong.domain.eforms.kinds.choosing import Checkbox, Choice, Choices, Paper, options
from lienthong.domain.eforms.kinds.dates import Date, DateTime, Time
from lienthong.domain.eforms.kinds.numbers import Decimal, Money, Number
from lienthong.domain.eforms.kinds.papers import IdDocument
from lienthong.domain.eforms.kinds.table import Table
from lienthong.domain.eforms.kinds.text import Email, IdNumber, Name, Phone, Text, TextArea

KINDS: dict[str, Kind] = {
    KindCode.TEXT: Text(),
    KindCode.TEXTAREA: TextArea(),
    KindCode.NAME: Name(),
    KindCode.ID_NUMBER: IdNumber(),
    KindCode.ID_DOCUMENT: IdDocument(),
    KindCode.ADDRESS: Address(),
    KindCode.PHONE: Phone(),
    KindCode.EMAIL: Email(),
    KindCode.DATE: Date(),
    KindCode.TIME: Time(),
    KindCode.DATETIME: DateTime(),
    KindCode.NUMBER: Number(),
    KindCode.DECIMAL: Decimal(),
    KindCode.MONEY: Money(),
    KindCode.SELECT: Choice("select"),
    KindCode.MULTISELECT: Choices(),
    KindCode.RADIO: Choice("radio"),
    KindCode.CHECKBOX: Checkbox(),
    KindCode.CATALOG: Choice("select"),
    KindCode.TABLE: Table(),
    KindCode.CONSENT: Choice("radio"),
    KindCode.FILE: Paper(),
}

__all__ = ["KINDS", "Inputs", "Kind", "Read", "options"]
