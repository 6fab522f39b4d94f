"""Verbs on agencies and positions."""

from lienthong.foundation.organizations.services.agencies import create_agency, create_department
from lienthong.foundation.organizations.services.positions import appoint, end_position
from lienthong.foundation.organizations.services.profiles import load_profile

__all__ = ["appoint", "create_agency", "create_department", "end_position", "load_profile"]
