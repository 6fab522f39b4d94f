"""What a worker of the jobs does its own way (tiến trình việc nền): a job that asks for another job does so in its own transaction."""

import procrastinate
from procrastinate.connector import BaseConnector
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.utils import connector_params
from procrastinate.psycopg_connector import PsycopgConnector


class WorkerConnector(PsycopgConnector):
    """The worker's own connections are for fetching and ending jobs. What runs inside a job goes over Django's connection.

    Procrastinate's connector would lend a job the worker's connections too. Then the job that is asked for is there before the facts
    it is about: another thread takes a letter up that is not yet written, finds none, and is done with it for ever; and where the
    facts are undone the job stays.
    """

    def get_sync_connector(self) -> BaseConnector:
        return DjangoConnector()


class Connector(DjangoConnector):
    """Django's connector, whose worker is ours."""

    def get_worker_connector(self) -> WorkerConnector:
        return WorkerConnector(kwargs=connector_params(self.alias))


def connect(app: procrastinate.App) -> None:
    """Give the application of the jobs this connector; setting `PROCRASTINATE_ON_APP_READY`."""
    app.connector = app.job_manager.connector = Connector()
