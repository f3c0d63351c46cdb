"""Every message in both languages, with the same blanks, and used."""

from __future__ import annotations

import datetime as dt
import re
import string
from collections.abc import Iterator
from pathlib import Path

from rag.results import Phrases, count_articles, phrases_in
from store.text import format_date
from ui import messages
from ui.messages import EXAMPLE_QUESTIONS, Message, page

UI = Path(messages.__file__).parents[1]
NAMED_BY_THE_SCRIPT = re.compile(r"(?:DO|TITLE|WHY|FATE)_[A-Z_]+")  # put together from a name in the page


def every_message() -> Iterator[tuple[str, Message]]:
    for catalogue in messages.CATALOGUES:
        for name, value in vars(catalogue).items():
            rows = value.items() if isinstance(value, dict) and name.isupper() else [("", value)]
            yield from (
                (f"{catalogue.__name__}.{name} {row}", each) for row, each in rows if isinstance(each, Message)
            )


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def has_arabic(text: str) -> bool:
    return any("\u0600" <= letter <= "\u06ff" for letter in text)


def test_a_message_is_whole_in_both_languages() -> None:
    offenders = [
        name
        for name, message in every_message()
        if not message.en.strip()
        or not message.ar.strip()
        or blanks(message.en) != blanks(message.ar)
        or has_arabic(message.en)
    ]
    assert offenders == [] and len(list(every_message())) > 200


def test_a_phrase_of_an_answer_is_whole_in_both_languages() -> None:
    named = [name for name, value in vars(Phrases).items() if isinstance(value, str) and not name.startswith("_")]
    english, arabic = phrases_in("en"), vars(type(phrases_in("ar")))
    offenders = [
        name
        for name in named
        if name not in arabic
        or blanks(getattr(english, name)) != blanks(arabic[name])
        or has_arabic(getattr(english, name))
    ]
    assert offenders == [] and len(named) > 50


def test_a_message_is_written_once_and_shown_somewhere() -> None:
    texts = [message for _, message in every_message()]
    twice = {message.en for message in texts if texts.count(message) > 1}
    files = [
        path for path in UI.rglob("*") if path.suffix in (".py", ".js", ".jinja") and path.parent.name != "messages"
    ]
    shown = "\n".join(path.read_text("utf-8") for path in files)
    names = {name.split()[0].rpartition(".")[2] for name, _ in every_message()}
    unused = {name for name in names if not re.search(rf"\b(?:isnad-say-)?{name}\b", shown)}
    assert twice == set()
    assert {name for name in unused if not NAMED_BY_THE_SCRIPT.fullmatch(name)} == set()


def test_every_message_that_the_script_shows_is_one_of_the_page() -> None:
    files = [path.read_text("utf-8") for path in UI.rglob("*") if path.suffix in (".js", ".jinja")]
    named = set(re.findall(r'(?:data-say(?:-\w+)?=|button\("\w+", )"([A-Z_]+)"', "\n".join(files)))
    assert named - set(page.dictionary()) == set() and len(named) > 20


def test_arabic_counts_as_arabic_does() -> None:
    counted = {1: "مقال واحد", 2: "مقالان", 3: "3 مقالات", 10: "10 مقالات", 11: "11 مقالًا", 99: "99 مقالًا"}
    counted |= {100: "100 مقال", 102: "102 مقال", 105: "105 مقالات", 1234: "1,234 مقالًا"}
    assert {count: count_articles(count, "ar") for count in counted} == counted


def test_english_counts() -> None:
    assert [count_articles(count, "en") for count in (1, 1234)] == ["1 article", "1,234 articles"]


def test_the_script_writes_days_as_answers_do() -> None:
    days = page.dictionary()
    for month in range(1, 13):
        for language, text in days[f"DAY_IN_{month}"].items():
            written = text.replace("{day}", "9").replace("{year}", "2024")
            assert written == format_date(dt.date(2024, month, 9), language)


def test_example_questions_come_in_both_languages() -> None:
    arabic = [question for question in EXAMPLE_QUESTIONS if "؟" in question]
    assert 0 < len(arabic) < len(EXAMPLE_QUESTIONS)
