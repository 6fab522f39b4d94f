"""Recording acts and looks. Called inside the transaction of the act."""

from lienthong.foundation.audit.services.recording import record, record_access, record_all, record_event

__all__ = ["record", "record_access", "record_all", "record_event"]
