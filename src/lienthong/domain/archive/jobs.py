"""Jobs of the archive (việc nền của lưu trữ)."""

from procrastinate.contrib.django import app

from lienthong.domain.archive import services


@app.periodic(cron="5 0 * * 1-5")
@app.task(name="archive.remind", queueing_lock="archive.remind", lock="archive.remind", pass_context=False)
def remind(timestamp: int) -> None:
    """At 07:05 in Vietnam on working days. `timestamp`: when it was due, which does not matter: what counts is now."""
    services.remind()


@app.periodic(cron="25 * * * *")
@app.task(
    name="archive.clear_contents", queueing_lock="archive.clear_contents", lock="archive.clear", pass_context=False
)
def clear_contents(timestamp: int) -> None:
    """Let go of the content of destroyed files. `timestamp`: as above."""
    services.clear_contents()
