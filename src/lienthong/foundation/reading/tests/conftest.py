"""Files that somebody owns and some may read."""

import pytest
from tests.province import Ward

from lienthong.foundation.files import services as files
from lienthong.foundation.files.queries import StoredFile
from lienthong.foundation.reading.tests import shelf


@pytest.fixture
def readable(settings, tmp_path, ward: Ward):
    """Store a file that the source owns."""
    settings.PAGES_DIR = tmp_path / "pages"
    settings.READING_SOURCES = {"thu": f"{shelf.__name__}.SOURCE"}
    shelf.stored.clear()
    shelf.readers.clear()
    shelf.state.update(said="Đang xử lý", tone="now")
    shelf.readers.update({ward.specialist.account_id, ward.leader.account_id, ward.citizen.account_id})

    def store(content: bytes, media_type: str = "application/pdf", name: str = "quyet-dinh.pdf") -> StoredFile:
        file = files.store_bytes(name=name, media_type=media_type, content=content, purpose="paper")
        shelf.stored[str(file.id)] = file
        return file

    return store
