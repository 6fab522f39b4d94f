"""Who may open a page or call an operation (quyền vào trang). Every URL names its rule; an architecture test counts them.

    @public                              anybody
    @signed_in                           any account, citizen or officer
    @citizen                             an account that does not act from a position
    @confirmed                           below another rule: who it is was shown again within five minutes (chữ ký, mã xác thực)
    @officer("dossiers.receive")         a position that carries one of the rights, or acts for one that does; `@officer()` any position

    @router.get("/dossiers")             an operation of the API: the same rules, answered as 401 and 403 problems
    @officer("dossiers.receive").operation
    def list_dossiers(request: ActorRequest, ...): ...

A class-based view is marked where it becomes a view: `path("", public(Page.as_view()))`. The rule says who may knock; what an
actor may see of a particular thing stays the business of `queries` and `policies`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Literal
from urllib.parse import urlsplit

from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict

from lienthong.kit import clock
from lienthong.kit.actor import ANONYMOUS, Actor
from lienthong.kit.errors import NotAllowed, Refused

KEPT_FORM = "kept_form"
KEPT_FORM_MAX_BYTES = 64 * 1024
KEPT_FORM_SECONDS = 30 * 60
NEVER_KEPT = ("csrfmiddlewaretoken", "pin", "otp")
"""Fields of a form that no session keeps: what allows a signature is typed anew."""


class ActorRequest(HttpRequest):
    """A request after `accounts.middleware.ActorMiddleware`: the type views annotate."""

    actor: Actor


class NotSignedIn(Refused):
    """Nobody is signed in, or the session has ended. Pages answer with the sign-in page, the API with 401."""

    code = "not-signed-in"
    status = 401
    message = "Cần đăng nhập để thực hiện việc này."


@dataclass(frozen=True, slots=True)
class Access:
    """One rule. Calling it decorates a page view; `.operation` decorates an operation of the API."""

    kind: Literal["public", "signed_in", "citizen", "officer"]
    rights: tuple[str, ...] = ()

    def check(self, actor: Actor) -> None:
        """Return when `actor` may enter; raise NotSignedIn or NotAllowed otherwise."""
        if self.kind == "public":
            return
        if not actor.is_signed_in:
            raise NotSignedIn
        if self.kind == "citizen" and actor.is_officer:
            raise NotAllowed(
                "Trang này dành cho người dân, tổ chức; đang đăng nhập bằng tài khoản công chức. Đăng xuất rồi đăng nhập bằng tài khoản cá nhân."
            )
        if self.kind == "officer":
            if not actor.is_officer:
                raise NotAllowed(
                    "Trang này dành cho cán bộ, công chức đang giữ chức vụ. Đăng nhập bằng tài khoản công vụ để tiếp tục."
                )
            if self.rights and not any(actor.may_enter(right) for right in self.rights):
                title = actor.position.title if actor.position else ""
                raise NotAllowed(
                    f"Chức vụ đang dùng ({title}) không có quyền vào trang này. Chọn chức vụ khác hoặc liên hệ quản trị hệ thống của cơ quan."
                )

    def __call__(self, view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        """Decorate a page: a stranger is sent to sign in (whole page or htmx), others without the right get the 403 page."""

        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                self.check(actor_of(request))
            except NotSignedIn:
                return _to_sign_in(request)
            except NotAllowed as refusal:
                raise PermissionDenied(refusal.message) from refusal
            return view(request, *args, **kwargs)

        guarded.access = self  # type: ignore[attr-defined]  # read by tests/architecture
        return guarded

    def operation[**P, R](self, operation: Callable[P, R]) -> Callable[P, R]:
        """Decorate an operation of the API: raises NotSignedIn or NotAllowed, which the API answers as problems."""

        @wraps(operation)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            request: Any = args[0] if args else kwargs["request"]
            self.check(actor_of(request))
            return operation(*args, **kwargs)

        guarded.access = self  # type: ignore[attr-defined]  # read by tests/architecture
        return guarded


def confirmed(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Decorate below the rule: the person has shown within five minutes that it is them, by code, passkey or password.

    Otherwise they are asked, and what they were about to do goes on afterwards; a PIN and a code typed meanwhile are typed again.
    """
    inner = reauthentication_required(view)

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return inner(request, *args, **kwargs)  # type: ignore[no-any-return]  # allauth has no types
        except ReauthenticationRequired:
            if request.method == "POST":  # allauth is about to keep it in the session
                request.POST = _kept(request.POST)  # type: ignore[assignment]
            raise

    return checked


public = Access("public")
signed_in = Access("signed_in")
citizen = Access("citizen")


def officer(*rights: str) -> Access:
    """Rule: a position that carries one of `rights` (any position when none is named)."""
    return Access("officer", rights)


def actor_of(request: HttpRequest) -> Actor:
    """The actor the middleware found; ANONYMOUS where it did not run."""
    actor: Actor = getattr(request, "actor", ANONYMOUS)
    return actor


def take_kept_form(request: HttpRequest) -> QueryDict | None:
    """What was typed into this page when the session ended, once, within 30 minutes; None otherwise.

    A page with a long form asks on GET and shows it again, so an expired session loses nothing.
    """
    kept = request.session.get(KEPT_FORM)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[KEPT_FORM]
    if clock.now().timestamp() - kept["at"] > KEPT_FORM_SECONDS:
        return None
    return QueryDict(kept["data"])


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    from_htmx = request.headers.get("HX-Request") == "true"
    if request.method == "POST":
        _keep_form(request)
    if from_htmx:
        # A fragment's own address is no page to come back to; the page that asked for it is.
        current = urlsplit(request.headers.get("HX-Current-URL", ""))
        back = current.path + (f"?{current.query}" if current.query else "") or "/"
        response = HttpResponse(status=204)
        response["HX-Redirect"] = redirect_to_login(back, settings.LOGIN_URL).url
        return response
    return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)


def _keep_form(request: HttpRequest) -> None:
    data = _kept(request.POST).urlencode()
    if data and len(data) <= KEPT_FORM_MAX_BYTES:
        request.session[KEPT_FORM] = {"path": request.path, "at": clock.now().timestamp(), "data": data}


def _kept(typed: QueryDict) -> QueryDict:
    """What of a form a session may keep."""
    kept = typed.copy()
    for name in [name for name in kept if name in NEVER_KEPT or "password" in name]:
        del kept[name]
    return kept
