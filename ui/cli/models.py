"""The command that says which language models can be used, and the option that chooses one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli import output
from ui.cli.arguments import Json, reporting_errors
from ui.messages import general as messages
from ui.messages import locale_language, localized, one_line

if TYPE_CHECKING:
    from rag.llms import ManagedLLM, ModelKind

Llm = Annotated[
    str | None,
    typer.Option("--llm", metavar="NAME", help="The language model that writes, as `isnad models` names them."),
]


@reporting_errors()
def list_models(json: Json = False) -> None:
    """Say which language models can be used now, and what the others need."""
    from rag.llms import model_kinds

    found = model_kinds()
    if json:
        output.write_json([_as_dict(kind) for kind in found])
        return
    for kind in found:
        state = kind.fault.to(locale_language()) if kind.fault else localized(messages.USABLE)
        output.say(output.join_columns(kind.form, one_line(state)), wrap=False)
        for name in kind.names:
            output.say(output.join_columns("", one_line(name)), wrap=False)


def chosen_model(name: str | None) -> ManagedLLM | str | None:
    """The model of `--llm`, made before anything else is opened; None where it was not given.

    One that cannot be used now is left to its name: the answer will quote instead, and say why. Raises ModelNameError
    for what names no model.
    """
    if name is None:
        return None
    from rag import ModelError, ModelNameError, load_settings
    from rag.llms import load_model

    try:
        return load_model(name, load_settings().llm_timeout)
    except ModelNameError:
        raise
    except ModelError:
        return name


def _as_dict(kind: ModelKind) -> dict[str, object]:
    return {
        "form": kind.form,
        "usable": kind.fault is None,
        "reason": str(kind.fault) if kind.fault else None,
        "models": list(kind.names),
    }
