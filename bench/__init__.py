"""The measured promises (đo hiệu năng): a generated province, the real pages and API over HTTP, the machine's own limits beside them."""
