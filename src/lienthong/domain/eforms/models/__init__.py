"""Electronic forms (mẫu đơn, tờ khai điện tử): published versions, and the drafts from which the next ones come."""

from lienthong.domain.eforms.models.drafts import FormCase, FormDraft, FormDraftEdit
from lienthong.domain.eforms.models.published import Form

__all__ = ["Form", "FormCase", "FormDraft", "FormDraftEdit"]
