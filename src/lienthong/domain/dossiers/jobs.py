"""Every working morning (việc mỗi sáng): applicants hear that their result lies ready."""

from procrastinate.contrib.django import app

from lienthong.domain.dossiers import services


@app.periodic(cron="30 1 * * 1-5")
@app.task(name="dossiers.remind_uncollected", queueing_lock="dossiers.remind_uncollected", pass_context=False)
def remind_uncollected(timestamp: int) -> None:
    """At 08:30 in Vietnam (cron counts in UTC) from Monday to Friday, so that nobody is written to at night. `timestamp`: when it was due, which does not matter."""
    services.remind_uncollected()
