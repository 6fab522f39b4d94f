"""The process: one threaded HTTP server, one SMTP and one IMAP server, one file (máy chủ môi trường thử nghiệm)."""

import signal
import socketserver
import threading
from types import FrameType
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from cryptography import x509
from cryptography.hazmat.primitives import serialization

from sandbox import citizens
from sandbox.authority import Authority
from sandbox.bank import Bank
from sandbox.bridge import Bridge, SignHash, software
from sandbox.config import Config
from sandbox.csc import Provider as RemoteSigning
from sandbox.imap import PostOffice, letters_of_the_day, make_certificate
from sandbox.mail import Mailbox
from sandbox.national_catalogue import NationalCatalogue
from sandbox.registers import Registers
from sandbox.store import Store
from sandbox.vneid import Provider
from sandbox.vnpost import Post
from sandbox.web import Application, Markup, Request, Response, markup, page, redirect, static

DATABASE = "sandbox.sqlite3"


class Sandbox:
    """All outside systems, wired. `application` is WSGI."""

    def __init__(self, config: Config) -> None:
        config.data_dir.mkdir(parents=True, exist_ok=True)
        self.config = config
        self.store = Store(config.data_dir / DATABASE)
        self.mailbox = Mailbox(self.store)
        self.bank = Bank(config, self.store)
        self.national = NationalCatalogue(config)
        self.post = Post(config, self.store)
        self.registers = Registers(config, citizens.read())
        self.authority = Authority(config, self.store)
        self.remote = RemoteSigning(config, self.store, self.authority)
        self._bridge: Bridge | None = None
        provider = Provider(config, citizens.read())
        self.application = Application(
            [
                ("GET", "/", self.index),
                ("GET", "/healthz", lambda _: Response(b'{"ok": true}', 200, "application/json")),
                ("GET", "/sandbox.css", static("sandbox.css", "text/css; charset=utf-8")),
                ("GET", "/vneid", lambda _: redirect("/vneid/")),
                ("GET", "/ngan-hang", lambda _: redirect("/ngan-hang/")),
                ("GET", "/thu", lambda _: redirect("/thu/")),
                ("GET", "/buu-dien", lambda _: redirect("/buu-dien/")),
                ("GET", "/ky-tu-xa", lambda _: redirect("/ky-tu-xa/")),
                ("GET", "/ca", lambda _: redirect("/ca/")),
                ("GET", "/csdl", lambda _: redirect("/csdl/")),
                *provider.routes(),
                *self.bank.routes(),
                *self.mailbox.routes(),
                *self.national.routes(),
                *self.post.routes(),
                *self.registers.routes(),
                *self.authority.routes(),
                *self.remote.routes(),
                *(
                    (method, rf"/cau-noi/v1/{name}", self.bridge)
                    for method in ("GET", "POST", "OPTIONS")
                    for name in ("info", "certificates", "sign")
                ),
            ]
        )

    def bridge(self, request: Request) -> Response:
        """The token on a desk, as the demo plays it: its key is made when it is first asked."""
        if self._bridge is None:
            self._bridge = Bridge(*self._desk(), {self.config.platform_url}, "/cau-noi")
        for method, path, handler in self._bridge.routes():
            if (method, path) == (request.method, request.path):
                return handler(request)
        return Response(b"", 405, "text/plain; charset=utf-8")

    def _desk(self) -> tuple[list[x509.Certificate], SignHash]:
        name = "DESK-01"
        self.remote.add(name, "ban-lam-viec", "Người giữ thiết bị thử nghiệm", "Chủ tịch")
        row = self.store.rows("SELECT key, chain FROM csc_credentials WHERE id = ?", (name,))[0]
        key = serialization.load_pem_private_key(row["key"].encode(), None)
        return x509.load_pem_x509_certificates(row["chain"].encode()), software(key)

    def index(self, _: Request) -> Response:
        """What there is outside."""
        letters = self.store.rows("SELECT count(*) AS many FROM letters")[0]["many"]
        transfers = self.store.rows("SELECT count(*) AS many FROM transfers")[0]["many"]
        parcels = self.store.rows("SELECT count(*) AS many FROM parcels")[0]["many"]
        issued = self.store.rows("SELECT count(*) AS many FROM ca_certificates")[0]["many"]
        items = [
            (
                "/vneid/",
                "Định danh điện tử",
                "Đóng vai VNeID: OpenID Connect, 12 công dân thử nghiệm, mã PIN.",
                "12 công dân",
            ),
            (
                "/ngan-hang/",
                "Ngân hàng",
                "Đọc mã VietQR, chuyển tiền, báo có tới hệ thống bằng thông báo có chữ ký.",
                f"{transfers} giao dịch",
            ),
            (
                "/thu/",
                "Thư điện tử",
                f"Máy chủ thư nhận mọi thư gửi tới cổng {self.config.smtp_port}, không chuyển đi đâu.",
                f"{letters} thư",
            ),
            (
                "/thu/",
                "Hộp thư công vụ",
                f"Máy chủ IMAP (TLS) ở cổng {self.config.imap_port}, tên {self.config.imap_username}: có văn bản chờ nền tảng lấy.",
                "3 thư",
            ),
            (
                "/csdlqg/",
                "Danh mục thủ tục quốc gia",
                "Đóng vai CSDL quốc gia về thủ tục hành chính: LayDanhSachTTHC, LayThuTuc, có bản ghi cố ý khác.",
                f"{len(self.national.records)} thủ tục",
            ),
            (
                "/buu-dien/",
                "Bưu điện",
                "Đóng vai VNPost: nhận đơn, cấp số hiệu, lấy, giao, hoàn, báo hành trình có chữ ký, đối soát tiền thu hộ.",
                f"{parcels} bưu gửi",
            ),
            (
                "/csdl/",
                "Cơ sở dữ liệu quốc gia",
                "Đóng vai trục chia sẻ dữ liệu: dân cư, hộ tịch, doanh nghiệp, đất đai; tắt hoặc làm chậm từng nơi để thử.",
                f"{self.registers.asked} lượt hỏi",
            ),
            (
                "/ca/",
                "Cơ quan chứng thực",
                "CA công vụ thử nghiệm: cấp, thu hồi chứng thư số, CRL, OCSP, dấu thời gian; tắt từng dịch vụ để thử.",
                f"{issued} chứng thư",
            ),
            (
                "/ky-tu-xa/",
                "Chữ ký số từ xa",
                "Nhà cung cấp giữ khóa theo chuẩn CSC: cho phép ký bằng mã PIN và mã xác nhận xem tại đây.",
                "CSC v1, v2",
            ),
        ]
        content = markup(
            '<p>Các hệ thống mà nền tảng kết nối, chạy tại máy này để dùng thử và kiểm thử. Nền tảng: <a href="{platform}/">{platform}</a></p><ul class="systems">{items}</ul>',
            platform=self.config.platform_url,
            items=[
                markup(
                    '<li><a href="{to}">{name}</a><span>{what}</span><span class="count">{count}</span></li>',
                    to=to,
                    name=name,
                    what=what,
                    count=count,
                )
                for to, name, what, count in items
            ],
        )
        return page("Các hệ thống bên ngoài", Markup(content))

    def close(self) -> None:
        """Stop retries, let go of the file."""
        self.bank.close()
        self.store.close()


class _Server(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 64


class _QuietHandler(WSGIRequestHandler):
    def address_string(self) -> str:
        return str(self.client_address[0])  # no DNS look-up

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # name given by the standard library
        """Requests are not worth a line each."""


def serve(config: Config) -> None:
    """Run until TERM or INT."""
    sandbox = Sandbox(config)
    sandbox.authority.keys.publish_root()
    http = _Server(("127.0.0.1", config.port), _QuietHandler)
    http.set_app(sandbox.application)
    smtp = sandbox.mailbox.controller(config.smtp_port)
    smtp.start()
    office = PostOffice(
        make_certificate(config.data_dir),
        username=config.imap_username,
        password=config.imap_password,
        port=config.imap_port,
    ).start()
    for letter in letters_of_the_day():
        office.put(letter)

    def stop(_signal: int, _frame: FrameType | None) -> None:
        # shutdown() waits for serve_forever, which runs in this thread.
        threading.Thread(target=http.shutdown, daemon=True).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    ready = f"sandbox ready: {config.url}  smtp 127.0.0.1:{config.smtp_port}  imap 127.0.0.1:{config.imap_port}"
    print(ready, flush=True)  # noqa: T201  # for who started it
    try:
        http.serve_forever(poll_interval=0.1)
    finally:
        office.stop()
        smtp.stop()
        http.server_close()
        sandbox.close()
