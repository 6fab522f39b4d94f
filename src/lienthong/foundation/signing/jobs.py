"""Jobs of signatures: proof that could not be had at once, answers nobody needs any more."""

import procrastinate
from cryptography import x509
from procrastinate.contrib.django import app as jobs

from lienthong.foundation.signing import services
from lienthong.foundation.signing.services.evidence import ASK_AGAIN


class StillSilentError(Exception):
    """The authority does not answer yet."""


@jobs.task(
    name=ASK_AGAIN,
    queue="signing",
    retry=procrastinate.RetryStrategy(max_attempts=6, exponential_wait=5, retry_exceptions={StillSilentError}),
)
def ask_again(certificate: str, issuer: str) -> None:
    """Ask an authority that was silent when a page asked; the next look at the same file finds the answer kept."""
    from lienthong.foundation.signing.services.evidence import ask_now

    if not ask_now(
        x509.load_pem_x509_certificate(certificate.encode()), x509.load_pem_x509_certificate(issuer.encode())
    ):
        raise StillSilentError


@jobs.periodic(cron="*/2 * * * *")
@jobs.task(name="signing.raise_waiting", queue="signing", queueing_lock="signing.raise_waiting", pass_context=False)
def raise_waiting(timestamp: int) -> None:
    """Time stamps and proof for what was signed while an authority was silent. `timestamp`: when it was due, which does not matter."""
    services.raise_waiting()


@jobs.periodic(cron="10 7 * * *")
@jobs.task(name="signing.warn_expiring", queue="signing", queueing_lock="signing.warn_expiring", pass_context=False)
def warn_expiring(timestamp: int) -> None:
    """Every morning: certificates that end soon. `timestamp`: when it was due, which does not matter."""
    services.warn_expiring()
    services.forget_prepared()
    services.forget_old()
