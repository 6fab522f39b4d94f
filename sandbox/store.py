"""What the sandbox remembers (sổ ghi): one SQLite file, so that a restart keeps letters and transfers."""

import sqlite3
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any

_SCHEMA = """
CREATE TABLE IF NOT EXISTS letters (
    id INTEGER PRIMARY KEY, received_at TEXT NOT NULL, sender TEXT NOT NULL, recipients TEXT NOT NULL, subject TEXT NOT NULL, raw BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS transfers (
    ref TEXT PRIMARY KEY, made_at TEXT NOT NULL, account TEXT NOT NULL, amount INTEGER NOT NULL, memo TEXT NOT NULL, payer TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS refunds (
    key TEXT PRIMARY KEY, ref TEXT NOT NULL, made_at TEXT NOT NULL, account TEXT NOT NULL, name TEXT NOT NULL, amount INTEGER NOT NULL, memo TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS notices (
    id INTEGER PRIMARY KEY, ref TEXT NOT NULL REFERENCES transfers, sent_at TEXT NOT NULL, status INTEGER NOT NULL, answer TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS notices_of_transfer ON notices (ref, id);
CREATE TABLE IF NOT EXISTS parcels (
    tracking TEXT PRIMARY KEY, order_code TEXT NOT NULL UNIQUE, made_at TEXT NOT NULL, told TEXT NOT NULL, freight INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS parcel_events (
    id INTEGER PRIMARY KEY, tracking TEXT NOT NULL REFERENCES parcels, code INTEGER NOT NULL, text TEXT NOT NULL, place TEXT NOT NULL,
    reason TEXT NOT NULL, collected INTEGER, at TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS events_of_parcel ON parcel_events (tracking, id);
CREATE TABLE IF NOT EXISTS parcel_notices (
    id INTEGER PRIMARY KEY, event_id INTEGER NOT NULL REFERENCES parcel_events, sent_at TEXT NOT NULL, status INTEGER NOT NULL, answer TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS statements (
    number TEXT PRIMARY KEY, day TEXT NOT NULL, told TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS ca_certificates (
    serial TEXT PRIMARY KEY, subject TEXT NOT NULL, not_after TEXT NOT NULL, pem TEXT NOT NULL, revoked_at TEXT, reason TEXT);
CREATE TABLE IF NOT EXISTS csc_credentials (
    id TEXT PRIMARY KEY, username TEXT NOT NULL, subject TEXT NOT NULL, key TEXT NOT NULL, chain TEXT NOT NULL, pin TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS post_settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


class Store:
    """One connection behind a lock: a handful of people use this at once, not a province."""

    def __init__(self, path: Path | str) -> None:
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")
        self._connection.executescript(_SCHEMA)

    def run(self, statement: str, values: Iterable[Any] = ()) -> int:
        """Change something; the id of the row that was added."""
        with self._lock:
            return self._connection.execute(statement, tuple(values)).lastrowid or 0

    def rows(self, statement: str, values: Iterable[Any] = ()) -> list[sqlite3.Row]:
        """Read rows."""
        with self._lock:
            return self._connection.execute(statement, tuple(values)).fetchall()

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()
