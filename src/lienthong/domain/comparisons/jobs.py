"""Jobs of the comparison (việc nền của đối soát): one run, and the run of every night."""

from procrastinate.contrib.django import app

from lienthong.domain.comparisons import services
from lienthong.domain.comparisons.choices import Trigger
from lienthong.domain.comparisons.services.running import JOB
from lienthong.kit.actor import SYSTEM


@app.task(name=JOB, queueing_lock=None, pass_context=False)
def run(run_id: int) -> None:
    """Do the run that was asked for."""
    services.run_comparison(run_id=run_id)


@app.periodic(cron="40 1 * * *")
@app.task(name="comparisons.every_night", queueing_lock="comparisons.every_night", pass_context=False)
def every_night(timestamp: int) -> None:
    """Ask for a run. `timestamp`: when it was due, which does not matter."""
    services.request_run(actor=SYSTEM, trigger=Trigger.NIGHTLY)
