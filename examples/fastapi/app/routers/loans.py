from datetime import timedelta
from sqlite3 import Connection
from typing import Annotated

from fastapi import APIRouter, Body, Depends, HTTPException, Path, Query

from ..database import get_database, now
from ..examples import error, example, examples, loan, not_found
from ..models import Loan, LoanCreate, LoanPage, LoanStatus

router = APIRouter(prefix="/loans", tags=["loans"])
Database = Annotated[Connection, Depends(get_database)]

NOT_FOUND = not_found("Loan not found")
ACTIVE = [loan(2, 3, 2, "2026-02-16", "2026-03-09", None), loan(3, 5, 1, "2026-02-20", "2026-03-13", None)]
RETURNED = [loan(1, 2, 1, "2026-01-20", "2026-02-10", "2026-02-05")]


def find(database: Connection, loan_id: int) -> Loan:
    row = database.execute("SELECT * FROM loan_view WHERE id = ?", (loan_id,)).fetchone()
    if row is None:
        raise HTTPException(404, "Loan not found")
    return Loan(**row)


@router.get(
    "",
    responses={200: examples(active={"items": ACTIVE, "total": 2}, returned={"items": RETURNED, "total": 1})},
)
def list_loans(
    database: Database,
    status: Annotated[
        LoanStatus | None,
        Query(openapi_examples={"active": {"value": "active"}, "returned": {"value": "returned"}}),
    ] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> LoanPage:
    where, values = ("WHERE status = ?", [status.value]) if status else ("", [])
    total = database.execute(f"SELECT count(*) FROM loan_view {where}", values).fetchone()[0]
    rows = database.execute(f"SELECT * FROM loan_view {where} ORDER BY id LIMIT ? OFFSET ?", [*values, limit, offset])
    return LoanPage(items=[Loan(**row) for row in rows], total=total)


@router.post(
    "",
    status_code=201,
    responses={
        201: example(loan(4, 1, 3, "2026-03-02", "2026-03-16", None)),
        **not_found("Book not found"),
        409: error("The book is on loan.", example({"detail": "Book is already on loan"})),
    },
)
def create_loan(
    database: Database,
    body: Annotated[LoanCreate, Body(examples=[{"book_id": 1, "member_id": 3, "days": 14}])],
) -> Loan:
    book = database.execute("SELECT status FROM book_view WHERE id = ?", (body.book_id,)).fetchone()
    if book is None:
        raise HTTPException(404, "Book not found")
    if database.execute("SELECT 1 FROM members WHERE id = ?", (body.member_id,)).fetchone() is None:
        raise HTTPException(404, "Member not found")
    if book["status"] == "on_loan":
        raise HTTPException(409, "Book is already on loan")
    today = now().date()
    cursor = database.execute(
        "INSERT INTO loans (book_id, member_id, borrowed_on, due_on) VALUES (?, ?, ?, ?)",
        (body.book_id, body.member_id, str(today), str(today + timedelta(days=body.days))),
    )
    return find(database, cursor.lastrowid)


@router.get("/{loan_id}", responses=NOT_FOUND)
def get_loan(database: Database, loan_id: Annotated[int, Path(examples=[1])]) -> Loan:
    return find(database, loan_id)


@router.post(
    "/{loan_id}/return",
    responses={
        200: example(loan(2, 3, 2, "2026-02-16", "2026-03-09", "2026-03-02")),
        **NOT_FOUND,
        409: error("The book came back before.", example({"detail": "Loan is already closed"})),
    },
)
def return_loan(database: Database, loan_id: Annotated[int, Path(examples=[2])]) -> Loan:
    if find(database, loan_id).returned_on is not None:
        raise HTTPException(409, "Loan is already closed")
    database.execute("UPDATE loans SET returned_on = ? WHERE id = ?", (str(now().date()), loan_id))
    return find(database, loan_id)
