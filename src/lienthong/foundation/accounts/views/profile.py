"""One's own account (tài khoản của tôi)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lienthong.foundation.accounts import queries, services
from lienthong.foundation.accounts.forms import ContactForm
from lienthong.kit.access import ActorRequest, signed_in

SOURCES = {
    "vneid": "VNeID",
    "counter": "Căn cước đã xuất trình tại Bộ phận một cửa",
    "": "Ông/bà tự khai khi đăng ký, chưa được xác thực",
}


@signed_in
@require_http_methods(["GET", "POST"])
def profile(request: ActorRequest) -> HttpResponse:
    """What the State knows of me and from where; my telephone number; the way to security and to who saw my data."""
    account = queries.own_account(request.actor)
    person = account.person
    form = ContactForm(request.POST or None, initial={"phone": person.phone if person else ""})
    if request.method == "POST" and person is not None and form.is_valid():
        services.update_contact(actor=request.actor, phone=form.cleaned_data["phone"])
        messages.success(request, "Đã lưu số điện thoại.")
        return redirect("accounts_profile")
    return render(
        request,
        "account/profile.html",
        {
            "account": account,
            "person": person,
            "form": form,
            "source": SOURCES.get(person.verified_by, person.verified_by) if person else "",
            "positions": queries.positions_of(account),
        },
        status=422 if form.is_bound else 200,
    )
