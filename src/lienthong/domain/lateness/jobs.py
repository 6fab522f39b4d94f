"""Jobs of lateness (việc nền của trễ hạn)."""

from procrastinate.contrib.django import app

from lienthong.domain.lateness import services


@app.periodic(cron="50 1 * * *")
@app.task(name="lateness.catch_up", queueing_lock="lateness.catch_up", pass_context=False)
def catch_up(timestamp: int) -> None:
    """Accounts of the last week that are missing. `timestamp`: when it was due, which does not matter."""
    services.catch_up()


@app.periodic(cron="*/15 * * * *")
@app.task(name="lateness.remind", queueing_lock="lateness.remind", lock="lateness.remind", pass_context=False)
def remind(timestamp: int) -> None:
    """Tell what fell due; at 07:00 also what gathered since. `timestamp`: when it was due, which does not matter: what counts is now."""
    services.remind()
