"""Restores the demonstration data: python -m app.seed"""

from base64 import b64decode

from .database import SCHEMA, connect

PIXEL = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==")

BOOKS = [
    (1, "Pride and Prejudice", "Jane Austen", "9780141439518", "fiction", 480, "en", "2026-01-12T09:30:00Z"),
    (2, "Cosmos", "Carl Sagan", "9780345539434", "science", 396, "en", "2026-01-12T09:35:00Z"),
    (3, "Middlemarch", "George Eliot", "9780141439549", "fiction", 880, "en", "2026-01-13T14:00:00Z"),
    (4, "Dracula", "Bram Stoker", "9780141439846", "fiction", 488, "en", "2026-01-14T08:15:00Z"),
    (5, "The Guns of August", "Barbara Tuchman", "9780345476098", "history", 608, "en", "2026-01-15T16:45:00Z"),
]
MEMBERS = [
    (1, "Ada Byron", "ada@example.com", "2025-11-03"),
    (2, "Grace Murray", "grace@example.com", "2025-12-09"),
    (3, "Alan Mathison", "alan@example.com", "2026-01-07"),
]
LOANS = [
    (1, 2, 1, "2026-01-20", "2026-02-10", "2026-02-05"),
    (2, 3, 2, "2026-02-16", "2026-03-09", None),
    (3, 5, 1, "2026-02-20", "2026-03-13", None),
]


def seed() -> None:
    connection = connect()
    connection.executescript(SCHEMA)
    with connection:
        for table in ("loans", "members", "books"):
            connection.execute(f"DELETE FROM {table}")
        connection.executemany(
            "INSERT INTO books (id, title, author, isbn, genre, pages, language, created_at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            BOOKS,
        )
        connection.execute("UPDATE books SET cover = ? WHERE id = 1", (PIXEL,))
        connection.executemany("INSERT INTO members VALUES (?, ?, ?, ?)", MEMBERS)
        connection.executemany("INSERT INTO loans VALUES (?, ?, ?, ?, ?, ?)", LOANS)
    connection.close()


if __name__ == "__main__":
    seed()
