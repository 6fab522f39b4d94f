"""The web tier's command (máy chủ web): granian, whose workers share the memory of what was loaded before they began.

`python -m lienthong.config.web [granian's options] MODULE:APPLICATION`. A worker that loads the application by itself takes about
120 MB of its own. Where processes begin as copies of their parent, the parent loads it once and a worker takes what it changes.
"""

import multiprocessing
import sys
from importlib import import_module


def main() -> None:
    """Load the application, then hand over to granian, which reads the same command line."""
    # Python 3.14 no longer copies by default; macOS must not: its frameworks do not survive it.
    if sys.platform == "linux":
        multiprocessing.set_start_method("fork")
        import_module(sys.argv[-1].partition(":")[0])
    from granian.cli import entrypoint

    entrypoint()  # type: ignore[no-untyped-call]  # granian ships no types of its command line


if __name__ == "__main__":
    main()
