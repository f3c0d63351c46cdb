"""Whatever a language model's client raises, as a ModelError: one sentence with the remedy, in both languages.

The clients of different vendors agree on two things: an answer over HTTP has a status, and errors are named after
what happened. Nothing else of theirs is relied on. What the other side says is shown only where nothing better can be
said, and without anything that may be a key.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from enum import Enum
from textwrap import shorten
from types import TracebackType

from rag.errors import ModelError

KEYS = ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "ISNAD_LLM_KEY", "OLLAMA_API_KEY")
_SAID = 160
_MAY_BE_A_KEY = re.compile(r"[\w.~+/=-]{20,}", re.ASCII)
_TOO_LONG = re.compile(
    r"context.{0,20}(?:length|size|window)|too long|too many tokens|maximum.{0,30}tokens|exceeds? the", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a model is: its name as the user gave it, and what the remedies need to name.

    `address` is its server's, `key` the environment variable that holds its key, `get` what fetches it where it is
    missing, each "" where there is none; `timeout` is how many seconds a reply may take.
    """

    name: str
    address: str = ""
    key: str = ""
    get: str = ""
    timeout: float = 0.0


class FailureKind(Enum):
    """What went wrong: the sentence in English and in Arabic. Blanks are those of `_blanks`."""

    NO_KEY = (
        "{name} needs a key: set {key} to yours.",
        "يحتاج {name} إلى مفتاح: ضع مفتاحك في {key}.",
    )
    BAD_KEY = (
        "{name} refused the key: set {key} to one that may use this model.",
        "رفض {name} المفتاح: ضع في {key} مفتاحًا يُسمح له باستعمال هذا النموذج.",
    )
    UNKNOWN = (
        "There is no model {name} at {address}: {get}.",
        "لا يوجد نموذج {name} في {address}: صحّح الاسم، أو نزّل النموذج إلى خادمه.",
    )
    DOWN = (
        "{name} cannot be reached at {address}: start its server, or correct the address.",
        "يتعذر الوصول إلى {name} في {address}: شغّل خادمه، أو صحّح العنوان.",
    )
    SLOW = (
        "{name} was not done after {timeout:g} seconds: choose a smaller model, or give it more with "
        "ISNAD_LLM_TIMEOUT.",
        "لم يفرغ {name} بعد {timeout:g} ثانية: اختر نموذجًا أصغر، أو زد المهلة في ISNAD_LLM_TIMEOUT.",
    )
    HALF = (
        "{name} broke off before its reply was whole: ask again, and look at its server if that does not help.",
        "انقطع {name} قبل أن يكتمل جوابه: أعد السؤال، وافحص خادمه إن تكرر ذلك.",
    )
    GARBLED = (
        "{name} sent something that cannot be read: check that its address, {address}, is that of a language model.",
        "أرسل {name} ما لا يُقرأ: تأكد من أن عنوانه {address} عنوان نموذج لغوي.",
    )
    LONG = (
        "{name} cannot read so much at once: choose a model with a larger context window, or give its server one.",
        "لا يستطيع {name} قراءة هذا القدر دفعة واحدة: اختر نموذجًا نافذة سياقه أكبر، أو كبّرها في خادمه.",
    )
    BUSY = (
        "{name} has had too many requests for now: wait a little, or look at your plan with its provider.",
        "تلقّى {name} طلبات أكثر مما يقبل الآن: انتظر قليلًا، أو راجع اشتراكك لدى مزوّده.",
    )
    BROKEN = (
        "{name} failed on its own side ({said}): ask again later, or choose another model.",
        "تعطّل {name} من جهته ({said}): أعد السؤال لاحقًا، أو اختر نموذجًا آخر.",
    )
    FAILED = (
        "{name} failed ({said}): ask again, or choose another model.",
        "فشل {name} ({said}): أعد السؤال، أو اختر نموذجًا آخر.",
    )


def model_error(trouble: FailureKind, origin: Endpoint, said: str = "") -> ModelError:
    """The sentence for what went wrong with this model."""
    blanks = {
        "name": origin.name,
        "address": origin.address or origin.name,
        "key": origin.key or "its key",
        "get": origin.get or "correct its name",
        "timeout": origin.timeout,
        "said": said,
    }
    english, arabic = trouble.value
    return ModelError(english.format(**blanks), arabic.format(**blanks))


class as_model_error:  # noqa: N801 — a context manager, read like a function
    """Turns whatever is raised inside into a ModelError, but for ModelErrors and what is no Exception (Ctrl-C)."""

    def __init__(self, origin: Endpoint) -> None:
        self._origin = origin

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, Exception) and not isinstance(error, ModelError):
            # From None: the client's own error may quote the key, and would be printed with this one.
            raise model_error(_trouble(error), self._origin, _said(error)) from None


def _trouble(error: Exception) -> FailureKind:
    status = _status(error)
    if status in (0, 400, 413, 422, 500) and _TOO_LONG.search(str(error)):
        return FailureKind.LONG
    if not status:
        return _by_name(error)
    known = {
        401: FailureKind.BAD_KEY,
        403: FailureKind.BAD_KEY,
        404: FailureKind.UNKNOWN,
        413: FailureKind.LONG,
        429: FailureKind.BUSY,
    }
    return known.get(status, FailureKind.BROKEN if status >= 500 else FailureKind.FAILED)


def _status(error: Exception) -> int:
    """The HTTP status of a refusal; 0 where there is none, as of an error told in the middle of a reply."""
    for holder in (error, getattr(error, "response", None)):
        status = getattr(holder, "status_code", None)
        if isinstance(status, int) and status >= 300:
            return status
    return 0


_NAMED = {
    FailureKind.DOWN: {"ConnectTimeout", "ConnectError", "ConnectionRefusedError", "gaierror", "UnsupportedProtocol"},
    FailureKind.SLOW: {"TimeoutError", "TimeoutException", "APITimeoutError", "Timeout"},
    FailureKind.HALF: {"ProtocolError", "ReadError", "WriteError", "ConnectionResetError", "BrokenPipeError"}
    | {"ConnectionAbortedError", "IncompleteRead", "StreamError"},
    FailureKind.GARBLED: {"JSONDecodeError", "UnicodeDecodeError", "DecodingError", "ValidationError"}
    | {"APIResponseValidationError"},
}


def _by_name(error: Exception) -> FailureKind:
    """What happened, by the names of the error, of what it is derived from and of what caused it."""
    names = set[str]()
    cause: BaseException | None = error
    while cause is not None and len(names) < 100:
        names |= {kind.__name__ for kind in type(cause).__mro__}
        cause = cause.__cause__
    for trouble, known in _NAMED.items():
        if names & known:
            return trouble
    # Clients that say only this much; the more telling errors above are derived from it.
    return FailureKind.DOWN if names & {"ConnectionError", "APIConnectionError"} else FailureKind.FAILED


def _said(error: Exception) -> str:
    """What the other side says, short and without anything that may be a key."""
    body = getattr(error, "body", None)
    if isinstance(body, dict):
        body = body.get("error", body)
    told = body.get("message") if isinstance(body, dict) else None
    text = redact_keys(str(told or getattr(error, "error", None) or error))
    status = _status(error)
    name = str(status) if status else type(error).__name__
    return f"{name}: {text}" if text else name


def redact_keys(text: str) -> str:
    """A foreign text as one short line, without the keys of the environment or anything like one."""
    for name in KEYS:
        if key := os.environ.get(name):
            text = text.replace(key, "…").replace(json.dumps(key)[1:-1], "…")
    text = _MAY_BE_A_KEY.sub("…", text)
    return shorten(text, _SAID, placeholder=" …").rstrip(".: ")
