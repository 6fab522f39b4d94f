import smtplib
import socket
from email.message import EmailMessage

import pytest

from sandbox.server import Sandbox


@pytest.fixture
def smtp_port(sandbox):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = sandbox.mailbox.controller(port)
    controller.start()
    yield port
    controller.stop()


def write(port, *, to="hlan@congdan.example", html=True):
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "Dịch vụ công <a@gialai.example>", to, "Hồ sơ đã tiếp nhận"
    letter.set_content("Kính gửi <ông/bà>,\nXem http://127.0.0.1:8000/ho-so/1/ nhé.")
    if html:
        letter.add_alternative("<p>Kính gửi</p><script>alert(1)</script>", subtype="html")
    with smtplib.SMTP("127.0.0.1", port, timeout=5) as client:
        client.send_message(letter)


def test_it_works(browser, smtp_port):
    write(smtp_port)
    write(smtp_port, to="khac@congdan.example", html=False)
    (letter,) = browser.get("/thu/api/messages", params={"to": "HLAN@"}).json()["messages"]
    assert (letter["subject"], letter["to"]) == ("Hồ sơ đã tiếp nhận", ["hlan@congdan.example"])
    assert "Kính gửi <ông/bà>" in letter["text"]
    assert "khac@congdan.example" in browser.get("/thu/").text
    page = browser.get(f"/thu/{letter['id']}/").text
    assert "Kính gửi &lt;ông/bà&gt;" in page
    assert '<a href="http://127.0.0.1:8000/ho-so/1/">' in page
    assert "<script>" not in page


def test_html_is_shown_where_it_can_do_nothing(browser, smtp_port):
    write(smtp_port)
    (letter,) = browser.get("/thu/api/messages").json()["messages"]
    policy = browser.get(f"/thu/{letter['id']}/html").headers["content-security-policy"]
    assert policy.startswith("sandbox; default-src 'none'")
    assert 'sandbox=""' in browser.get(f"/thu/{letter['id']}/").text


def test_letters_outlive_a_restart(sandbox, config, browser):
    sandbox.mailbox.keep(
        b"Subject: broken\r\nContent-Type: text/plain; charset=no-such\r\n\r\n\xff", "a@b.vn", ["c@d.vn"]
    )
    again = Sandbox(config)
    (row,) = again.store.rows("SELECT subject FROM letters")
    again.close()
    assert row["subject"] == "broken"
    assert browser.get("/thu/1/").status_code == 200
    assert browser.get("/thu/99/").status_code == 404
    assert browser.post("/thu/xoa").status_code == 303
    assert browser.get("/thu/api/messages").json() == {"messages": []}
