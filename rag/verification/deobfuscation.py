"""The readings of a text in which words may be hidden.

Letters of other alphabets that look alike, letters with spaces or invisible characters between them, text backwards
or encoded: a language model understands all of these, so the search for orders must too. Nothing here is ever shown.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import html
import re
import unicodedata
from collections.abc import Callable, Iterator
from urllib.parse import unquote

from store.text import fold, words

_ALIKE = str.maketrans(
    dict(zip("аеорсхуіѕјԁһӏкмтвнгԛԝαεορχυικτνβηωıɡ", "aeopcxyisjdhlkmtbhrqwaeopxuiktvbhwig", strict=True))
)
_DIGITS = str.maketrans("013457@$", "oieastas")
_LETTERED = re.compile(r"(?<![\w@$])(?=\w*[a-z])(?=[a-z]*[013457@$])[a-z013457@$]{3,}(?![\w@$])")
_APART = re.compile(r"(?<!\w)(?:[^\W\d_][ .\-_*·|/]{1,3}){3,}[^\W\d_](?!\w)")
_BETWEEN = re.compile(r"[ .\-_*·|/]+")
_MANY_APART = 8
_INVISIBLE = re.compile(r"[\u00ad\u034f\u180e\u200b-\u200d\u2060-\u2064\ufeff\ufe00-\ufe0f]")
_SMUGGLED = re.compile(r"[\u202d\u202e\U000e0000-\U000e007f\U000e0100-\U000e01ef]")
_BASE64 = re.compile(r"(?<![\w+/-])[A-Za-z0-9+/_-]{20,}={0,2}")
_HEX = re.compile(r"(?<!\w)(?:(?:0x|\\x)?[0-9a-fA-F]{2}[ :,]?){10,}(?!\w)")
_CODE_POINT = re.compile(r"\\u([0-9a-fA-F]{4})")
# Words that most sentences have some of, and that mean nothing backwards or with each letter moved on by 13.
_USUAL = frozenset("the and that this with all your write ignore answer instructions".split())
_USUAL_ARABIC = frozenset(fold("على إلى التي الذي التعليمات السابقة تجاهل اكتب جميع أجب").split())
_BACKWARDS = frozenset(word[::-1] for word in _USUAL | _USUAL_ARABIC)
_MOVED = frozenset(codecs.encode(word, "rot13") for word in _USUAL)


def deobfuscated(text: str) -> list[str]:
    """The text folded for search, then its other readings, each once. Line breaks stay.

    Text without a disguise has one reading.
    """
    plain = _bare(html.unescape(text))
    found = [plain, _LETTERED.sub(lambda word: word[0].translate(_DIGITS), plain), _gathered(plain)]
    found += map(_bare, _decoded(text))
    written = frozenset(words(plain))
    if len(written & _BACKWARDS) > 1:
        found.append(plain[::-1])
    if len(written & _MOVED) > 1:
        found.append(codecs.encode(plain, "rot13"))
    return list(dict.fromkeys(found))


def is_disguised(text: str) -> bool:
    """Whether a text hides words from people: in invisible characters, in letters set apart, or encoded."""
    if text.isascii():
        hidden = False
    else:
        hidden = bool(_SMUGGLED.search(text)) or 10 * len(_INVISIBLE.findall(text)) > len(text) > 10
    apart = any(len(_BETWEEN.split(run[0])) >= _MANY_APART for run in _APART.finditer(text))
    return hidden or apart or next(_blobs(text), None) is not None


def _bare(text: str) -> str:
    """Folded, without marks on letters, and with letters of other alphabets as the Latin ones they look like."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", _INVISIBLE.sub("", text))
    return fold("".join(c for c in apart if not unicodedata.combining(c))).translate(_ALIKE)


def _gathered(text: str) -> str:
    """The text with letters joined that were set apart."""
    return _APART.sub(lambda run: _BETWEEN.sub("", run[0]), text)


def _decoded(text: str) -> Iterator[str]:
    """What the encoded parts of a text say."""
    if "%" in text:
        yield unquote(text, errors="replace")
    if "\\u" in text:
        yield _CODE_POINT.sub(lambda code: chr(int(code[1], 16)), text)
    if smuggled := [chr(ord(c) - 0xE0000) for c in text if 0xE0020 <= ord(c) < 0xE007F]:
        yield "".join(smuggled)
    yield from _blobs(text)


def _blobs(text: str) -> Iterator[str]:
    """The sentences that stand in a text as base64 or as hexadecimal digits."""
    for blob in _BASE64.finditer(text):
        letters = blob[0].rstrip("=").replace("-", "+").replace("_", "/")
        yield from _sentence(letters + "=" * (-len(letters) % 4), base64.b64decode)
    for blob in _HEX.finditer(text):
        yield from _sentence(re.sub(r"0x|\\x|[ :,]", "", blob[0]), bytes.fromhex)


def _sentence(code: str, decode: Callable[[str], bytes]) -> Iterator[str]:
    """The decoded text, where it is words."""
    try:
        decoded = decode(code).decode("utf-8")
    except (binascii.Error, ValueError):
        return
    if " " in decoded and all(c.isprintable() or c.isspace() for c in decoded):
        yield decoded
