"""Every hour (việc hằng giờ): low ratings that nobody looked into in time are told up."""

from procrastinate.contrib.django import app

from lienthong.domain.ratings import services


@app.periodic(cron="35 * * * *")
@app.task(name="ratings.tell_up", queueing_lock="ratings.tell_up", pass_context=False)
def tell_up(timestamp: int) -> None:
    """Tell those above. `timestamp`: when it was due, which does not matter."""
    services.tell_up()
