"""The ways for programs as a page for people, made from their description in OpenAPI; it loads nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

_KINDS = {"string": "text", "integer": "a whole number", "number": "a number", "boolean": "true or false"}


def render_documentation(described: dict[str, Any]) -> str:
    """The page's HTML."""
    ways = [
        {**way, "method": method.upper(), "path": path, "arguments": list(_arguments(way, described))}
        for path, methods in described["paths"].items()
        for method, way in methods.items()
    ]
    return _template().render(info=described["info"], ways=ways, keys=described["components"]["securitySchemes"])


@lru_cache(maxsize=1)
def _template() -> Template:
    loader = FileSystemLoader(Path(__file__).parent)
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    return environment.get_template("documentation.html.jinja")


def _arguments(way: dict[str, Any], described: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Each argument of the address, then of the body: its name, kind, whether it is needed, what it means."""
    for each in way.get("parameters", ()):
        yield _argument(each["name"], {**each["schema"], **each}, each["required"])
    body = way.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    if "$ref" in body:
        model = described["components"]["schemas"][body["$ref"].rpartition("/")[2]]
        for name, schema in model["properties"].items():
            yield _argument(name, schema, name in model.get("required", ()))


def _argument(name: str, schema: dict[str, Any], needed: bool) -> dict[str, Any]:
    default = schema.get("default")
    return {
        "name": name,
        "kind": _kind(schema),
        "needed": needed,
        "default": "" if default in (None, "") else json.dumps(default),
        "told": schema.get("description", ""),
    }


def _kind(schema: dict[str, Any]) -> str:
    if "anyOf" in schema:
        kinds = dict.fromkeys(_kind(each) for each in schema["anyOf"] if each.get("type") != "null")
        return " or ".join(kinds)
    if schema.get("type") == "array":
        return f"a list of {_kind(schema.get('items', {}))}"
    return _KINDS.get(schema.get("type", ""), "an object")
