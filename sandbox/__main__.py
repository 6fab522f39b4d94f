"""`python -m sandbox`."""

import argparse

from sandbox.config import HELP, Config
from sandbox.server import serve

if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        prog="python -m sandbox",
        description="Outside systems for demo and tests: VNeID (OpenID Connect), a bank (VietQR), the post, a mail server.",
        epilog=f"environment:\n{HELP}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.parse_args()
    serve(Config.from_environment())
