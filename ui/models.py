"""The command that says which language models can be used, and the option that chooses one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ui import messages, terminal
from ui.command import Json, in_one_sentence
from ui.sentence import language, one_line, sentence

if TYPE_CHECKING:
    from rag.available import Kind
    from rag.connected import ConnectedModel

Llm = Annotated[
    str | None,
    typer.Option("--llm", metavar="NAME", help="The language model that writes, as `isnad models` names them."),
]


@in_one_sentence()
def models(json: Json = False) -> None:
    """Say which language models can be used now, and what the others need."""
    from rag.available import kinds

    found = kinds()
    if json:
        terminal.write_json([_as_dict(kind) for kind in found])
        return
    for kind in found:
        said = kind.fault.to(language()) if kind.fault else sentence(messages.USABLE)
        terminal.say(terminal.columns(kind.form, one_line(said)), wrap=False)
        for name in kind.names:
            terminal.say(terminal.columns("", one_line(name)), wrap=False)


def chosen_model(name: str | None) -> ConnectedModel | str | None:
    """The model of `--llm`, made before anything else is opened; None where it was not given.

    One that cannot be used now is left to its name: the answer will quote instead, and say why. Raises ModelNameError
    for what names no model.
    """
    if name is None:
        return None
    from rag.errors import ModelError, ModelNameError
    from rag.models import load_model
    from rag.settings import load_settings

    try:
        return load_model(name, load_settings().llm_timeout)
    except ModelNameError:
        raise
    except ModelError:
        return name


def _as_dict(kind: Kind) -> dict[str, object]:
    return {
        "form": kind.form,
        "usable": kind.fault is None,
        "reason": str(kind.fault) if kind.fault else None,
        "models": list(kind.names),
    }
