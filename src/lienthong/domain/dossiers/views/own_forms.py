"""A scan of our own form among the papers (bản chụp tờ khai của hệ thống): what it is to this filing, and the way forward.

Never a refusal: the file stays until the person takes it out.
"""

from collections.abc import Iterable

from django.urls import reverse

from lienthong.domain.dossiers import queries
from lienthong.domain.dossiers.models import Filing, FilingPaper
from lienthong.domain.procedures import queries as procedures
from lienthong.kit.access import ActorRequest
from lienthong.kit.errors import NotFound


def with_own_forms(request: ActorRequest, filing: Filing, papers: Iterable[FilingPaper]) -> None:
    """Give each recognised scan its `notice`: {title, text, url, action}; the template offers to take the file out as well."""
    for paper in papers:
        if paper.own_form:
            paper.notice = _notice(request, filing, paper.own_form)  # type: ignore[attr-defined]  # read by the template only


def _notice(request: ActorRequest, filing: Filing, own_form: dict[str, str]) -> dict[str, str]:
    reference = own_form.get("reference", "")
    version = procedures.version(filing.version_id)
    same_form = version.form is not None and version.form.code == own_form.get("form")
    if not reference:
        if same_form:
            return {
                "title": "Đây là mẫu tờ khai in từ trang này",
                "text": "Tờ khai điền ngay trên trang và được lập thành văn bản khi nộp. Không phải in, ký và chụp lại.",
                "url": reverse("dossiers:filing", args=[filing.reference]),
                "action": "Điền trên trang",
            }
        return {
            "title": "Đây là mẫu tờ khai của một thủ tục khác",
            "text": "Tờ khai của thủ tục này điền ngay trên trang. Xem lại có chọn nhầm tệp không.",
            "url": "",
            "action": "",
        }
    own = {filing.reference, filing.dossier.code if filing.dossier is not None else ""}
    if reference in own:
        return {
            "title": "Đây là tờ khai ông/bà đã điền ở đây",
            "text": "Nội dung tờ khai đã có trong bản khai và tự gửi kèm hồ sơ. Không phải in, ký và chụp lại.",
            "url": "",
            "action": "",
        }
    return _of_another(request, reference)


def _of_another(request: ActorRequest, reference: str) -> dict[str, str]:
    """It belongs to another draft or dossier of this person, or to somebody else, about whom nothing is said."""
    try:
        if reference.startswith("N-"):
            other = queries.filing_for(request.actor, reference)
            name = procedures.version(other.version_id).short_name
            if other.sent_at is None:
                return {
                    "title": f"Đây là tờ khai của bản khai {reference}",
                    "text": f"Bản khai đó ({name}) của ông/bà chưa nộp. Mở bản khai đó để nộp; không phải in, ký và chụp lại.",
                    "url": reverse("dossiers:filing", args=[reference]),
                    "action": f"Mở bản khai {reference}",
                }
            reference = other.dossier.code if other.dossier is not None else reference
        dossier = queries.dossier_for(request.actor, reference)
    except NotFound:
        return {
            "title": "Đây là tờ khai lập từ một bản khai khác",
            "text": "Tờ khai này do hệ thống lập nhưng không thuộc tài khoản đang dùng. Xem lại có chọn nhầm tệp không.",
            "url": "",
            "action": "",
        }
    return {
        "title": f"Đây là tờ khai của hồ sơ {dossier.code}",
        "text": f"Hồ sơ đó ({dossier.procedure.short_name}) ông/bà đã nộp. Xem lại có chọn nhầm tệp không.",
        "url": reverse("dossiers:detail", args=[dossier.code]),
        "action": "Mở hồ sơ đó",
    }
