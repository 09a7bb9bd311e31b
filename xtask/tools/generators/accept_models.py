"""Parses every documented example with the models that datamodel-code-generator generated.

Arguments: the file of examples, and the folder that contains `models.py`. Each printed line is an example
that was refused, or an invalid example that was accepted.
"""

import json
import sys
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

examples, folder = sys.argv[1:]
sys.path.insert(0, folder)
import models  # noqa: E402


def type_of(schema: dict[str, Any]) -> Any:
    """The Python type of a schema: a model, a list of such, or a plain type."""
    if "$ref" in schema:
        return getattr(models, schema["$ref"].rsplit("/", 1)[-1])
    if schema.get("type") == "array":
        return list[type_of(schema["items"])]  # type: ignore[misc]
    return {"string": str, "integer": int, "number": float, "boolean": bool}[schema["type"]]


for example in json.loads(Path(examples).read_text(encoding="utf-8")):
    adapter = TypeAdapter(type_of(example["schema"]))
    try:
        adapter.validate_json(json.dumps(example["value"]), strict=True)
    except ValidationError as error:
        print(f"{example['place']}: {error.errors()[0]['msg']} at {error.errors()[0]['loc']}")
    if example["broken"] is not None:
        try:
            adapter.validate_json(json.dumps(example["broken"]), strict=True)
            print(f"{example['place']}: accepted without a required property")
        except ValidationError:
            pass
