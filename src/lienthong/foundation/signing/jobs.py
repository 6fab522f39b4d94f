"""Jobs of signatures: proof that could not be had at once, answers nobody needs any more."""

from procrastinate.contrib.django import app as jobs

from lienthong.foundation.signing import services


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
