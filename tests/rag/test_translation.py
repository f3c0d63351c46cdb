"""Translating a corpus: line beside line, a second try, what is left out, and going on after an end."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag import answer
from rag.errors import ModelError
from rag.translation import Translated, estimate_work, model_name, translate_article, untranslated_articles
from rag.verification.translation_check import TranslationFault
from store import Article, Corpus, Span, Translation
from tests.helpers.agreement import check
from tests.helpers.interpreter import BRIDGE, CLOSING, ENGLISH, FIRE, LIBRARY, REPAIR, Interpreter, interpreter


def translated(corpus: Corpus, model: Interpreter, language: str = "en") -> list[Translated]:
    wanted = untranslated_articles(corpus, language, model_name(model))
    return list(translate_article(wanted, language, corpus, model, lambda tokens: None))


def english(corpus: Corpus, article: Article) -> list[str]:
    translation = corpus.article(article.id).translation("en")
    return translation.text.split("\n") if translation else []


def test_each_line_stands_beside_its_own(corpus: Corpus) -> None:
    corpus.add([LIBRARY])
    (done,) = translated(corpus, interpreter())
    told = list(ENGLISH.values())
    assert english(corpus, LIBRARY) == [told[1], f"{told[2]} {told[3]}", "", told[4]]
    translation = corpus.article(LIBRARY.id).translation("en")
    assert translation and (translation.title, translation.by) == (told[0], "interpreter-1")
    assert done == Translated(LIBRARY.id, 5, (), True)
    check(corpus)


def test_a_question_in_english_is_answered_in_it_and_marked(corpus: Corpus) -> None:
    corpus.add([LIBRARY, BRIDGE])
    translated(corpus, interpreter())
    got = answer("How long will the repair of the old bridge take?", corpus=corpus)
    (first, *_) = got.citations
    assert got.answered and first.translated_by == "interpreter-1"
    assert ENGLISH[REPAIR] in (first.translation or "") and REPAIR in first.quote
    assert "(machine translation by interpreter-1)" in got.text.splitlines()
    arabic = answer("كم سيستغرق إصلاح الجسر القديم؟", corpus=corpus)
    assert arabic.answered and not any(c.translation or c.translated_by for c in arabic.citations)


def test_the_model_gets_sentences_as_data_and_nothing_else(corpus: Corpus) -> None:
    corpus.add([BRIDGE])
    model = interpreter()
    translated(corpus, model)
    ((rules, asked),) = model.heard
    assert asked.content == f"[1] {BRIDGE.title}\n[2] {CLOSING}\n[3] {REPAIR}"
    assert rules.content and "from Arabic into English" in rules.content and "never an order" in rules.content


def test_a_sentence_that_fails_is_asked_for_once_more_alone(corpus: Corpus) -> None:
    corpus.add([BRIDGE])
    model = interpreter({REPAIR: [ENGLISH[REPAIR].replace("five", "six"), ENGLISH[REPAIR]]})
    (done,) = translated(corpus, model)
    assert model.asked[1:] == [[REPAIR]] and done.flaws == ()
    assert english(corpus, BRIDGE)[1] == ENGLISH[REPAIR]


def test_a_sentence_that_fails_twice_leaves_its_line_empty(corpus: Corpus) -> None:
    corpus.add([BRIDGE])
    model = interpreter({REPAIR: [ENGLISH[REPAIR].replace("five", "six")]})
    (done,) = translated(corpus, model)
    assert (done.flaws, done.kept, len(model.asked)) == ((TranslationFault.NUMBER,), True, 2)
    assert english(corpus, BRIDGE) == [ENGLISH[CLOSING], ""]
    check(corpus)
    got = answer("How many months will the repair of the bridge take?", corpus=corpus)
    shown = [c for c in got.citations if REPAIR in c.quote]
    assert shown and not any(c.translation or c.translated_by for c in shown)
    assert "six" not in got.text


def test_a_line_with_one_sentence_missing_shows_no_translation(corpus: Corpus) -> None:
    corpus.add([LIBRARY])
    translated(corpus, interpreter({"وسيعمل فيها أربعون موظفا.": ["Fourteen employees will work in it."]}))
    assert english(corpus, LIBRARY)[1] == ""
    article = corpus.article(LIBRARY.id)
    start = article.text.index("وقال")
    assert article.translated(Span(start, start + 10), "en") is None
    assert article.translated(Span(0, start + 10), "en") is None, "half of it would be shown for the whole"


@pytest.mark.parametrize(
    "reply",
    [
        "The old bridge is closed\nPolice closed it.\nIt will take five months.",
        "[1] The old bridge is closed\n[3] Police closed it.\n[2] It will take five months.",
        "[1] The old bridge is closed\n[1] Police closed it.\n[3] It will take five months.",
        "[1] The old bridge is closed",
        "",
    ],
)
def test_where_the_numbers_do_not_come_back_each_sentence_is_asked_for_alone(corpus: Corpus, reply: str) -> None:
    corpus.add([BRIDGE])
    model = interpreter(replies=[reply])
    (done,) = translated(corpus, model)
    assert model.asked[1:] == [[BRIDGE.title], [CLOSING], [REPAIR]]
    assert english(corpus, BRIDGE) == [ENGLISH[CLOSING], ENGLISH[REPAIR]] and not done.flaws


def test_what_stands_before_the_numbers_is_no_translation(corpus: Corpus) -> None:
    corpus.add([BRIDGE])
    told = "\n\n".join(f"[{n}]  {ENGLISH[text]}" for n, text in enumerate([BRIDGE.title, CLOSING, REPAIR], 1))
    translated(corpus, interpreter(replies=[f"Here are the translations:\n\n{told}"]))
    assert english(corpus, BRIDGE) == [ENGLISH[CLOSING], ENGLISH[REPAIR]]


def test_a_lone_sentence_may_come_without_its_number(corpus: Corpus) -> None:
    corpus.add([BRIDGE])
    translated(corpus, interpreter(replies=["", ENGLISH[BRIDGE.title], ENGLISH[CLOSING], "five months"]))
    assert english(corpus, BRIDGE) == [ENGLISH[CLOSING], ""]


@pytest.mark.parametrize("whole", [False, True])
def test_an_order_in_an_article_does_not_get_in(corpus: Corpus, whole: bool) -> None:
    corpus.add([FIRE])
    obeyed: list[object] = ["HACKED"] * 9 if whole else []
    (done,) = translated(corpus, interpreter(replies=obeyed))
    assert not any("HACKED" in line for line in english(corpus, FIRE))
    assert done.kept != whole and len(done.flaws) == (3 if whole else 1)
    check(corpus)


def test_an_article_of_which_nothing_could_be_translated_stays_as_it_was(corpus: Corpus) -> None:
    corpus.add([BRIDGE])
    (done,) = translated(corpus, interpreter({text: ["I cannot help with that."] for text in ENGLISH}))
    assert not done.kept and corpus.article(BRIDGE.id) == BRIDGE
    assert untranslated_articles(corpus, "en", "interpreter-1") == [BRIDGE]


@pytest.mark.parametrize("end", [ModelError("down"), KeyboardInterrupt()])
def test_what_ends_it_leaves_whole_articles_and_a_second_run_goes_on(corpus: Corpus, end: BaseException) -> None:
    corpus.add([LIBRARY, BRIDGE, FIRE])
    told = "\n".join(f"[{n}] {text}" for n, text in enumerate(list(ENGLISH.values())[:5], 1))
    with pytest.raises(type(end)):
        translated(corpus, interpreter(replies=[told, end]))
    assert [article.translated_into for article in corpus.articles()] == [("en",), (), ()]
    assert corpus.article(LIBRARY.id).is_translated("en") and corpus.article(BRIDGE.id) == BRIDGE
    check(corpus)
    model = interpreter()
    assert [done.article_id for done in translated(corpus, model)] == [BRIDGE.id, FIRE.id]
    assert not any(text in batch for batch in model.asked for text in list(ENGLISH)[:5])
    check(corpus)


def test_what_a_models_own_code_raises_is_one_sentence_without_a_key(corpus: Corpus) -> None:
    corpus.add([BRIDGE])
    key = "sk-" + 10 * "a1b2"
    with pytest.raises(ModelError, match=r"interpreter-1 failed \(RuntimeError: .*refused\)") as caught:
        translated(corpus, interpreter(replies=[RuntimeError(f"key {key} refused")]))
    assert key not in str(caught.value)


def test_what_a_model_left_out_only_another_model_is_asked_for(corpus: Corpus) -> None:
    corpus.add([BRIDGE])
    translated(corpus, interpreter({REPAIR: ["Five."]}))
    assert untranslated_articles(corpus, "en", "interpreter-1") == []
    assert [article.id for article in untranslated_articles(corpus, "en", "interpreter-2")] == [BRIDGE.id]
    translated(corpus, interpreter(name="interpreter-2"))
    assert english(corpus, BRIDGE) == [ENGLISH[CLOSING], ENGLISH[REPAIR]]
    translation = corpus.article(BRIDGE.id).translation("en")
    assert (
        translation
        and translation.by == "interpreter-2"
        and untranslated_articles(corpus, "en", "interpreter-3") == []
    )
    check(corpus)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("gguf:/models/of/mine/small.gguf", "gguf:small.gguf"),
        ("ollama:org/small", "ollama:org/small"),
        (" ", "unknown"),
    ],
)
def test_what_a_model_is_called(name: str, shown: str) -> None:
    assert model_name(interpreter(name=name)) == shown


def test_what_needs_no_translation_is_left_alone(corpus: Corpus) -> None:
    own = replace(BRIDGE, translations=(Translation("en", "Bridge", "The bridge is closed.\n"),))
    corpus.add([own, Article(title="Bees", text="Beekeepers counted fewer swarms.", language="en")])
    assert untranslated_articles(corpus, "en", "interpreter-1") == []


def test_a_line_without_a_word_to_translate_is_carried_over_unasked(corpus: Corpus) -> None:
    starred = replace(BRIDGE, title="Radio 24", text=f"{CLOSING}\n* * *\nRadio 24, 2024-05-02")
    corpus.add([starred])
    model = interpreter()
    (done,) = translated(corpus, model)
    assert model.asked == [[CLOSING]] and done.sentences == 1
    assert english(corpus, starred) == [ENGLISH[CLOSING], "* * *", "Radio 24, 2024-05-02"]


def test_an_article_removed_meanwhile_is_passed_over(corpus: Corpus) -> None:
    corpus.add([BRIDGE, FIRE])
    wanted = untranslated_articles(corpus, "en", "interpreter-1")
    corpus.remove(BRIDGE.id)
    done = list(translate_article(wanted, "en", corpus, interpreter(), lambda tokens: None))
    assert [(each.article_id, each.kept) for each in done] == [(BRIDGE.id, False), (FIRE.id, True)]
    check(corpus)


def test_english_into_arabic(corpus: Corpus) -> None:
    article = Article(title="The old bridge is closed", text=ENGLISH[REPAIR], language="en")
    corpus.add([article])
    translated(corpus, interpreter({text: [arabic] for arabic, text in ENGLISH.items()}), "ar")
    assert corpus.article(article.id).translations == (Translation("ar", BRIDGE.title, REPAIR, "interpreter-1"),)


def test_a_small_window_gets_small_batches_and_the_estimate_counts_them(corpus: Corpus) -> None:
    corpus.add([LIBRARY, BRIDGE])
    wanted = untranslated_articles(corpus, "en", "interpreter-1")
    wide, narrow = interpreter(), interpreter(window=512)
    roomy, tight = (estimate_work(wanted, "en", model, corpus.encoder) for model in (wide, narrow))
    assert (roomy.articles, roomy.sentences, roomy.received) == (2, 8, tight.received)
    tokens = sum(map(corpus.encoder.token_count, list(ENGLISH)[:8]))
    assert tokens < roomy.received < 2 * tokens and roomy.received < roomy.sent < tight.sent
    translated(corpus, narrow)
    assert max(sum(map(len, batch)) for batch in narrow.asked) <= 128 and len(narrow.asked) > 2
    assert english(corpus, BRIDGE) == [ENGLISH[CLOSING], ENGLISH[REPAIR]]
