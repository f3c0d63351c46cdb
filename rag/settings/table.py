"""The table of settings in docs/SETTINGS.md."""

from __future__ import annotations

from typing import Any

from rag.settings.declared import SETTINGS, is_secret, note, variable

_KINDS: dict[Any, str] = {
    float: "number",
    int: "whole number",
    bool: "true or false",
    tuple[str, ...]: "list of texts",
}


def settings_table() -> str:
    """The table of all settings in Markdown, a line each."""
    lines = ["| setting | variable | type | default | what |", "| --- | --- | --- | --- | --- |"]
    for name, field in SETTINGS.items():
        kind = "secret" if is_secret(name) else _KINDS.get(field.annotation, "text")
        wanted = note(name, "wanted")
        what = f"{str(field.description).rstrip('.')}: {wanted}." if wanted else field.description
        lines.append(f"| `{name}` | `{variable(name)}` | {kind} | {_default(name)} | {what} |")
    return "\n".join(lines) + "\n"


def _default(name: str) -> str:
    field = SETTINGS[name]
    if name == "store":
        return "`isnad/store` in the user's data folder"
    default = field.default
    if none := note(name, "none"):
        return str(none)
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"
