"""Requests for more of the same: "what else?", "more please", «وماذا أيضا؟». They ask the last question again."""

from __future__ import annotations

from collections.abc import Sequence

from store.text import STOPWORDS, words

_MORE = frozenset(
    """else more further additional continue
    ايضا المزيد مزيد اكثر كمان زدني اكمل اكملي واصل تابع استمر غيره غيرها""".split()
)
_BESIDE = frozenset(
    """tell show give say says said report reports anything something please know quotes articles
    اخبرني قل اعطني هات اعرض تقول يقول قال قالت ذكر ذكرت ورد جاء شيء تعرف لديك فضلك المقالات""".split()
)
"""Words that go with them and name nothing."""


def asks_for_more(question: str) -> bool:
    """Whether a question asks for more of the last answer, and names nothing of its own."""
    asked = set(words(question))
    bare = {word.removeprefix("و") for word in asked}
    return not _MORE.isdisjoint(asked | bare) and all(
        word in STOPWORDS | _MORE | _BESIDE or word.removeprefix("و") in STOPWORDS | _MORE | _BESIDE for word in asked
    )


def before_more(question: str, history: Sequence[str]) -> tuple[str, Sequence[str], int]:
    """The question that more is asked of, those before it, and how many times more was asked for.

    Of any other question: itself, the history without such requests, and 0.
    """
    turns = [*history, question]
    last = next((at for at in reversed(range(len(turns))) if not asks_for_more(turns[at])), len(turns) - 1)
    earlier = [turn for turn in turns[:last] if not asks_for_more(turn)]
    return turns[last], earlier, len(turns) - 1 - last
