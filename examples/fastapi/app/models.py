from datetime import date, datetime
from enum import Enum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Isbn = Annotated[str, Field(pattern=r"^\d{13}$", examples=["9780141439518"])]


class Genre(str, Enum):
    fiction = "fiction"
    history = "history"
    science = "science"


class BookStatus(str, Enum):
    available = "available"
    on_loan = "on_loan"


class LoanStatus(str, Enum):
    active = "active"
    returned = "returned"


class BookCreate(BaseModel):
    title: str = Field(min_length=1, max_length=200)
    author: str = Field(min_length=1)
    isbn: Isbn
    genre: Genre
    pages: int = Field(gt=0)
    language: str = Field(default="en", pattern="^[a-z]{2}$")


class BookUpdate(BaseModel):
    title: str | None = Field(default=None, min_length=1, max_length=200)
    genre: Genre | None = None
    pages: int | None = Field(default=None, gt=0)

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"title": "Pride and Prejudice: Annotated Edition", "pages": 624}]}
    )


class Book(BookCreate):
    id: int
    status: BookStatus
    created_at: datetime

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": 1,
                    "title": "Pride and Prejudice",
                    "author": "Jane Austen",
                    "isbn": "9780141439518",
                    "genre": "fiction",
                    "pages": 480,
                    "language": "en",
                    "status": "available",
                    "created_at": "2026-01-12T09:30:00Z",
                }
            ]
        }
    )


class BookPage(BaseModel):
    items: list[Book]
    total: int


class Cover(BaseModel):
    book_id: int = Field(examples=[1])
    caption: str | None = Field(examples=["First edition, 1813"])
    url: str = Field(examples=["/books/1/cover"])


class Member(BaseModel):
    id: int
    name: str
    email: str
    joined_on: date

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"id": 1, "name": "Ada Byron", "email": "ada@example.com", "joined_on": "2025-11-03"}
        }
    )


class LoanCreate(BaseModel):
    book_id: int
    member_id: int
    days: int = Field(default=21, ge=1, le=60)


class Loan(BaseModel):
    id: int = Field(examples=[1])
    book_id: int = Field(examples=[2])
    member_id: int = Field(examples=[1])
    status: LoanStatus = Field(examples=["returned"])
    borrowed_on: date = Field(examples=["2026-01-20"])
    due_on: date = Field(examples=["2026-02-10"])
    returned_on: date | None = Field(examples=["2026-02-05"])


class LoanPage(BaseModel):
    items: list[Loan]
    total: int


class Error(BaseModel):
    detail: str
