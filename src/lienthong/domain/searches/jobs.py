"""Every night (việc hằng đêm): rare words are forgotten."""

from procrastinate.contrib.django import app

from lienthong.domain.searches import services


@app.periodic(cron="20 2 * * *")
@app.task(name="searches.forget_rare_words", queueing_lock="searches.forget_rare_words", pass_context=False)
def forget_rare_words(timestamp: int) -> None:
    """Drop what few looked for and what is old. `timestamp`: when it was due, which does not matter."""
    services.forget_rare_words()
