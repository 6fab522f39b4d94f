import pytest
from tests.province import Ward

from lienthong.domain.eligibility import services
from lienthong.domain.procedures import services as procedures
from lienthong.kit.actor import SYSTEM


@pytest.fixture
def tables(ward: Ward) -> Ward:
    """The ward, with the tables that come with the platform in force."""
    procedures.load_exemptions(actor=SYSTEM)
    services.load_tables(actor=SYSTEM)
    return ward
