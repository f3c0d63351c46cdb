"""How much is quoted for a sentence: what belongs to it in its paragraph, what it leans on, and never too much."""

from __future__ import annotations

import pytest

from rag.retrieval.quote_span import MOST_CHARACTERS, MOST_SENTENCES, expand_quote
from store import Article, Span
from store.text.sentences import split_sentences
from tests.helpers.cases import each_case


def quoted(text: str, likely: dict[int, float]) -> str:
    """What is quoted of a text; of its sentences the likeliest is the point, and those not named were not read."""
    article = Article(title="T", text=text)
    spans = split_sentences(article.text)
    best = max(likely, key=lambda number: likely[number])
    point = spans[best]
    beside = {spans[number]: score for number, score in likely.items() if number != best}
    found = expand_quote(article, point, beside)
    assert found.start <= point.start < point.end <= found.end
    assert found in {Span(one.start, other.end) for one in spans for other in spans}, "whole sentences are quoted"
    return article.text[found.start : found.end]


FAIR = "The fair opened. Rain came at noon. The band played on. Tents flew off. Nobody stayed."
MARKET = "فُتح السوق صباحا. وهطل المطر ظهرا. وعزفت الفرقة. وطارت الخيام. ورحل الجميع."

BESIDE = [
    # The sentences in order, with how likely those that were read answer, and which are quoted.
    (FAIR, {1: 5.0}, "Rain came at noon."),
    (FAIR, {1: 5.0, 0: 4.0}, "The fair opened. Rain came at noon."),
    (FAIR, {0: 5.0, 1: 4.0}, "The fair opened. Rain came at noon."),
    (FAIR, {2: 5.0, 1: 1.0, 3: 4.0, 4: 3.0}, "The band played on. Tents flew off. Nobody stayed."),
    (FAIR, {2: 5.0, 1: 4.0, 3: 3.0, 4: 2.0}, "Rain came at noon. The band played on. Tents flew off."),
    (FAIR, {2: 5.0, 1: 4.0, 3: 4.0, 0: 3.0}, "Rain came at noon. The band played on. Tents flew off."),
    (FAIR, {0: 5.0, 2: 4.0}, "The fair opened."),
    (FAIR, {0: 5.0, 2: 4.0, 1: 1.0}, "The fair opened. Rain came at noon. The band played on."),
    (FAIR.replace("noon. ", "noon.\n"), {1: 5.0, 2: 4.0}, "Rain came at noon."),
    (FAIR.replace("noon. ", "noon.\n\n"), {2: 5.0, 1: 4.0, 3: 3.0}, "The band played on. Tents flew off."),
    (FAIR.replace(" ", "  "), {1: 5.0, 2: 4.0}, "Rain  came  at  noon.  The  band  played  on."),
    (MARKET, {1: 5.0, 0: 4.0}, "فُتح السوق صباحا. وهطل المطر ظهرا."),
    (MARKET, {2: 5.0, 1: 1.0, 3: 4.0, 4: 3.0}, "وعزفت الفرقة. وطارت الخيام. ورحل الجميع."),
    (MARKET.replace("ظهرا. ", "ظهرا.\n"), {1: 5.0, 2: 4.0}, "وهطل المطر ظهرا."),
]


@each_case(("text", "likely", "quote"), BESIDE)
def test_neighbours_of_the_paragraph_join_the_likelier_first(text: str, likely: dict[int, float], quote: str) -> None:
    assert quoted(text, likely) == quote


@pytest.mark.parametrize("leans", ["", "He added that it rained. "])
def test_a_quote_never_has_more_sentences(leans: str) -> None:
    text = "One bell rang. " + (leans or "A second bell rang. ") * 8
    every = {number: 9.0 - abs(number - 4) for number in range(9)}
    assert len(split_sentences(quoted(text, every))) == MOST_SENTENCES


@each_case("letters", [MOST_CHARACTERS // 2 - 2, MOST_CHARACTERS // 2 + 1, MOST_CHARACTERS + 50])
@each_case("begins", ["Bells ", "He added that "])
def test_a_quote_never_grows_longer(letters: int, begins: str) -> None:
    sentence = begins + "o" * (letters - len(begins) - 1) + "."
    found = quoted(f"{sentence} {sentence} {sentence}", {0: 1.0, 1: 3.0, 2: 2.0})
    fits = 2 * letters + 1 <= MOST_CHARACTERS
    assert (len(found) > letters) == fits
    assert len(found) <= max(MOST_CHARACTERS, letters)


def test_texts_in_one_paragraph_are_quoted_by_the_sentence() -> None:
    sentence = f"The ferry {'rolled and ' * 9}sank."
    text = " ".join([sentence] * 30)
    assert len(quoted(text, {number: 9.0 - abs(number - 4) for number in range(30)})) <= 300


def test_a_neighbour_that_brings_too_much_with_it_is_left_out() -> None:
    asked = f"Q: Critics say {'and write ' * 26}that you sold it."
    text = f"{asked}\n\nA: I kept it. Ask them."
    assert quoted(text, {2: 5.0, 1: 4.0}) == "Ask them."


LEANING = [
    "He added that the ferry was late.",
    "She had rowed it alone.",
    "They want a lighthouse.",
    "It sank within the hour.",
    "Its captain swam ashore.",
    "Their boats are old.",
    "This angered the crews.",
    "“It is our harbour,” was painted on the wall.",
    "وأضاف أن العبّارة تأخرت.",
    "وأضافت أنها تأخرت.",
    "أضاف: العبّارة متأخرة.",
    "وقال إن العبّارة تأخرت.",
    "وقالت، وهي تضحك، كل شيء.",
    "وأشار إلى أن العبّارة تأخرت.",
    "وأكّد أنّه لن يبحر.",
    "وتابع قائلًا إن البحر هائج.",
    "وهو أقدم قارب في الميناء.",
    "هي أول امرأة تقود عبّارة.",
    "وهذا ما أغضب البحارة.",
    "«وأوضح أن القارب غرق».",
]
ALONE = [
    "Hector added that the ferry was late.",
    "Italy sent two boats.",
    "Theirs Bank closed.",
    "The mayor said that it rained.",
    "Thistles grow on the quay.",
    "وقال بوتين إن العبّارة تأخرت.",
    "وقال الوزير: العبّارة متأخرة.",
    "أكدت البلدية أن العبّارة تأخرت.",
    "وهواة الصيد كثيرون.",
    "هيئة الميناء أغلقت البوابة.",
    "وأضافت المصادر أن القارب غرق.",
]


@each_case("between", [" ", "\n", "\n\n", " \n \n"])
@each_case("sentence", LEANING)
def test_what_leans_on_the_sentence_before_is_quoted_with_it(sentence: str, between: str) -> None:
    before = "The harbour master spoke on Monday."
    text = f"Fog lay on the bay. {before}{between}{sentence} وغادر الجميع."
    assert quoted(text, {2: 1.0}) == f"{before}{between}{sentence}"


@each_case("sentence", ALONE)
def test_what_names_who_it_is_about_stands_alone(sentence: str) -> None:
    assert quoted(f"Fog lay on the bay. {sentence}", {1: 1.0}) == sentence


@each_case("sentence", LEANING)
def test_a_first_sentence_has_nothing_before_it(sentence: str) -> None:
    assert quoted(f"\n{sentence}\nFog lay on the bay.", {0: 1.0}) == sentence


def test_what_a_leaning_sentence_leans_on_comes_before_a_likely_neighbour() -> None:
    text = "The miller spoke. He sold his mill. It burned down. Rain fell. Gulls came."
    assert quoted(text, {2: 5.0, 3: 4.0, 4: 3.0}) == "The miller spoke. He sold his mill. It burned down."
    assert quoted(text, {1: 5.0, 2: 4.0, 3: 3.0}) == "The miller spoke. He sold his mill. It burned down."


def test_a_neighbour_that_joins_brings_what_it_leans_on() -> None:
    text = "The miller spoke.\nHe sold his mill. The baker bought it. Rain fell."
    assert quoted(text, {2: 5.0, 1: 4.0}) == "The miller spoke.\nHe sold his mill. The baker bought it."


BUDGET = "The council met. The town will pay for:\n\n- boats\n- two nets\n- a mast\n\nThe mayor left."
PRICES = "The prices rose.\n| good | old | new |\n| salt | 2 | 3 |\n| fish | 4 | 5 |\nThe mayor left."


def test_an_entry_is_quoted_from_what_opens_its_list() -> None:
    assert quoted(BUDGET, {3: 5.0, 2: 4.0, 4: 3.0}) == "The town will pay for:\n\n- boats\n- two nets"
    assert quoted(PRICES, {3: 5.0, 4: 4.0}) == "| good | old | new |\n| salt | 2 | 3 |\n| fish | 4 | 5 |"


STEPS = "اجتمع المجلس. وأعلنت البلدية الخطوات التالية:\n\n- إغلاق المسبح\n- غرامة على من يخالف\n\nوانفض المجلس."


def test_what_opens_a_list_is_quoted_with_its_entries() -> None:
    assert quoted(BUDGET, {1: 5.0}) == "The town will pay for:\n\n- boats\n- two nets\n- a mast"
    assert quoted(BUDGET, {0: 5.0, 1: 4.0}) == BUDGET.removesuffix("\n\nThe mayor left.")
    assert quoted(STEPS, {1: 5.0}) == "وأعلنت البلدية الخطوات التالية:\n\n- إغلاق المسبح\n- غرامة على من يخالف"
    assert quoted(f"The prices rose so:\n{PRICES}", {0: 5.0}) == "The prices rose so:"


def test_a_long_list_is_quoted_as_far_as_the_quote_is_short() -> None:
    entry = "\n- a boat with a mast"
    most = (MOST_CHARACTERS - len("The town will buy:")) // len(entry)
    assert quoted(f"The town will buy:{entry * 40}", {0: 5.0}) == f"The town will buy:{entry * most}"


def test_an_entry_that_the_outlet_repeats_ends_the_quote_of_a_list() -> None:
    article = Article(title="T", text="It will buy:\n- boats\n- Read more here\n- nets")
    opens, _, repeated, _ = split_sentences(article.text)
    found = expand_quote(article, opens, {}, [repeated])
    assert article.text[found.start : found.end] == "It will buy:\n- boats"


INTERVIEWS = [
    (
        "She spoke.\n\nQ: Critics say you sold it.\nThey say so twice.\n\nA: I kept it. Ask them. Or me.\n\nQ: Why?",
        "Q: Critics say you sold it.\nThey say so twice.\n\nA: I kept it.",
        " Ask them.",
    ),
    (
        "تحدثت العمدة.\n\nس: يقولون إنك بعته.\nيقولونها مرتين.\n\nج: لم أبعه. اسألهم. أو اسألني.\n\nس: لماذا؟",
        "س: يقولون إنك بعته.\nيقولونها مرتين.\n\nج: لم أبعه.",
        " اسألهم.",
    ),
]


@pytest.mark.parametrize(("text", "quote", "more"), INTERVIEWS)
def test_an_answer_is_quoted_with_what_was_asked(text: str, quote: str, more: str) -> None:
    assert quoted(text, {3: 5.0}) == quote
    assert quoted(text, {3: 5.0, 4: 4.0}) == quote + more
    assert quoted(text, {4: 5.0, 3: 4.0}) == quote + more
    assert quoted(text, {4: 5.0}) == more.strip()


SPOKEN = [
    ("«", "»"),
    ("“", "”"),
    ('"', '"'),
]


@pytest.mark.parametrize(("opens", "closes"), SPOKEN)
def test_a_quotation_is_not_broken_off(opens: str, closes: str) -> None:
    text = f"The miller spoke: {opens}I sold it. I am old. My sons left. It burned.{closes} Rain fell. Gulls came."
    whole = text.removesuffix(" Rain fell. Gulls came.")
    assert quoted(text, {0: 5.0}) == whole
    assert quoted(text, {0: 5.0, 1: 4.0}) == whole
    assert quoted(text, {2: 5.0}) == f"My sons left. It burned.{closes}"


@pytest.mark.parametrize(("opens", "closes"), SPOKEN)
def test_a_long_or_endless_quotation_is(opens: str, closes: str) -> None:
    begins = f"The miller spoke: {opens}I sold it."
    assert quoted(f"{begins} I am old. My sons left.\nIt burned.{closes}", {0: 5.0}) == begins
    assert quoted(f"{begins} {'I am old. ' * 60}{closes}", {0: 5.0}) == begins
