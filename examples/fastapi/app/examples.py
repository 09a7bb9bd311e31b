"""Short forms for the `responses` of the routes."""

from typing import Any

from .models import Book, Error

PRIDE: dict[str, Any] = Book.model_config["json_schema_extra"]["examples"][0]
MIDDLEMARCH = PRIDE | {
    "id": 3, "title": "Middlemarch", "author": "George Eliot", "isbn": "9780141439549", "pages": 880,
    "status": "on_loan", "created_at": "2026-01-13T14:00:00Z",
}  # fmt: skip
MOBY_DICK = {
    "title": "Moby-Dick", "author": "Herman Melville", "isbn": "9780142437247", "genre": "fiction", "pages": 720,
    "language": "de",
}  # fmt: skip


def loan(id: int, book_id: int, member_id: int, borrowed_on: str, due_on: str, returned_on: str | None) -> dict:
    status = "returned" if returned_on else "active"
    return {
        "id": id, "book_id": book_id, "member_id": member_id, "status": status,
        "borrowed_on": borrowed_on, "due_on": due_on, "returned_on": returned_on,
    }  # fmt: skip


def example(value: Any) -> dict:
    return {"content": {"application/json": {"example": value}}}


def examples(**values: Any) -> dict:
    named = {name: {"value": value} for name, value in values.items()}
    return {"content": {"application/json": {"examples": named}}}


def error(description: str, content: dict) -> dict:
    return {"model": Error, "description": description, **content}


def not_found(detail: str) -> dict:
    return {404: error("It does not exist.", example({"detail": detail}))}


UNAUTHORIZED = {401: error("The token is missing or wrong.", example({"detail": "Invalid or missing token"}))}
