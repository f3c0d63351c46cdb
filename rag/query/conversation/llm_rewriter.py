"""Follow-ups rewritten by a language model: a question of a conversation made to stand alone, and checked.

The rewritten question may only be made of what was said: every name and number of the question is kept, and no name
or number is in it that neither the question nor the conversation has. Where it is not, the way without a model stays
(rag/conversation.py).
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from llama_index.core.llms import LLM, ChatMessage, MessageRole

from rag.errors import ModelError
from rag.linguistics import comparison_forms, extract_facts, matches_transliteration
from rag.query.query import MOST_CHARACTERS, content_words
from rag.results import MARKUP
from store.text import is_arabic, language_of, words

EARLIER = 6
"""So many earlier questions are shown to the model."""
NEW_WORDS = 2
"""So many words of its own a model may add, to make a question of a fragment: "happen", "say"."""
KEPT = 0.5
"""At least this share of the question's own words stays."""
_LABEL = re.compile(r"[^:?؟]*(?:question|سؤال)[^:?؟]*:\s*", re.IGNORECASE)
_RULES = """You are given the earlier questions of a conversation and the last one. Rewrite the last question so \
that it is understood without the others: put names in the place of words like he, there or that, and add what it \
leaves out. Keep its language, its names and its numbers. Add nothing else. If it is understood as it is, repeat it. \
Do not answer it. Write only the question."""


def rewrite_with_llm(question: str, history: Sequence[str], model: LLM) -> str:
    """The question as it would be asked without the conversation; "" where the model fails or adds to what was said.

    `history` holds the earlier questions, oldest first.
    """
    conversation = json.dumps({"earlier": list(history[-EARLIER:]), "last": question}, ensure_ascii=False)
    messages = [
        ChatMessage(role=MessageRole.SYSTEM, content=_RULES),
        ChatMessage(role=MessageRole.USER, content=conversation),
    ]
    try:
        reply = (model.chat(messages).message.content or "").strip()
    except ModelError:
        return ""
    line = _LABEL.sub("", reply.splitlines()[0], count=1).strip(' "“”«»*') if reply else ""
    return line if _keeps(line, question, history[-EARLIER:]) else ""


def _keeps(line: str, question: str, history: Sequence[str]) -> bool:
    """Whether a rewritten question is of the same language, keeps the question's words and adds only earlier ones."""
    if len(line) > MOST_CHARACTERS or language_of(line) != language_of(question) or MARKUP.search(line):
        return False
    known = " \n".join([question, *history])
    return _names_all(line, question) and _says_nothing_new(line, known)


def _names_all(line: str, question: str) -> bool:
    """Whether a line has the names and numbers of the question, and of its other words enough."""
    own = content_words(question)
    kept = sum(_has(line, word) for word in own)
    named = all(_has(line, name) for name in _names(question))
    return named and kept >= KEPT * len(own) and extract_facts(question).is_subset_of([extract_facts(line)])


def _says_nothing_new(line: str, known: str) -> bool:
    """Whether a line is made of what was said, but for a word or two that name nothing."""
    own = content_words(line)
    new = [word for word in own if not _has(known, word)]
    named = all(_has(known, name) for name in _names(line))
    return (
        named
        and len(new) <= NEW_WORDS
        and len(new) < len(own)
        and extract_facts(line).is_subset_of([extract_facts(known)])
    )


def _names(text: str) -> list[str]:
    """What may be a name: Latin words with a capital, but for the first; every Arabic word that carries meaning."""
    if is_arabic(text):
        return content_words(text)
    return [word for word in text.split()[1:] if word[:1].isupper() and content_words(word)]


def _has(text: str, word: str) -> bool:
    """Whether a text has a word in any of its forms, or a name in other letters."""
    known = frozenset().union(*(comparison_forms(other) for other in words(text)))
    return any(not known.isdisjoint(comparison_forms(part)) for part in words(word)) or matches_transliteration(
        word, text
    )
