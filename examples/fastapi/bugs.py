"""Ten bugs to find. BUG=1 … BUG=10 puts one of them around the service; the service itself does not know them."""

import json
import os
import re

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

from app.database import connect
from app.routers.books import find

stale: dict[str, Response] = {}


async def body_of(response: Response):
    return json.loads(b"".join([part async for part in response.body_iterator]))


def query(request: Request, **changes: str | None) -> None:
    """Changes or removes parameters of the query."""
    values = {**request.query_params, **changes}
    text = "&".join(f"{name}={value}" for name, value in values.items() if value is not None)
    request.scope["query_string"] = text.encode()


async def with_bug(request: Request, call_next) -> Response:
    bug, method, path = int(os.environ.get("BUG") or 0), request.method, request.url.path
    one_book, one_loan = re.fullmatch(r"/books/\d+", path), re.fullmatch(r"/loans/\d+", path)
    match bug:
        case 6 if method == "GET" and path == "/loans":
            query(request, status=None)
        case 7 if method == "GET" and path == "/books":
            query(request, limit="100")
        case 8 if method == "GET" and path.startswith("/members"):
            token = os.environ.get("API_TOKEN", "dev-token")
            request.scope["headers"] = [
                *(header for header in request.scope["headers"] if header[0] != b"authorization"),
                (b"authorization", f"Bearer {token}".encode()),
            ]
        case 10 if method == "PATCH" and one_book:
            stale.setdefault(path, old_book(int(path.split("/")[-1])))

    response = await call_next(request)

    match bug, response.status_code:
        case 1, 200 if method == "GET" and one_book:
            body = await body_of(response)
            return JSONResponse({**body, "pages": body["pages"] + 1})
        case 2, 200 if method == "GET" and one_loan:
            body = await body_of(response)
            return JSONResponse({name: value for name, value in body.items() if name != "due_on"})
        case 3, 200 if method == "GET" and path == "/books":
            body = await body_of(response)
            items = [{**book, "isbn": int(book["isbn"])} for book in body["items"]]
            return JSONResponse({**body, "items": items})
        case 4, 201 if path == "/books":
            response.status_code = 200
        case 5, 404 if method == "GET" and one_book:
            response.status_code = 400
        case 10, 200 if method == "GET" and stale.get(path):
            return stale[path]
        case 9, 204:
            return JSONResponse({"deleted": True})
    return response


def old_book(book_id: int) -> Response | None:
    connection = connect()
    try:
        return JSONResponse(find(connection, book_id).model_dump(mode="json"))
    except Exception:
        return None
    finally:
        connection.close()


def install(app: FastAPI) -> None:
    if os.environ.get("BUG"):
        app.middleware("http")(with_bug)
