"""Starts the service for development: demonstration data, a fixed clock, and the bug in BUG if there is one."""

import os

import uvicorn

import bugs
from app.main import app
from app.seed import seed

if __name__ == "__main__":
    os.environ.setdefault("CLOCK", "2026-03-02T10:00:00+00:00")
    seed()
    bugs.install(app)
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ.get("PORT", "8000")))
