"""What a sentence lacks of what a question asks for: a day, a number, a number of the thing that is counted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rag.query.missing_answer import lacked_type, missing_answer_type
from rag.query.query import expand_query, parse_query
from store import Article, Corpus
from store.text import language_of
from tests.helpers.cases import each_case
from tests.helpers.fakes import FakeEncoder

ENGLISH = [
    # A number of what is counted, of something else, none.
    ("How many boats sank?", "The storm sank 14 boats.", 0),
    ("How many boats sank?", "Fourteen boats went down.", 0),
    ("How many boats sank?", "The storm killed 3 sailors.", 0.5),
    ("How many boats sank?", "The storm sank many boats.", 1),
    ("How many boats sank?", "The ferry sank for the second time.", 1),
    ("How many boats sank?", "The F-16 flew over the harbour in 2019.", 1),
    ("How many of the boats sank?", "The storm sank 14 boats.", 0),
    ("How many of the boats sank?", "The storm killed 3 sailors.", 0.5),
    ("How many more fishing boats sank?", "The storm sank 14 fishing boats.", 0),
    ("How many ballistic missiles were fired?", "It fired three ballistic missiles.", 0),
    ("How many ballistic missiles were fired?", "It fired three missiles.", 0),
    ("How many ballistic missiles were fired?", "It sent 400 soldiers.", 0.5),
    ("How many US soldiers came?", "About 400 soldiers came.", 0),
    ("How many new homeless people came?", "Some 90 people slept in the hall.", 0),
    ("How many people were at the fair?", "The fair drew 12,000 people.", 0),
    ("What was the total number of visitors?", "The fair drew 900 visitors.", 0),
    ("What was the total number of visitors?", "The fair had 40 stalls.", 0.5),
    ("What was the total number of visitors?", "The fair was crowded.", 1),
    # Nothing is named that is counted.
    ("How much did the roof cost?", "The roof cost 3 million dollars.", 0),
    ("How much did the roof cost?", "The roof was dear.", 1),
    ("How much did the roof cost?", "- 900 for the roof", 0),
    ("How much did the roof cost?", "| roof | 900 |", 0),
    ("How much did the roof cost?", "- a new roof", 1),
    ("How much did the roof cost?", "In 900 it had no roof.", 1),
    ("How many boats sank?", "- 900 for the roof", 0.5),
    ("How much money was stolen?", "They took 500 euros.", 0),
    ("How much oil was spilt?", "It lost 70,000 barrels of oil.", 0),
    ("How many did the storm injure?", "It injured 12 sailors.", 0),
    ("What percentage of the hives burned?", "Of the hives 40% burned.", 0),
    ("What percentage of the hives burned?", "Most of the hives burned.", 1),
    ("How far is the island?", "The island lies 12 kilometres off.", 0),
    # How many times.
    ("How many times did the ferry sink?", "The ferry sank for the second time.", 0),
    ("How many times did the ferry sink?", "The ferry sank twice.", 0),
    ("How many times did the ferry sink?", "In 2 days the ferry sank for the second time.", 0),
    ("How many times did the ferry sink?", "The ferry sank three times.", 0),
    ("How many times did the ferry sink?", "The ferry carried 20 cows.", 0.5),
    ("How many times did the ferry sink?", "The ferry sank again.", 1),
    # How long.
    ("How long did the strike last?", "The strike lasted three weeks.", 0),
    ("How long did the strike last?", "It was a three-week strike.", 0),
    ("How long did the strike last?", "It was a mid-week strike.", 1),
    ("How long did the strike last?", "The strike shut 3 mines.", 0.5),
    ("How long did the strike last?", "The miners struck for the second time.", 1),
    ("How old is the miller?", "The miller is 81 years old.", 0),
    ("How old is the miller?", "The miller, aged 81, still rows.", 0),
    ("How old is the miller?", "The 81-year-old miller still rows.", 0),
    # What may be told without a number.
    ("How large is the fair?", "The fair is the largest on the coast.", 0),
    ("How high did the water rise?", "The water rose to the windows.", 0),
    ("How often does the ferry run?", "The ferry runs every day.", 0),
    # When.
    ("When did the bridge open?", "The bridge opened on 3 June 2019.", 0),
    ("When did the bridge open?", "The bridge opened in June.", 0),
    ("When did the bridge open?", "The bridge opened in 1998.", 0),
    ("When did the bridge open?", "The bridge opened on Tuesday.", 0),
    ("When did the bridge open?", "The bridge opened after 12 delays.", 1),
    ("In which year was the school built?", "The school was built by monks.", 1),
    # Nothing that shows in a sentence.
    ("Who opened the bridge?", "Nobody.", 0),
    ("Why did the bridge close?", "It was old.", 0),
    ("What did the mayor do when 3 boats sank?", "He wept.", 0),
]

ARABIC = [
    ("كم قاربا غرق في العاصفة؟", "أغرقت العاصفة 14 قاربا.", 0),
    ("كم قاربا غرق في العاصفة؟", "غرقت خمسة قوارب في العاصفة.", 0),
    ("كم قاربا غرق في العاصفة؟", "أودت العاصفة بحياة 3 بحارة.", 0.5),
    ("كم قاربا غرق في العاصفة؟", "غرقت قوارب كثيرة.", 1),
    ("كم قاربا غرق في العاصفة؟", "غرقت العبارة للمرة الثانية.", 1),
    ("كم صاروخا باليستيا أُطلق؟", "أُطلق صاروخان باليستيان.", 0),
    ("كم من الصواريخ أُطلق؟", "أُطلقت ثلاثة صواريخ.", 0),
    ("كم من الصواريخ أُطلق؟", "جاء 400 جندي.", 0.5),
    ("كم عدد الجنود؟", "جاء 400 جندي.", 0),
    ("كم يبلغ عدد الجنود؟", "جاء 400 جندي.", 0),
    ("كم يبلغ عدد الجنود؟", "أُطلقت ثلاثة صواريخ.", 0.5),
    ("كم كان عدد القوارب؟", "أغرقت العاصفة 14 قاربا.", 0),
    ("ما هو عدد الزوار؟", "في المعرض 40 كشكا.", 0.5),
    ("ما عدد الزوار؟", "كان المعرض مزدحما.", 1),
    ("كم قتيلا سقط؟", "قتل خمسة جنود.", 0.5),
    ("كم قتيلا سقط؟", "سقط 12 قتيلا.", 0),
    # Nothing is named that is counted.
    ("كم كلف السد؟", "كلف السد 3 ملايين دولار.", 0),
    ("كم تبلغ تكلفة السد؟", "كلف السد 3 ملايين دولار.", 0),
    ("كم يبلغ ارتفاع السد؟", "يرتفع السد 90 مترا.", 0),
    ("كم مساحة الجزيرة؟", "تمتد الجزيرة على 30 كيلومترا.", 0),
    ("بكم بيعت السفينة؟", "بيعت السفينة أمس.", 1),
    ("ما نسبة الخلايا التي احترقت؟", "احترق 40% من الخلايا.", 0),
    ("ما النسبة التي احترقت؟", "احترق معظم الخلايا.", 1),
    # How many times.
    ("كم مرة غرقت العبارة؟", "غرقت العبارة للمرة الثانية.", 0),
    ("كم مرة غرقت العبارة؟", "غرقت العبارة مرتين.", 0),
    ("كم مرة غرقت العبارة؟", "مرت العبارة بالميناء المرتفع.", 1),
    ("كم مرة غرقت العبارة؟", "غرقت العبارة ثلاث مرات.", 0),
    # How long.
    ("كم استغرق بناء السد؟", "استغرق بناء السد ثلاث سنوات.", 0),
    ("كم استغرق بناء السد؟", "شارك في بناء السد 300 عامل.", 0.5),
    ("كم استغرق بناء السد؟", "بُني السد على عجل.", 1),
    ("كم تستغرق الرحلة؟", "تستغرق الرحلة ساعتين.", 0),
    ("كم سيستمر الإضراب؟", "أغلق الإضراب 3 مناجم.", 0.5),
    ("كم من الوقت دام الإضراب؟", "دام الإضراب أسبوعين.", 0),
    ("ما هي مدة الرحلة؟", "في الرحلة 20 راكبا.", 0.5),
    ("ما المدة التي استغرقتها الرحلة؟", "كانت الرحلة طويلة.", 1),
    ("كم يوما استمر الإضراب؟", "استمر الإضراب 9 أيام.", 0),
    ("كم يوما استمر الإضراب؟", "أغلق الإضراب 3 مناجم.", 0.5),
    ("كم عمر الطحان؟", "يبلغ الطحان 81 عاما.", 0),
    # What may be told without a number.
    ("ما حجم المعرض؟", "المعرض هو الأكبر على الساحل.", 0),
    # When.
    ("متى افتُتح الجسر؟", "افتُتح الجسر في 3 حزيران 2019.", 0),
    ("متى افتُتح الجسر؟", "افتُتح الجسر في يونيو.", 0),
    ("متى افتُتح الجسر؟", "افتُتح الجسر عام 1998.", 0),
    ("متى افتُتح الجسر؟", "افتُتح الجسر يوم الثلاثاء.", 0),
    ("متى افتُتح الجسر؟", "افتُتح الجسر بعد 12 تأجيلا.", 1),
    ("في أي عام بُنيت المدرسة؟", "بنى الرهبان المدرسة.", 1),
    # Nothing that shows in a sentence.
    ("من افتتح الجسر؟", "لا أحد.", 0),
    ("ماذا فعل العمدة؟", "بكى.", 0),
]

ACROSS = [
    ("How many hives burned?", "احترقت 12 خلية.", 0),
    ("How many hives burned?", "مات 12 نحالا.", 0.5),
    ("How many hives burned?", "احترقت الخلايا كلها.", 1),
    ("How many soldiers came?", "جاء 400 جندي.", 0),
    ("How long did the strike last?", "دام الإضراب أسبوعين.", 0),
    ("When did the bridge open?", "افتُتح الجسر يوم الثلاثاء.", 0),
    ("How many times did the ferry sink?", "غرقت العبارة للمرة الثانية.", 0),
    ("كم نحالا جاء؟", "Some 12 beekeepers came.", 0),
    ("كم نحالا جاء؟", "Some 12 cows came.", 0.5),
    ("كم نحالا جاء؟", "The beekeepers came.", 1),
    ("كم استغرق الإضراب؟", "The strike lasted three weeks.", 0),
    ("كم مرة غرقت العبارة؟", "The ferry sank twice.", 0),
    ("متى افتُتح الجسر؟", "The bridge opened in June.", 0),
]


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    """A corpus that has "hive" in Arabic only and نحال in English only."""
    folder = tmp_path_factory.mktemp("lacking")
    with Corpus.open(folder / "store", FakeEncoder({"hive": "خلية", "نحال": "beekeeper"})) as opened:
        hives = Article(title="نحل", language="ar", text="نقل الرجل كل خلية من التل إلى الوادي قبل الصقيع.")
        keepers = Article(title="Bees", language="en", text="A beekeeper sold honey at the harbour in the rain.")
        opened.add([hives, keepers])
        yield opened


@each_case(("question", "sentence", "lacks"), [*ENGLISH, *ARABIC, *ACROSS])
def test_what_a_sentence_lacks(known: Corpus, question: str, sentence: str, lacks: float) -> None:
    query = expand_query(question, parse_query(question, known), known, language_of(sentence))
    assert missing_answer_type(query)(sentence) == lacks


@each_case(
    ("question", "quotes", "lacked"),
    [
        ("When did the ferry sink?", ["The ferry sank off Tarmen."], "when"),
        ("When did the ferry sink?", ["The ferry sank.", "It sank on 3 May."], None),
        ("متى غرقت العبّارة؟", ["غرقت العبّارة قرب الميناء."], "when"),
        ("How many passengers drowned?", ["Passengers drowned."], "how_many"),
        ("How many passengers drowned?", ["Nine passengers drowned."], None),
        ("How large is the ferry?", ["It is a large ferry."], None),
        ("Why did the ferry sink?", ["The ferry sank off Tarmen, from bow to stern, according to Hill Post."], "why"),
        ("Why did the ferry sink?", ["It sank because of a leak."], None),
        ("Why did the ferry turn?", ["It turned to avoid a rock."], None),
        ("Why did the ferry sink?", ["It sank, and the office blamed a loose plate."], None),
        ("Why did the captain leave?", ["He left over a quarrel with the crew."], None),
        ("لماذا غرقت العبّارة؟", ["أدى لوح مفكوك إلى غرق العبّارة."], None),
        ("لماذا استقال القبطان؟", ["استقال القبطان احتجاجا على الأجور."], None),
        ("لماذا غرقت العبّارة؟", ["غرقت العبّارة قرب الميناء."], "why"),
        ("لماذا عادت العبّارة؟", ["عادت العبّارة لتتفادى الصخور."], None),
        ("Who steered the ferry Larsa?", ["The ferry Larsa was steered badly."], "who"),
        ("Who steered the ferry Larsa?", ["It was steered by Selma Orne."], None),
        ("Who is Selma Orne?", ["She steered the ferry."], None),
        ("من قاد العبّارة؟", ["قادت سلمى العبّارة."], None),
        ("Where did the ferry sink?", ["The ferry sank."], None),
        ("Why did the ferry sink?", [], None),
    ],
)
def test_what_none_of_the_quotes_gives(question: str, quotes: list[str], lacked: str | None) -> None:
    assert lacked_type(question, quotes) == lacked
