"""The lead: short, in words of the article or of its translation, and to be understood by itself."""

from __future__ import annotations

from dataclasses import replace

from rag.results import Answer, AnswerKind, Citation, Statement, can_lead, lay_out
from store import Article, Span, Translation
from tests.helpers.cases import each_case

LONG = (
    "The ferry company of Tarmen, which has carried passengers across the bay since the war, said on Monday that, "
    "after eleven months of repairs in the northern yard, the old boat would sail again on 3 May, provided that the "
    "harbour office, which had closed its pier in the autumn, signs the papers before the end of the week."
)


def cited(text: str, said: str, answer: str = "", language: str = "en", **changes: object) -> Citation:
    """The whole text quoted for the sentence `said`, in which the words of `answer` stand."""
    article = Article(title="The ferry", text=text, language=language, **changes)  # type: ignore[arg-type]
    point = Span(text.index(said), text.index(said) + len(said))
    words = Span(text.index(answer), text.index(answer) + len(answer)) if answer else None
    return Citation.cut(article, Span(0, len(text)), "en", 1, point=point, answer=words)


def answered(*citations: Citation, **changes: object) -> Answer:
    said = tuple(Statement((replace(each, number=n),)) for n, each in enumerate(citations, 1))
    return replace(Answer("What of the ferry?", "en", "They say:", True, said), **changes)


def test_it_is_the_sentence_that_answers_with_the_words_that_do() -> None:
    got = answered(cited("Fog came. The ferry sails on 3 May. Gulls cried.", "The ferry sails on 3 May.", "3 May"))
    lead = lay_out(got).lead
    assert got.lead == lead.text == "The ferry sails on 3 May."
    assert lead.strong and lead.said[lead.strong.start : lead.strong.end] == "3 May"
    assert not lead.whole and lead.citation == got.citations[0]


@each_case(
    ("text", "said", "lead"),
    [
        ("The ferry sank. He swam home.", "He swam home.", "The ferry sank. He swam home."),
        ("A ferry sank. The ferry was old.", "The ferry was old.", "A ferry sank. The ferry was old."),
        ("A ferry sank. The mayor was old.", "The mayor was old.", "The mayor was old."),
        ("The ferry sank. But he swam.", "But he swam.", "The ferry sank. But he swam."),
        ("A port burned. Few mourn this loss.", "Few mourn this loss.", "A port burned. Few mourn this loss."),
        ("A port burned. Few came this year.", "Few came this year.", "Few came this year."),
        ("احترق مرفأ. لكن المدينة نجت.", "لكن المدينة نجت.", "احترق مرفأ. لكن المدينة نجت."),
        ("جُددت السفينة. كلّف هذا التجديد كثيرا.", "كلّف هذا التجديد كثيرا.", "جُددت السفينة. كلّف هذا التجديد كثيرا."),
        ("غرقت العبّارة. وأضاف أن الركاب نجوا.", "وأضاف أن الركاب نجوا.", "غرقت العبّارة. وأضاف أن الركاب نجوا."),
        ("غرقت عبّارة قديمة. والعبّارة من خشب.", "والعبّارة من خشب.", "غرقت عبّارة قديمة. والعبّارة من خشب."),
    ],
)
def test_what_cannot_stand_alone_has_the_sentence_before_it(text: str, said: str, lead: str) -> None:
    citation = cited(text, said)
    assert answered(citation).lead == lead and can_lead(citation)


@each_case(
    ("text", "lead"),
    [
        ("TARMEN, May 3 (Bay Wire) - The ferry sank.", "The ferry sank."),
        ("تارمن، بلاد الخليج (BW)-- غرقت العبّارة.", "غرقت العبّارة."),
        ("The ferry (built in Orn) - an old one - sank.", "The ferry (built in Orn) - an old one - sank."),
    ],
)
def test_place_and_agency_before_a_report_are_left_out(text: str, lead: str) -> None:
    got = answered(cited(text, text, "sank" if "sank" in text else "غرقت"))
    shown = lay_out(got)
    assert got.lead == lead and shown.led, "its quote has them"
    assert shown.lead.strong and shown.lead.said[shown.lead.strong.start :].startswith(("sank", "غرقت"))


def test_what_leans_on_nothing_that_is_quoted_cannot_lead() -> None:
    assert not can_lead(cited("This is not their first journey.", "This is not their first journey."))
    assert can_lead(cited("They slept. The ferry sank.", "The ferry sank."))


@each_case("answer", ["3 May", "the old boat", "before the end of the week", "passengers", ""])
def test_what_is_too_long_is_cut_around_the_words_that_answer(answer: str) -> None:
    got = answered(cited(LONG, LONG, answer))
    lead = lay_out(got).lead
    assert len(got.lead) <= 240 and answer in got.lead and "…" in got.lead
    assert all(part.strip() in LONG for part in got.lead.split("…"))
    assert not answer or (lead.strong and lead.said[lead.strong.start : lead.strong.end] == answer)
    assert got.lead.startswith("The ferry company of Tarmen"), "who it is about stands at the beginning"
    assert not lay_out(got).led, "the quote is shown whole below"


def test_a_short_clause_before_a_long_one_is_not_all_of_a_lead() -> None:
    said = "Tarmen – " + " ".join(["The crew of the old ferry walked out over pay"] * 7) + "."
    lead = answered(cited(said, said)).lead
    assert 120 <= len(lead) <= 240 and lead.startswith("Tarmen – The crew") and lead.endswith("…")


def test_a_clause_that_is_too_long_is_cut_between_words_and_a_word_within() -> None:
    clause = "and the boat goes on " * 30
    got = answered(cited(f"{clause}until 3 May.", f"{clause}until 3 May.", "3 May"))
    assert 150 < len(got.lead) <= 240 and got.lead.startswith("… ") and got.lead.endswith("until 3 May.")
    word = "a" * 999
    assert answered(cited(word, word)).lead == "a" * 239 + "…"


def test_of_a_translation_it_is_the_sentence_in_the_same_place() -> None:
    text = "غرقت العبّارة. ونجا الركاب التسعة. وعاد الصيادون."
    english = Translation("en", "The ferry", "The ferry sank. All nine passengers lived. The fishermen came home.")
    got = answered(cited(text, "ونجا الركاب التسعة.", "التسعة", "ar", translations=(english,)))
    lead = lay_out(got).lead
    assert (got.lead, lead.language, lead.strong) == ("All nine passengers lived.", "en", None)
    fewer = replace(english, text="The ferry sank, but its passengers lived. The fishermen came home.")
    last = answered(cited(text, "وعاد الصيادون.", "", "ar", translations=(fewer,)))
    assert last.lead == "The fishermen came home."
    article = last.citations[0].article
    alone = Citation.cut(article, last.citations[0].point or Span(0, 0), "en", 1, point=None)
    assert answered(alone).lead == "The fishermen came home.", "the translation is that of the whole paragraph"
    headline = Citation.cut(article, Span(0, len(article.title), "title"), "en", 1, point=None)
    assert answered(headline).lead == english.title
    other = answered(cited(text, "ونجا الركاب التسعة.", "", "ar"))
    assert (other.lead, lay_out(other).lead.language) == ("ونجا الركاب التسعة.", "ar")


def test_of_what_a_model_wrote_it_is_the_first_sentences() -> None:
    first, second = "It sails in May. [1]", f"{'It is old and slow. ' * 12}[2]"
    got = answered(cited("It sails.", "It sails."), prose=f"{first} {second}", model="m", intro="")
    assert got.lead == first and lay_out(got).lead.citation is None


@each_case("kind", [AnswerKind.REFUSAL, AnswerKind.ABOUT])
def test_what_quotes_nothing_leads_with_its_own_words(kind: AnswerKind) -> None:
    assert Answer("Hello", "en", "Hello. Ask the news.", False, kind=kind).lead == "Hello. Ask the news."
    assert Answer("Hello", "en", "", False, kind=kind).lead == ""
    assert len(Answer("Hello", "en", f"Hello. {'Ask me. ' * 60}", False, kind=kind).lead) <= 240


def test_a_list_leads_with_its_title_and_is_open() -> None:
    each = cited("The ferry sank.", "The ferry sank.")
    layout = lay_out(answered(*[each] * 5, kind=AnswerKind.TIMELINE))
    assert (layout.lead.text, layout.above, layout.folded, layout.left) == ("They say:", "They say:", (), 0)
    folded = lay_out(answered(*[each] * 5))
    assert (folded.led, folded.intro, folded.left, len(folded.open), len(folded.open[0].placed)) == (
        True,
        "",
        2,
        1,
        3,
    )


def sides(*told: tuple[str, str, str], **changes: object) -> Answer:
    """Statements of outlets, (outlet, text, answering words), each of which differs from the first."""
    each = [
        cited(text, text, words, outlet=outlet, language="ar" if outlet == "وكالة النهر" else "en")
        for outlet, text, words in told
    ]
    got = answered(*each, **changes)
    differing = [replace(one, differs_from=(0,)) for one in got.statements[1:]]
    first = replace(got.statements[0], differs_from=tuple(range(1, len(each))))
    return replace(got, statements=(first, *differing))


RIVER = ("وكالة النهر", "غرقت العبّارة وعلى متنها 12 راكبا.", "12 راكبا")
BAY = ("Bay Post", "The ferry sank with nine people.", "nine people")


def test_outlets_that_report_differently_have_their_words_side_by_side() -> None:
    got = sides(BAY, RIVER, ("Bay Post", "The ferry sank with eight people.", "eight people"))
    assert got.lead == f"Bay Post: {BAY[1]} · وكالة النهر: {RIVER[1]}"
    assert got.text.split("\n")[0] == f"Bay Post: “{BAY[1]}” [1] · وكالة النهر: “{RIVER[1]}” [2]"
    layout = lay_out(got)
    assert [side.language for side in layout.lead.sides] == ["en", "ar"] and layout.intro and not layout.led
    assert got.to_markdown().index("· وكالة النهر") < got.to_markdown().index("## ")


def test_sides_that_are_too_long_are_cut_around_the_words_that_answer() -> None:
    got = sides(("Bay Post", LONG, "the old boat"), ("Harbour Times", LONG, LONG[:-1]))
    assert len(got.lead) <= 240 and "the old boat" in got.lead and got.lead.count("…") >= 2
    for side in lay_out(got).lead.sides:
        assert all(part.strip() in LONG for part in side.said.split("…"))
        assert side.strong and side.said[side.strong.start : side.strong.end] in LONG


def test_there_are_no_sides_of_one_outlet_of_none_or_of_what_is_denied() -> None:
    assert sides(BAY, ("bay post", RIVER[1], "")).lead == BAY[1]
    assert sides(BAY, ("", RIVER[1], "")).lead == BAY[1]
    assert sides(("A" * 200, BAY[1], ""), RIVER).lead == BAY[1]
    got = sides(BAY, RIVER)
    denied = replace(got, statements=(got.statements[0], replace(got.statements[1], denied=True)))
    assert denied.lead == BAY[1]


def test_what_is_compared_has_sides_though_nothing_differs_and_its_title_above() -> None:
    got = answered(
        cited(BAY[1], BAY[1], outlet="Bay Post"), cited("It rained.", "It rained.", outlet="Harbour Times")
    )
    assert got.lead == BAY[1]
    compared = replace(got, kind=AnswerKind.COMPARISON)
    assert compared.lead == f"Bay Post: {BAY[1]} · Harbour Times: It rained."
    assert lay_out(compared).above == "They say:"
