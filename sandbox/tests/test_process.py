import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_it_starts_says_so_and_stops_when_told(tmp_path):
    port = free_port()
    env = {
        **os.environ,
        "SANDBOX_PORT": str(port),
        "SANDBOX_SMTP_PORT": str(free_port()),
        "SANDBOX_IMAP_PORT": str(free_port()),
        "DATA_DIR": str(tmp_path),
    }
    process = subprocess.Popen([sys.executable, "-m", "sandbox"], env=env, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout.readline().startswith("sandbox ready")
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as page:
            assert "Các hệ thống bên ngoài" in page.read().decode()
        asked = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.wait(5) == 0
        assert time.monotonic() - asked < 3
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def test_addresses_that_do_not_exist(browser):
    assert browser.get("/khong-co").status_code == 404
    assert browser.post("/thu/").status_code == 405
    assert browser.post("/ngan-hang/api/transfer", content=b"x" * 2_000_000).status_code == 413
