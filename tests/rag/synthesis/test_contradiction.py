"""What two pieces of evidence are to each other: the same, the same reported differently, or neither."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from rag.retrieval.evidence import Evidence
from rag.synthesis import build_statements, contradiction
from rag.synthesis.contradiction import Relation, is_paraphrase, relation
from store import Article
from tests.helpers.cases import each_case
from tests.helpers.made import evidence

SAME, DIFFERS, OTHER = Relation.SAME, Relation.DIFFERS, Relation.OTHER


def said(
    text: str, outlet: str = "The Quay", date: str | None = "2024-03-05", angle: float | None = None
) -> Evidence:
    """One sentence of an outlet; sentences of near `angle` mean much the same."""
    return evidence(Article(title=outlet, text=f"{text}\n{outlet}", outlet=outlet, date=date), text, angle=angle)


def both(one: str, other: str) -> Relation:
    first, second = said(one), said(other, "The Hill", "2024-03-06")
    found, back = relation(first, second), relation(second, first)
    assert (found is DIFFERS) == (back is DIFFERS), "whether two reports differ does not depend on their order"
    if SAME in (found, back):
        return SAME
    return found if found is DIFFERS else OTHER


PAIRS = [
    # Another count of the same thing
    (DIFFERS, "North Korea launched three missiles into the sea.", "North Korea fired 5 missiles into the sea."),
    (DIFFERS, "Ten people were killed when the bridge fell.", "14 people were killed when the bridge fell at noon."),
    (DIFFERS, "The fire killed 12 workers in the mill.", "The fire in the mill killed 9 workers."),
    (DIFFERS, "The ferry cost 2.5 million dollars to build.", "It cost $4 million to build the ferry."),
    (
        DIFFERS,
        "Turnout in the vote was 41% of the islanders.",
        "Turnout in the vote was 56 per cent of the islanders.",
    ),
    (DIFFERS, "At least 10 people died when the old pier fell.", "At least 17 people died when the old pier fell."),
    (
        DIFFERS,
        "The two ministers spoke for five hours in the palace.",
        "The ministers spoke for two hours in the palace.",
    ),
    (DIFFERS, "أطلقت كوريا الشمالية ثلاثة صواريخ باليستية نحو البحر", "أطلقت بيونغ يانغ صاروخين باليستيين نحو البحر"),
    (DIFFERS, "قُتل ثلاثة جنود في انهيار الجسر", "قُتل ٧ جنود في انهيار الجسر القديم"),
    (DIFFERS, "بلغت كلفة الميناء خمسة ملايين دولار", "بلغت كلفة بناء الميناء ٨ ملايين دولار"),
    (DIFFERS, "استمر إضراب الصيادين أسبوعين في الميناء", "استمر إضراب الصيادين في الميناء ثلاثة أسابيع"),
    (DIFFERS, "أصيب خمسة وعشرون شخصا في حادث القطار", "أصيب 31 شخصا في حادث القطار"),
    # Another day of the same event
    (
        DIFFERS,
        "The ministers of both islands met on 12 September.",
        "The ministers of both islands met on 13 September.",
    ),
    (DIFFERS, "اجتمع وزراء الجزيرتين في 12 سبتمبر 2023", "اجتمع وزراء الجزيرتين في ١٣ أيلول ٢٠٢٣"),
    (DIFFERS, "The old market's roof fell on Thursday night.", "The old market's roof fell on Friday night."),
    # One states it, the other denies it
    (
        DIFFERS,
        "The island sent grain to the mainland last month.",
        "The island did not send grain to the mainland last month.",
    ),
    (DIFFERS, "The baker denied that he sold his shop to the miller.", "The baker sold his shop to the miller."),
    (DIFFERS, "أرسلت الجزيرة قمحا إلى البر الشهر الماضي", "نفت الجزيرة أنها أرسلت قمحا إلى البر الشهر الماضي"),
    (DIFFERS, "ستغلق البلدية السوق القديم هذا العام", "لن تغلق البلدية السوق القديم هذا العام"),
    (DIFFERS, "They will sell the old mill of the town.", "No. We will not sell the old mill of the town."),
    (
        DIFFERS,
        "They will sell the old mill of the town.",
        "I will not sell the old mill of the town, not while I am mayor.",
    ),
    (DIFFERS, "The old mill on the hill was sold.", "The old mill on the hill was not sold."),
    (DIFFERS, "The baker plans to sell the old mill.", "The baker does not plan to sell the old mill."),
    (DIFFERS, "The board decided to sell the old mill.", "The board decided not to sell the old mill."),
    (
        DIFFERS,
        "The board said it would close the mill in the town.",
        "The board said it would not close the mill in the town.",
    ),
    (DIFFERS, "The old mill was sold against the will of the bakers.", "The old mill was not sold."),
    (DIFFERS, "ستبيع البلدية الطاحونة القديمة في البلدة", "لا. لن تبيع البلدية الطاحونة القديمة في البلدة"),
    (DIFFERS, "ستباع الطاحونة القديمة", "لن تباع الطاحونة القديمة"),
    (DIFFERS, "تريد البلدية بيع الطاحونة القديمة", "لا تريد البلدية بيع الطاحونة القديمة"),
    (DIFFERS, "وقد باعت البلدية الطاحونة القديمة", "نفت البلدية أنها باعت الطاحونة القديمة"),
    # The same
    (
        SAME,
        "The old market's roof fell in on Thursday night.",
        "On Thursday night the old market's roof fell in.",
    ),
    (
        SAME,
        "North Korea launched three missiles into the sea.",
        "North Korea launched 3 missiles into the sea at dawn.",
    ),
    (SAME, "أطلقت بيونغ يانغ ثلاثة صواريخ نحو البحر", "أطلقت بيونغ يانغ 3 صواريخ نحو البحر صباحا"),
    (SAME, "اجتمع وزراء الجزيرتين في 12 سبتمبر 2023", "اجتمع وزراء الجزيرتين في ١٢ أيلول"),
    (SAME, "The baker did not sell his shop to the miller.", "The baker did not sell his shop to the miller at all."),
    (SAME, "انهار سقف السوق القديم ليلة الخميس", "وانهار سقف السوق القديم ليلة الخميس الماضي"),
    # Neither: other words may mean the same, but only a reader can tell
    (OTHER, "The baker did not sell his shop to the miller.", "The baker did not sell the miller his old shop."),
    (OTHER, "انهار سقف السوق القديم ليلة الخميس", "انهار سقف السوق القديم مساء الخميس"),
    # Neither: other things are counted, or it was another time, place or event
    (OTHER, "North Korea launched three missiles into the sea.", "North Korea mourned for five days by the sea."),
    (OTHER, "Three people were killed in the market.", "Five people were injured in the market."),
    (OTHER, "Three people were killed in the market fire.", "Five people were killed in the school fire."),
    (OTHER, "قُتل ثلاثة أشخاص في حريق السوق", "أصيب خمسة أشخاص في حريق السوق"),
    (
        OTHER,
        "In 2019 the shipyard built 3 ferries for the island.",
        "In 2023 the shipyard built 5 ferries for the island.",
    ),
    (OTHER, "The army fired three ballistic missiles at dawn.", "The army fired five cruise missiles at dawn."),
    (OTHER, "أطلق الجيش ثلاثة صواريخ باليستية فجرا", "أطلق الجيش خمسة صواريخ مجنحة فجرا"),
    (OTHER, "More than 10 people were killed when the bridge fell.", "14 people were killed when the bridge fell."),
    (OTHER, "About 100 boats were lost in the great storm.", "In the great storm 103 boats were lost."),
    (
        OTHER,
        "The miller said on Thursday that he would sell his mill.",
        "The miller said on Friday that he would sell his mill.",
    ),
    (OTHER, "The ferry does not run on Sundays.", "The ferry was painted green in spring."),
    (OTHER, "The mayor will not sell the harbour.", "The mayor opened the new school with a speech about gulls."),
    (OTHER, "لم يحدد الوزير موعد الاجتماع", "وصل الوزير إلى العاصمة لحضور الاجتماع مع نظيره"),
    (
        OTHER,
        "The old mill burned down three days ago in the storm.",
        "The old mill burned down five days ago in a storm.",
    ),
    (OTHER, "احترقت الطاحونة القديمة قبل ثلاثة أيام", "احترقت الطاحونة القديمة قبل خمسة أيام وسط العاصفة"),
    (OTHER, "Three soldiers and 5 civilians were killed.", "Five soldiers and 3 sailors came home."),
]


@each_case(("expected", "one", "other"), PAIRS)
def test_what_two_reports_are_to_each_other(expected: Relation, one: str, other: str) -> None:
    assert both(one, other) is expected


NOT_SOLD = "We will not sell the old mill of the town."
NOT_SOLD_AR = "لن تبيع البلدية الطاحونة القديمة في البلدة"
NO_SALE = [
    (NOT_SOLD, "The bakers marched against a plan to sell the old mill of the town."),
    (NOT_SOLD, "The bakers marched against selling the old mill of the town."),
    (NOT_SOLD, "A builder wants to sell the old mill of the town."),
    (NOT_SOLD, "The board votes on whether to sell the old mill of the town."),
    (NOT_SOLD, "Will they sell the old mill of the town?"),
    (NOT_SOLD, "They could sell the old mill of the town."),
    (NOT_SOLD, "The bakers fear that they sell the old mill of the town."),
    (NOT_SOLD, "The bakers leave the town if they sell the old mill."),
    (NOT_SOLD, "They threatened to sell the old mill of the town."),
    (NOT_SOLD, "The minister called for them to sell the old mill of the town."),
    (NOT_SOLD, "The plan, drawn up in spring, to sell the old mill of the town failed."),
    (NOT_SOLD, "They do not plan to sell the old mill of the town."),
    ("No. They sell the old mill of the town.", "They sell the old mill of the town."),
    ("لا، ستبيع البلدية الطاحونة القديمة", "ستبيع البلدية الطاحونة القديمة"),
    ("They will sell the old mill of the town.", "They will not sell the old mill of the town before 2030."),
    ("They will sell the old mill of the town.", "They may not sell the old mill of the town."),
    ("They sell the old mill of the town.", "The bakers refused the plan not to sell the old mill of the town."),
    ("Were five people killed when the bridge fell?", "Three people were killed when the bridge fell."),
    ("هل قُتل خمسة أشخاص في انهيار الجسر؟", "قُتل ثلاثة أشخاص في انهيار الجسر"),
    (NOT_SOLD_AR, "تظاهر الخبازون ضد خطة البلدية لبيع الطاحونة القديمة في البلدة"),
    (NOT_SOLD_AR, "تظاهر الخبازون رفضًا لبيع البلدية الطاحونة القديمة في البلدة"),
    (NOT_SOLD_AR, "تريد البلدية أن تبيع الطاحونة القديمة في البلدة"),
    (NOT_SOLD_AR, "قد تبيع البلدية الطاحونة القديمة في البلدة"),
    (NOT_SOLD_AR, "هل تبيع البلدية الطاحونة القديمة في البلدة؟"),
    (NOT_SOLD_AR, "يخشى الخبازون أن تبيع البلدية الطاحونة القديمة في البلدة"),
    (NOT_SOLD_AR, "طالب الوزير بأن تبيع البلدية الطاحونة القديمة في البلدة"),
    (NOT_SOLD_AR, "هددت البلدية بأن تبيع الطاحونة القديمة في البلدة"),
    (NOT_SOLD_AR, "إذا باعت البلدية الطاحونة القديمة في البلدة رحل الخبازون"),
    ("لن تباع الطاحونة القديمة في البلدة", "قد تُباع الطاحونة القديمة في البلدة"),
    ("ستباع الطاحونة القديمة في البلدة", "رفض الخبازون أن تباع الطاحونة القديمة في البلدة"),
    ("تبنى المحطة الجديدة على الشاطئ", "لن تبنى المحطة الجديدة قبل عام 2029"),
]


@each_case(("one", "other"), NO_SALE)
def test_what_is_only_planned_opposed_feared_or_asked_contradicts_nothing(one: str, other: str) -> None:
    assert both(one, other) is not DIFFERS


ROSE = "Three people died when the bridge fell."
ROSE_LATER = "Nine people died when the bridge fell."


@pytest.mark.parametrize("change", [lambda e: e, lambda e: replace(e, article=replace(e.article, outlet="The Quay"))])
def test_an_outlet_may_differ_from_itself_in_another_article(change: Callable[[Evidence], Evidence]) -> None:
    assert relation(said(ROSE), change(said(ROSE_LATER, "The Hill"))) is DIFFERS


def test_an_article_does_not_differ_from_itself() -> None:
    text = f"{ROSE} {ROSE_LATER}"
    article = Article(title="Bridge", text=text)
    assert relation(evidence(article, ROSE), evidence(article, ROSE_LATER)) is not DIFFERS


def test_a_weekday_tells_nothing_between_articles_of_different_weeks() -> None:
    one, other = "The old market's roof fell on Thursday night.", "The old market's roof fell on Friday night."
    assert relation(said(one), said(other, "The Hill", "2024-03-07")) is DIFFERS
    assert relation(said(one), said(other, "The Hill", "2024-05-07")) is not DIFFERS
    assert relation(said(one), said(other, "The Hill", None)) is not DIFFERS


def test_across_languages_only_counts_are_compared_and_only_where_the_meaning_is_near() -> None:
    english = said("Pyongyang fired five missiles on Wednesday.", angle=0.0)
    near, far = (said("أطلقت بيونغ يانغ صاروخين الأربعاء", "الرصيف", angle=angle) for angle in (0.3, 1.2))
    assert relation(english, near) is DIFFERS
    assert relation(english, far) is OTHER
    denied = said("لم تطلق بيونغ يانغ خمسة صواريخ", "الرصيف", angle=0.1)
    assert relation(english, denied) is Relation.CLOSE


def test_what_only_means_the_same_is_close_to_it_but_not_the_same() -> None:
    one, other = said("Gulls nest there.", angle=0.0), said("Sea birds have made it home.", "The Hill", angle=0.3)
    assert is_paraphrase(one, other) and relation(one, other) is Relation.CLOSE
    three, five = said("Gulls laid three eggs.", angle=0.0), said("Sea birds had five eggs.", "The Hill", angle=0.3)
    assert is_paraphrase(three, five) and relation(three, five) is Relation.CLOSE


def test_two_pieces_of_evidence_are_compared_once(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"{number} people died when the {place} bridge fell." for number in (3, 9) for place in ("old", "new")]
    found = [said(text, f"Outlet {place}") for place, text in enumerate([*texts, *texts])]
    pairs: list[frozenset[str]] = []

    def counted(claim: Evidence, other: Evidence) -> Relation:
        pairs.append(frozenset({claim.article.id, other.article.id}))
        return relation(claim, other)

    monkeypatch.setattr(contradiction, "relation", counted)
    statements = build_statements(found, "How many people died when the bridge fell?", "en")
    assert any(statement.differs_from for statement in statements)
    assert 0 < len(pairs) == len(set(pairs)) <= len(found) * (len(found) - 1) / 2
