import httpx
import pytest

from sandbox.config import Config
from sandbox.server import Sandbox


@pytest.fixture
def config(tmp_path):
    return Config(data_dir=tmp_path, port=0, smtp_port=0, imap_port=0)


@pytest.fixture
def sandbox(config):
    made = Sandbox(config)
    yield made
    made.close()


@pytest.fixture
def browser(sandbox, config):
    with httpx.Client(transport=httpx.WSGITransport(app=sandbox.application), base_url=config.url) as client:
        yield client
