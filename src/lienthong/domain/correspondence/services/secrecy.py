"""The stamp of a state secret (dấu mật): what bears it is refused at every door, and destroyed where it is found later.

Luật Bảo vệ bí mật nhà nước 2018: a document that holds a secret of state is neither registered, kept nor sent in this system.
"""

import re

from lienthong.domain.correspondence.errors import StateSecret

SECRET = re.compile(r"^\s*(TUYỆT MẬT|TỐI MẬT|MẬT)\s*$", re.MULTILINE)
"""The stamp stands on a line of its own in capitals (Thông tư của Bộ Công an về mẫu dấu mật [M])."""


def refuse_secrets(*texts: str) -> None:
    """Raise StateSecret where a stamp of secrecy stands in one of the texts."""
    for text in texts:
        if (found := SECRET.search(text)) is not None:
            raise StateSecret(found[1])
