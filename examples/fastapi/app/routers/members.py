from sqlite3 import Connection
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Path

from ..database import get_database
from ..models import Error, Member

router = APIRouter(prefix="/members", tags=["members"])
Database = Annotated[Connection, Depends(get_database)]


@router.get("")
def list_members(database: Database) -> list[Member]:
    return [Member(**row) for row in database.execute("SELECT * FROM members ORDER BY id")]


@router.get("/{member_id}", responses={404: {"model": Error, "description": "There is no such member."}})
def get_member(database: Database, member_id: Annotated[int, Path(examples=[1])]) -> Member:
    row = database.execute("SELECT * FROM members WHERE id = ?", (member_id,)).fetchone()
    if row is None:
        raise HTTPException(404, "Member not found")
    return Member(**row)
