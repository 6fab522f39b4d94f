"""Jobs of scanning (việc nền của quét theo lô): a long stack is read behind the scenes."""

import uuid

import procrastinate
from procrastinate.contrib.django import app

from lienthong.domain.scans import services
from lienthong.domain.scans.services.beginning import JOB


@app.task(name=JOB, retry=procrastinate.RetryStrategy(max_attempts=4, wait=5), pass_context=False)
def read_pages(batch_id: str) -> None:
    """Read what waits; a batch that is gone or closed costs nothing."""
    services.read_pages(batch_id=uuid.UUID(batch_id))
