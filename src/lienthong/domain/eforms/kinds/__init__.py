"""The kinds of questions (các loại câu hỏi). A new kind is a class with the shape of `base.Kind`, a row here and a template."""

from lienthong.domain.eforms.choices import KindCode
from lienthong.domain.eforms.kinds.address import Address
from lienthong.domain.eforms.kinds.agency import AgencyKind
from lienthong.domain.eforms.kinds.base import KINDS, Inputs, Kind, Read, missing
from lienthong.domain.eforms.kinds.choosing import Checkbox, Choice, Choices, Paper, Statement, YesNo, options
from lienthong.domain.eforms.kinds.composed import Composed, Fieldset, Group, as_spoken, problems_of, under
from lienthong.domain.eforms.kinds.computed import Computed
from lienthong.domain.eforms.kinds.dates import Date, DateTime, Time
from lienthong.domain.eforms.kinds.numbers import Decimal, Money, Number
from lienthong.domain.eforms.kinds.papers import IdDocument
from lienthong.domain.eforms.kinds.table import Table
from lienthong.domain.eforms.kinds.text import Email, IdNumber, Name, Phone, TaxCode, Text, TextArea

OF_CODE: dict[str, Kind] = {
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
    KindCode.YES_NO: YesNo(),
    KindCode.TAX_CODE: TaxCode(),
    KindCode.AGENCY: AgencyKind(),
    KindCode.PERSON: Fieldset(),
    KindCode.ORGANIZATION: Fieldset(),
    KindCode.GROUP: Group(),
    KindCode.STATEMENT: Statement(),
    KindCode.COMPUTED: Computed(),
}
KINDS.update(OF_CODE)

__all__ = [
    "KINDS",
    "Composed",
    "Inputs",
    "Kind",
    "Read",
    "as_spoken",
    "missing",
    "options",
    "problems_of",
    "under",
]
