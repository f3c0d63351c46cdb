"""A page about a ferry, in both languages, and one about a bakery; for the tests of readers."""

from __future__ import annotations

from rag.reading import Page
from store.text import split_sentences

FERRY = (
    "The ferry brought forty passengers and two horses to the island. It was delayed by a storm for three hours. "
    "The captain, Ali Hassan, said that nobody was hurt."
)
FERRY_AR = (
    "وصلت العبّارة صباح الاثنين وعلى متنها أربعون راكبا وحصانان. وتأخرت ثلاث ساعات بسبب العاصفة. "
    "وقال القبطان علي حسن إن أحدا لم يصب."
)
BAKERY = "The last bakery of the valley closed on Friday. Its oven had burned for ninety years."


def page(text: str, title: str = "") -> Page:
    return Page(title, text, split_sentences(text))
