import sqlite3
from typing import Annotated

from fastapi import APIRouter, Body, Depends, File, Form, HTTPException, Path, Query, Response, UploadFile

from ..database import get_database, now
from ..examples import MIDDLEMARCH, MOBY_DICK, PRIDE, error, example, examples, not_found
from ..models import Book, BookCreate, BookPage, BookUpdate, Cover, Genre

router = APIRouter(prefix="/books", tags=["books"])
Database = Annotated[sqlite3.Connection, Depends(get_database)]

NOT_FOUND = not_found("Book not found")
INVALID = {
    "type": "greater_than",
    "loc": ["body", "pages"],
    "msg": "Input should be greater than 0",
    "input": 0,
    "ctx": {"gt": 0},
}


def find(database: sqlite3.Connection, book_id: int) -> Book:
    row = database.execute("SELECT * FROM book_view WHERE id = ?", (book_id,)).fetchone()
    if row is None:
        raise HTTPException(404, "Book not found")
    return Book(**row)


@router.get("", responses={200: example({"items": [PRIDE, MIDDLEMARCH], "total": 3})})
def list_books(
    database: Database,
    genre: Annotated[Genre | None, Query(examples=["fiction"])] = None,
    author: Annotated[str | None, Query(description="Part of the author's name.")] = None,
    limit: Annotated[int, Query(ge=1, le=100, examples=[2])] = 20,
    offset: Annotated[int, Query(ge=0, examples=[0])] = 0,
) -> BookPage:
    where, values = "WHERE 1", []
    if genre:
        where, values = where + " AND genre = ?", [*values, genre.value]
    if author:
        where, values = where + " AND instr(lower(author), lower(?))", [*values, author]
    total = database.execute(f"SELECT count(*) FROM book_view {where}", values).fetchone()[0]
    rows = database.execute(f"SELECT * FROM book_view {where} ORDER BY id LIMIT ? OFFSET ?", [*values, limit, offset])
    return BookPage(items=[Book(**row) for row in rows], total=total)


@router.post(
    "",
    status_code=201,
    responses={
        201: example({"id": 6, **MOBY_DICK, "status": "available", "created_at": "2026-03-02T10:00:00Z"}),
        409: error("The library has this ISBN.", examples(duplicate={"detail": "ISBN 9780345539434 exists"})),
        422: {"description": "The book is not valid.", **examples(invalid={"detail": [INVALID]})},
    },
)
def create_book(
    database: Database,
    body: Annotated[
        BookCreate,
        Body(
            openapi_examples={
                "normal": {"summary": "A new book", "value": MOBY_DICK},
                "duplicate": {"summary": "A known ISBN", "value": {**MOBY_DICK, "isbn": "9780345539434"}},
                "invalid": {"summary": "A book without pages", "value": {**MOBY_DICK, "pages": 0}},
            }
        ),
    ],
) -> Book:
    values = body.model_dump(mode="json") | {"created_at": now().isoformat()}
    try:
        cursor = database.execute(
            "INSERT INTO books (title, author, isbn, genre, pages, language, created_at) "
            "VALUES (:title, :author, :isbn, :genre, :pages, :language, :created_at)",
            values,
        )
    except sqlite3.IntegrityError:
        raise HTTPException(409, f"ISBN {body.isbn} exists")
    return find(database, cursor.lastrowid)


@router.get(
    "/{book_id}",
    responses={404: error("There is no such book.", examples(missing={"detail": "Book not found"}))},
)
def get_book(
    database: Database,
    book_id: Annotated[int, Path(openapi_examples={"existing": {"value": 1}, "missing": {"value": 999}})],
) -> Book:
    return find(database, book_id)


@router.patch(
    "/{book_id}",
    responses={200: example({**PRIDE, "title": "Pride and Prejudice: Annotated Edition", "pages": 624}), **NOT_FOUND},
)
def update_book(database: Database, book_id: Annotated[int, Path(examples=[1])], body: BookUpdate) -> Book:
    find(database, book_id)
    for column, value in body.model_dump(mode="json", exclude_none=True).items():
        database.execute(f"UPDATE books SET {column} = ? WHERE id = ?", (value, book_id))
    return find(database, book_id)


@router.delete(
    "/{book_id}",
    status_code=204,
    responses={**NOT_FOUND, 409: error("The book is on loan.", examples(on_loan={"detail": "Book is on loan"}))},
)
def delete_book(
    database: Database,
    book_id: Annotated[int, Path(openapi_examples={"available": {"value": 4}, "on_loan": {"value": 3}})],
) -> None:
    if find(database, book_id).status == "on_loan":
        raise HTTPException(409, "Book is on loan")
    database.execute("DELETE FROM books WHERE id = ?", (book_id,))


@router.put("/{book_id}/cover", responses=NOT_FOUND)
def upload_cover(
    database: Database,
    book_id: Annotated[int, Path(examples=[1])],
    cover: Annotated[UploadFile, File(description="A PNG of at most 1 MB.")],
    caption: Annotated[str | None, Form(examples=["First edition, 1813"])] = None,
) -> Cover:
    find(database, book_id)
    if cover.size and cover.size > 1_000_000:
        raise HTTPException(413, "Cover is larger than 1 MB")
    database.execute("UPDATE books SET cover = ?, caption = ? WHERE id = ?", (cover.file.read(), caption, book_id))
    return Cover(book_id=book_id, caption=caption, url=f"/books/{book_id}/cover")


@router.get(
    "/{book_id}/cover",
    response_class=Response,
    responses={200: {"description": "The image.", "content": {"image/png": {}}}, **NOT_FOUND},
)
def download_cover(database: Database, book_id: Annotated[int, Path(examples=[1])]) -> Response:
    row = database.execute("SELECT cover FROM books WHERE id = ?", (book_id,)).fetchone()
    if row is None or row["cover"] is None:
        raise HTTPException(404, "Book not found")
    return Response(row["cover"], media_type="image/png")
