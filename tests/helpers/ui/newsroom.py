"""A small invented newsroom: articles, answers that quote them, and a corpus that holds them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from threading import Event
from typing import Any

from rag.results import Answer, Citation, Hit, Statement, articles_intro, describe_scope
from rag.results.phrases import PHRASES
from store import Article, IsnadError, Passage, Span, Translation, UnknownArticleError
from store.scope import Scope
from ui.messages.general import EXAMPLE_QUESTIONS

LINES = [
    (
        "عاد الوفد الروسي من بيونغ يانغ بعد زيارة استمرت يومين وقّع خلالها الطرفان اتفاقًا واسعًا للتعاون.",
        "The Russian delegation returned from Pyongyang after two days, with a broad agreement signed.",
    ),
    (
        "وتريد كوريا الشمالية في المقابل الغذاء والوقود وتقنيات الأقمار الصناعية، كما قال دبلوماسيون للمرصد.",
        "In return North Korea wants food, fuel and satellite technology, diplomats told Al-Marsad.",
    ),
    (
        "وقال الباحث سليم النجار إن «بيونغ يانغ تنظر قبل كل شيء إلى محركات الصواريخ وأنظمة الدفاع الجوي».",
        "The researcher Salim al-Najjar said: “Pyongyang looks above all to rocket engines and air defence.”",
    ),
    *(
        (
            f"وفي الفقرة رقم {number} تفاصيل عن حركة القطارات والسفن بين البلدين وعن أسعار الأرز في الأسواق، "
            "وعن عدد العمال الذين سافروا إلى الشرق الأقصى للعمل في البناء خلال الأشهر الماضية.",
            f"Paragraph {number} has the details: trains, ships, the price of rice, and workers.",
        )
        for number in range(4, 13)
    ),
    (
        "وتطلب بيونغ يانغ كذلك أن ترفع موسكو صوتها في مجلس الأمن ضد العقوبات المفروضة عليها منذ سنوات.",
        "Pyongyang also asks Moscow to raise its voice in the Security Council against the sanctions.",
    ),
]
DEAL = Article(
    title="صفقة السلاح: ما الذي تنتظره بيونغ يانغ من موسكو؟",
    outlet="صحيفة المرصد",
    date="2024-06-21",
    url="https://news.example/deal",
    language="ar",
    sources=("وكالة الشرق", "إذاعة الساحل"),
    text="\n".join(arabic for arabic, _ in LINES),
    translations=(Translation("en", "What Pyongyang expects of Moscow", "\n".join(english for _, english in LINES)),),
)
COPY = Article(
    title="دبلوماسيون: بيونغ يانغ تطلب الغذاء والوقود",
    outlet="إذاعة الساحل",
    date="2024-06-22",
    language="ar",
    text="قال دبلوماسيون إن كوريا الشمالية تريد في المقابل الغذاء والوقود.\nولم تعلّق موسكو.",
)
TRAIN = Article(
    title="القطار الأخضر المصفّح: لماذا لا يسافر الزعيم بالطائرة؟",
    outlet="مجلة القوافل",
    date="2023-09-12",
    url="javascript:alert(1)",
    language="ar",
    text="يفضّل الزعيم القطار المصفّح لأنه أكثر أمانًا، وفيه مكتب وقاعة طعام ووسائل اتصال.\n\n"
    "ويسير القطار ببطء لا يتجاوز ستين كيلومترًا في الساعة بسبب ثقل دروعه 🚂.",
)
HOSTILE = Article(
    title="<script>window.pwned = 1</script>\"' \u202eعنوان",
    outlet="<img src=x onerror='window.pwned = 2'>",
    date="2024-01-01",
    url='https://news.example/"><script>window.pwned = 3</script>',
    language="ar",
    text="قال ${window.pwned = 4} و{{value}} و`قوس` <b>غليظ</b> &amp; \u202eمقلوب\u202c.\n\n"
    "\t جدول\tوفراغ\u00a0ثابت  ومزدوج\u200f و\u2424 وتطويلـــ وتشكيلٌ $$x$$\n"
    "سطر **ثانٍ** [رابط](javascript:1) <img src=x onerror='window.pwned = 6'>.",
)
FIRE = Article(
    title="حريق في سوق السمك",
    outlet="إذاعة الضفة",
    date="2024-06-01",
    language="ar",
    text="شبّ حريقٌ 🔥 في سوق السمك.\nوأُصيبَ أحدَ عشرَ شخصًا 👩🏽‍🚒، كما قال المستشفى. ونُقلوا ليلًا إلى المدينة.",
    translations=(Translation("en", "Fire", "A fire 🔥 broke out.\nEleven were hurt. They were taken to town."),),
)
HURT = Article(
    title="Eleven hurt", outlet="Harbour Daily", date="2024-06-01", language="en", text="Eleven people were hurt."
)
CORRECTED = Article(
    title="Correction",
    outlet="Coast Wire",
    date="2024-06-04",
    language="en",
    text="The ministry\u2019s cafe\u0301 has news. Nine people were hurt. Two stay in hospital.",
)


def cite(number: int, article: Article, start: int, end: int, language: str = "ar") -> Citation:
    said = article.translated(Span(start, end), language)
    return Citation(number, article.text[start:end], start, end, article, 1 / number, said)


def cite_line(number: int, article: Article, line: int, language: str = "ar") -> Citation:
    lines = article.text.split("\n")
    start = sum(len(earlier) + 1 for earlier in lines[:line])
    return cite(number, article, start, start + len(lines[line]), language)


def answer_about_the_deal(question: str, language: str) -> Answer:
    first, copy = cite_line(1, DEAL, 1, language), cite_line(2, COPY, 0, language)
    third, last = cite_line(3, DEAL, 2, language), cite_line(4, DEAL, len(LINES) - 1, language)
    statements = (Statement((first, copy)), Statement((third,)), Statement((last,)))
    return Answer(question, language, articles_intro(statements, language), True, statements, (), 0.9)


def long_answer_about_the_deal(question: str, language: str) -> Answer:
    """More statements than are shown open."""
    said = tuple(Statement((cite_line(number, DEAL, number, language),)) for number in range(1, 6))
    return Answer(question, language, articles_intro(said, language), True, said, (), 0.9)


def answer_about_the_fire(question: str, language: str) -> Answer:
    """Two outlets agree, a later one reports otherwise; two of the quotes are more than their point."""
    first, hurt, corrected = (cite(n, a, 0, len(a.text), language) for n, a in enumerate((FIRE, HURT, CORRECTED), 1))
    first = replace(first, point=place_of(FIRE, "وأُصيبَ", "المستشفى."))
    corrected = replace(corrected, point=place_of(CORRECTED, "Nine", "hurt."))
    said = (Statement((first, hurt)), Statement((corrected,), differs_from=(0,)))
    outlets = Scope((FIRE.outlet, HURT.outlet, CORRECTED.outlet))
    only = PHRASES[language].only_articles.format(which=describe_scope(outlets, language))
    intro = articles_intro(said, language)
    understood = "How many were hurt, and when?" if "When" in question else ""
    return Answer(question, language, intro, True, said, confidence=0.6, understood=understood, scope_note=only)


def place_of(article: Article, first: str, last: str) -> Span:
    start = article.text.index(first)
    return Span(start, article.text.index(last, start) + len(last))


def hostile_answer(question: str) -> Answer:
    whole = cite(1, HOSTILE, 0, HOSTILE.text.index("]"))
    return Answer(question, "en", "<script>window.pwned = 5</script>", True, (Statement((whole,)),))


def refusal(question: str, language: str) -> Answer:
    """Of the first passage the second line matched, of the second its first sentence."""
    passages = [
        (DEAL, "\n".join(line for line, _ in LINES[:4]), LINES[1][0]),
        (TRAIN, TRAIN.text, TRAIN.text.split("\n")[0]),
    ]
    hits = tuple(
        Hit(Passage(article.id, 0, len(text), text), article, 0.4, place_of(article, said, said))
        for article, text, said in passages
    )
    return Answer(question, language, PHRASES[language].refused, False, (), hits)


@dataclass
class Newsroom:
    """A corpus and its answers; remembers what it was asked. Slow ones come once `going` is set."""

    asked: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    given: dict[str, Any] = field(default_factory=dict)
    going: Event = field(default_factory=Event)
    is_read_only: bool = False
    articles: tuple[Article, ...] = (DEAL, COPY, TRAIN, HOSTILE, FIRE, HURT, CORRECTED)

    def __len__(self) -> int:
        return len(self.articles)

    def article(self, id: str) -> Article:
        for article in self.articles:
            if article.id == id:
                return article
        raise UnknownArticleError(f"No article {id}.")

    def outlets(self) -> list[str]:
        return sorted({article.outlet for article in self.articles})

    def answers(self, question: str, /, **options: Any) -> Iterator[Answer]:
        """As the page asks."""
        self.given = options
        if "slow" in question:
            assert self.going.wait(60)
        yield self.ask(question, options.get("history", ()))

    def follow_ups(self, answered: Answer, /, **options: Any) -> tuple[str, ...]:
        has_next = "return" in answered.question or "المقابل" in answered.question
        return ("And what about the fire?", "وماذا عن الحريق؟") if has_next else ()

    def examples(self) -> tuple[str, ...]:
        return EXAMPLE_QUESTIONS

    def ask(self, question: str, history: tuple[str, ...]) -> Answer:
        self.asked.append((question, history))
        language = "ar" if "؟" in question else "en"
        if "busy" in question:
            raise IsnadError("Another process is writing; try again in a moment.")
        if "crash" in question:
            raise RuntimeError("unforeseen")
        if "<" in question:
            return hostile_answer(question)
        if "long deal" in question or "الطويلة" in question:
            return long_answer_about_the_deal(question, language)
        if "المقابل" in question or "in return" in question:
            return answer_about_the_deal(question, language)
        if "fire" in question or "حريق" in question or "When" in question:
            return answer_about_the_fire(question, language)
        return refusal(question, language)


@dataclass(frozen=True)
class Answering:
    """A respondent that answers as it is told, and has nothing to go on with."""

    answers: Callable[..., Iterator[Answer]]

    def follow_ups(self, answered: Answer, /, **options: Any) -> tuple[str, ...]:
        return ()

    def examples(self) -> tuple[str, ...]:
        return ()
