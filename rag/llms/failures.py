"""Whatever a language model's client raises, as a ModelError: one sentence with the remedy, in both languages.

The clients of different vendors agree on two things: an answer over HTTP has a status, and errors are named after
what happened. Nothing else of theirs is relied on. The server's own words are shown only where nothing
better is known, without anything that may be a key.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from textwrap import shorten

from rag.errors import ModelError

KEYS = ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "ISNAD_LLM_KEY", "OLLAMA_API_KEY")
_REASON_CHARACTERS = 160
_MAY_BE_A_KEY = re.compile(r"[\w.~+/=-]{20,}", re.ASCII)
_PAGE = re.compile(r"<(?:!doctype|html|body)\b", re.IGNORECASE)
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
    """What went wrong: the sentence in English and in Arabic. `model_error` fills the blanks."""

    NO_KEY = (
        "{name} needs a key: set {key} to yours.",
        "يحتاج {name} إلى مفتاح: ضع مفتاحك في {key}.",
    )
    BAD_KEY = (
        "{name} refused the key: set {key} to one that may use this model.",
        "رفض {name} المفتاح: ضع في {key} مفتاحًا يُسمح له باستعمال هذا النموذج.",
    )
    UNKNOWN_MODEL = (
        "There is no model {name} at {address}: {get}.",
        "لا يوجد نموذج {name} في {address}: صحّح الاسم، أو نزّل النموذج إلى خادمه.",
    )
    UNREACHABLE = (
        "{name} cannot be reached at {address}: start its server, or correct the address.",
        "يتعذر الوصول إلى {name} في {address}: شغّل خادمه، أو صحّح العنوان.",
    )
    TIMED_OUT = (
        "{name} was not done after {timeout:g} seconds: choose a smaller model, or give it more with "
        "ISNAD_LLM_TIMEOUT.",
        "لم يفرغ {name} بعد {timeout:g} ثانية: اختر نموذجًا أصغر، أو زد المهلة في ISNAD_LLM_TIMEOUT.",
    )
    CUT_OFF = (
        "{name} broke off before its reply was whole: ask again, and look at its server if that does not help.",
        "انقطع {name} قبل أن يكتمل جوابه: أعد السؤال، وافحص خادمه إن تكرر ذلك.",
    )
    LIMITED = (
        "{name} came to its limit of tokens before its reply was whole: raise that limit, or choose another model.",
        "بلغ {name} حدّ رموزه قبل أن يكتمل جوابه: ارفع هذا الحد، أو اختر نموذجًا آخر.",
    )
    EMPTY = (
        "{name} sent an empty reply: ask again, and look at its server if that does not help.",
        "أرسل {name} جوابًا فارغًا: أعد السؤال، وافحص خادمه إن تكرر ذلك.",
    )
    ENDLESS = (
        "{name} sent more than any answer takes: choose another model, or look at its server.",
        "أرسل {name} أكثر مما يتسع له أي جواب: اختر نموذجًا آخر، أو افحص خادمه.",
    )
    WEB_PAGE = (
        "{name} sent a web page and no reply: correct its address, {address}, or log in where the page asks for it.",
        "أرسل {name} صفحة ويب بدل الجواب: صحّح عنوانه {address}، أو سجّل الدخول حيث تطلب الصفحة ذلك.",
    )
    NOT_STREAMED = (
        "{name} sent its reply in one piece, though it was asked for a stream: use a server that streams.",
        "أرسل {name} جوابه دفعة واحدة مع أنه طُلب منه متدفقًا: استعمل خادمًا يدعم التدفق.",
    )
    UNREADABLE = (
        "{name} sent something that cannot be read: check that its address, {address}, is that of a language model.",
        "أرسل {name} ما لا يُقرأ: تأكد من أن عنوانه {address} عنوان نموذج لغوي.",
    )
    TOO_LONG = (
        "{name} cannot read so much at once: choose a model with a larger context window, or give its server one.",
        "لا يستطيع {name} قراءة هذا القدر دفعة واحدة: اختر نموذجًا نافذة سياقه أكبر، أو كبّرها في خادمه.",
    )
    RATE_LIMITED = (
        "{name} has had too many requests for now: wait a little, or look at your plan with its provider.",
        "تلقّى {name} طلبات أكثر مما يقبل الآن: انتظر قليلًا، أو راجع اشتراكك لدى مزوّده.",
    )
    SERVER_FAILED = (
        "{name} failed on its own side ({reason}): ask again later, or choose another model.",
        "تعطّل {name} من جهته ({reason}): أعد السؤال لاحقًا، أو اختر نموذجًا آخر.",
    )
    FAILED = (
        "{name} failed ({reason}): ask again, or choose another model.",
        "فشل {name} ({reason}): أعد السؤال، أو اختر نموذجًا آخر.",
    )
    NOT_INSTALLED = (
        "This kind of model is not installed: {get}",
        "هذا النوع من النماذج غير مثبّت: {get}",
    )
    NO_FILE = (
        "{name} cannot be opened ({reason}): correct the path after gguf:.",
        "لا يمكن فتح {name} ({reason}): صحّح المسار بعد gguf:.",
    )
    NO_GGUF = (
        "{name} is not a whole GGUF model: download it again, or name another file.",
        "{name} ليس نموذج GGUF كاملًا: نزّله من جديد، أو اذكر ملفًا آخر.",
    )


class ReplyError(Exception):
    """A reply is not what a model's server should send. `kind` says what it is."""

    def __init__(self, kind: FailureKind) -> None:
        super().__init__(kind.name)
        self.kind = kind


def model_error(kind: FailureKind, endpoint: Endpoint, reason: str = "") -> ModelError:
    """The sentence for what went wrong with this model."""
    blanks = {
        "name": endpoint.name,
        "address": endpoint.address or endpoint.name,
        "key": endpoint.key or "its key",
        "get": endpoint.get or "correct its name",
        "timeout": endpoint.timeout,
        "reason": reason,
    }
    english, arabic = kind.value
    return ModelError(english.format(**blanks), arabic.format(**blanks))


@contextmanager
def as_model_error(endpoint: Endpoint) -> Iterator[None]:
    """Turns whatever is raised inside into a ModelError, but for ModelErrors and what is no Exception (Ctrl-C)."""
    try:
        yield
    except ModelError:
        raise
    except Exception as error:
        # From None: the client's own error may quote the key, and would be printed with this one.
        raise model_error(_failure_kind(error), endpoint, _reason(error)) from None


def _failure_kind(error: Exception) -> FailureKind:
    if isinstance(error, ReplyError):
        return error.kind
    status = _status(error)
    if status in (0, 400, 413, 422, 500) and _TOO_LONG.search(str(error)):
        return FailureKind.TOO_LONG
    if not status:
        return _by_name(error)
    known = {
        401: FailureKind.BAD_KEY,
        403: FailureKind.BAD_KEY,
        404: FailureKind.UNKNOWN_MODEL,
        413: FailureKind.TOO_LONG,
        429: FailureKind.RATE_LIMITED,
    }
    return known.get(status, FailureKind.SERVER_FAILED if status >= 500 else FailureKind.FAILED)


def _status(error: Exception) -> int:
    """The HTTP status of a refusal; 0 where there is none, as for an error in the middle of a reply."""
    for holder in (error, getattr(error, "response", None)):
        status = getattr(holder, "status_code", None)
        if isinstance(status, int) and status >= 300:
            return status
    return 0


_NAMED = {
    FailureKind.UNREACHABLE: {"ConnectTimeout", "ConnectError", "ConnectionRefusedError", "gaierror"}
    | {"UnsupportedProtocol"},
    FailureKind.TIMED_OUT: {"TimeoutError", "TimeoutException", "APITimeoutError", "Timeout"},
    FailureKind.CUT_OFF: {"ProtocolError", "ReadError", "WriteError", "ConnectionResetError", "BrokenPipeError"}
    | {"ConnectionAbortedError", "IncompleteRead", "StreamError"},
    FailureKind.UNREADABLE: {"JSONDecodeError", "UnicodeDecodeError", "DecodingError", "ValidationError"}
    | {"APIResponseValidationError"},
}


def _by_name(error: Exception) -> FailureKind:
    """What happened, by the names of the error, of what it is derived from and of what caused it."""
    names = set[str]()
    cause: BaseException | None = error
    while cause is not None and len(names) < 100:
        names |= {derived.__name__ for derived in type(cause).__mro__}
        cause = cause.__cause__
    for kind, known in _NAMED.items():
        if names & known:
            return kind
    # Last, because the errors above are derived from these.
    return FailureKind.UNREACHABLE if names & {"ConnectionError", "APIConnectionError"} else FailureKind.FAILED


def _reason(error: Exception) -> str:
    """The server's own words, short and without anything that may be a key."""
    body = getattr(error, "body", None)
    if isinstance(body, dict):
        body = body.get("error", body)
    message = body.get("message") if isinstance(body, dict) else None
    text = redact_keys(str(message or getattr(error, "error", None) or error))
    if _PAGE.search(text):
        text = "a web page"
    status = _status(error)
    name = str(status) if status else type(error).__name__
    return f"{name}: {text}" if text else name


def redact_keys(text: str) -> str:
    """A foreign text as one short line, without the keys of the environment or anything like one."""
    for name in KEYS:
        if key := os.environ.get(name):
            text = text.replace(key, "…").replace(json.dumps(key)[1:-1], "…")
    text = _MAY_BE_A_KEY.sub("…", text)
    return shorten(text, _REASON_CHARACTERS, placeholder=" …").rstrip(".: ")
