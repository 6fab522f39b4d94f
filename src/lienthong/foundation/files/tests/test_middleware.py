import io
import json

import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse

from lienthong.foundation.files.middleware import WholeBodyMiddleware

BODY = b'--x\r\nContent-Disposition: form-data; name="ten"\r\n\r\nH\'Lan\r\n--x\r\nContent-Disposition: form-data; name="tep"; filename="a.pdf"\r\n\r\n%PDF-1.7 rest of it\r\n--x--\r\n'


def a_request(
    body: bytes,
    length: int,
    *,
    content_type: str = "multipart/form-data; boundary=x",
    accept: str = "*/*",
    path: str = "/api/v1/files",
) -> WSGIRequest:
    return WSGIRequest(
        {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": path,
            "CONTENT_TYPE": content_type,
            "CONTENT_LENGTH": str(length),
            "wsgi.input": io.BytesIO(body),
            "HTTP_ACCEPT": accept,
        }
    )


def view(request):
    return HttpResponse(request.POST["ten"])


def test_it_works():
    assert WholeBodyMiddleware(view)(a_request(BODY, len(BODY))).content == b"H'Lan"


@pytest.mark.parametrize("cut", [20, 60, 130, len(BODY) - 4])
def test_a_cut_body_is_told_and_the_view_not_called(cut):
    response = WholeBodyMiddleware(lambda request: pytest.fail("called"))(a_request(BODY[:cut], len(BODY)))
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert json.loads(response.content)["code"] == "incomplete-upload"


def test_too_many_fields(settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 2
    body = b"a=1&b=2&c=3"
    response = WholeBodyMiddleware(view)(a_request(body, len(body), content_type="application/x-www-form-urlencoded"))
    assert response.status_code == 413


def test_a_view_that_reads_too_much():
    middleware = WholeBodyMiddleware(view)
    response = middleware.process_exception(a_request(b"", 0), RequestDataTooBig())
    assert response is not None
    assert response.status_code == 413
    assert middleware.process_exception(a_request(b"", 0), ValueError()) is None


def test_people_get_a_page_with_a_way_back(monkeypatch):
    shown = {}

    def render(request, template, context, status):
        shown.update(context, template=template)
        return HttpResponse(status=status)

    monkeypatch.setattr("lienthong.foundation.files.middleware.render", render)
    response = WholeBodyMiddleware(view)(a_request(BODY[:60], len(BODY), accept="text/html", path="/ho-so/nop/"))
    assert response.status_code == 400
    assert response["Connection"] == "close"
    assert "đường truyền bị ngắt" in shown["message"]
    assert shown["ways"][0]["url"] == "/ho-so/nop/"
