from typing import Literal

from fastapi import Depends, FastAPI
from pydantic import BaseModel

from .examples import UNAUTHORIZED
from .routers import books, loans, members
from .security import require_token

app = FastAPI(title="Library API", version="1.0.0", summary="Books, members and loans of a small library.")


class Health(BaseModel):
    status: Literal["ok"] = "ok"


@app.get("/health", tags=["health"])
def health() -> Health:
    return Health()


for router in (books.router, members.router, loans.router):
    app.include_router(router, dependencies=[Depends(require_token)], responses=UNAUTHORIZED)
