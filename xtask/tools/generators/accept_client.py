"""Reads every documented example with the client that openapi-python-client generated, and writes it back.

Arguments: the file of examples, and the folder that contains the package `client`. Each printed line is an
example that was refused or changed, or an invalid example that was accepted.
"""

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

examples, folder = sys.argv[1:]
sys.path.insert(0, folder)
from client import models  # noqa: E402

# The class that has another name than its schema; see openapi-python-client.yaml.
RENAMED = {"AllowedAgents": "AllowedAgentList"}


def comparable(value: Any) -> Any:
    """The value with instants in place of their texts, since one instant has many."""
    if isinstance(value, dict):
        return {name: comparable(member) for name, member in value.items()}
    if isinstance(value, list):
        return [comparable(element) for element in value]
    if isinstance(value, str) and "T" in value:
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            return value
    return value


def there_and_back(schema: dict[str, Any], value: Any) -> Any:
    """What comes back of a value; itself where no class was made for its schema."""
    if schema.get("type") == "array":
        return [there_and_back(schema["items"], element) for element in value]
    name = schema.get("$ref", "").rsplit("/", 1)[-1]
    made = getattr(models, RENAMED.get(name, name), None)
    if made is None:
        return value
    if hasattr(made, "from_dict"):
        return made.from_dict(value).to_dict()
    return made(value).value


for example in json.loads(Path(examples).read_text(encoding="utf-8")):
    try:
        back = there_and_back(example["schema"], example["value"])
        if comparable(back) != comparable(example["value"]):
            print(f"{example['place']}: comes back as {json.dumps(back, default=str)}")
    except Exception as error:  # whatever it is, the example was not accepted
        print(f"{example['place']}: {type(error).__name__}: {error}")
    if example["broken"] is not None:
        try:
            there_and_back(example["schema"], example["broken"])
            print(f"{example['place']}: accepted without a required property")
        except Exception:
            pass
