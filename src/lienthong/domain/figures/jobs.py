"""Every hour (việc hằng giờ): periods that have ended get their figures."""

from procrastinate.contrib.django import app

from lienthong.domain.figures import services


@app.periodic(cron="10 * * * *")
@app.task(name="figures.every_hour", queueing_lock="figures.every_hour", pass_context=False)
def every_hour(timestamp: int) -> None:
    """Ask for what is due; nothing happens when nothing is. `timestamp`: when it was due, which does not matter."""
    services.strike_hour()
