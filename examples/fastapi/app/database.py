"""The database is one SQLite file. Each request opens it."""

import os
import sqlite3
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path

SCHEMA = """
CREATE TABLE IF NOT EXISTS books (
    id INTEGER PRIMARY KEY, title TEXT, author TEXT, isbn TEXT UNIQUE, genre TEXT, pages INTEGER,
    language TEXT, created_at TEXT, cover BLOB, caption TEXT);
CREATE TABLE IF NOT EXISTS members (id INTEGER PRIMARY KEY, name TEXT, email TEXT, joined_on TEXT);
CREATE TABLE IF NOT EXISTS loans (
    id INTEGER PRIMARY KEY, book_id INTEGER REFERENCES books ON DELETE CASCADE, member_id INTEGER REFERENCES members,
    borrowed_on TEXT, due_on TEXT, returned_on TEXT);
CREATE VIEW IF NOT EXISTS book_view AS SELECT books.*, CASE WHEN EXISTS (
    SELECT 1 FROM loans WHERE book_id = books.id AND returned_on IS NULL) THEN 'on_loan' ELSE 'available' END AS status
    FROM books;
CREATE VIEW IF NOT EXISTS loan_view AS SELECT loans.*,
    CASE WHEN returned_on IS NULL THEN 'active' ELSE 'returned' END AS status FROM loans;
"""


def connect() -> sqlite3.Connection:
    path = os.environ.get("DATABASE", Path(__file__).parent.parent / "library.db")
    connection = sqlite3.connect(path, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def get_database() -> Iterator[sqlite3.Connection]:
    connection = connect()
    try:
        with connection:
            yield connection
    finally:
        connection.close()


def now() -> datetime:
    """The current time, or the fixed time in CLOCK."""
    clock = os.environ.get("CLOCK")
    return datetime.fromisoformat(clock) if clock else datetime.now(timezone.utc).replace(microsecond=0)
