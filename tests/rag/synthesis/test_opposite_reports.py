"""Two outlets stand under one quote only where both say the same; opposite reports are two statements."""

from __future__ import annotations

import pytest

from rag.reading import open_reader
from rag.synthesis.contradiction import Comparisons, Relation
from store import Article
from tests.helpers.made import evidence

pytestmark = pytest.mark.slow

# One sentence; in brackets the words of the one report, then those of the other.
OPPOSITE = """
The island's parliament [passed|blocked] the fishing law late in the night.
The jury [cleared|convicted] the shipowner Pell Arden of arson.
The price of copper [climbed|slid] in early trading on the northern exchange.
The river at Vale stood [above|below] the mark of the great flood.
Sales of wool went [up|down] at the autumn fair.
The singer Mara Quill was born in [1911|1912] in a village of weavers.
The chapel was built in [March|October] 1640 by monks.
The tunnel took [seven|eleven] years to dig.
The fund paid [40|45] per cent of the damage.
The club of Redmoor [won|lost] the cup final on penalties.
The envoy [arrived|left] with three advisers and a box of letters.
The referee gave the goal [before|after] the whistle.
Doctors said that the patient was [awake|unconscious] when help came.
The council [hired|dismissed] the harbour master of Lindow.
The union [ended|extended] its strike at the glass works.
The brothers [Jonas|Lukas] Ferrel bought the old brewery.
The train to [Westby|Eastby] was late because of snow.
The witness said that she had [never|always] trusted the banker.
The lake is [safe|unsafe] for swimmers, according to the health office.
The mayor's party [gained|surrendered] two seats in the northern district.
The guards were [armed|unarmed] when the gates were opened.
The shop sells bread [with|without] salt to the monks of the hill.
The [army|police] cleared the square at dawn with water cannon.
[Lorn accused Brask|Brask accused Lorn] of moving the border stones at night.
The ministry did [not|indeed] order the closing of the mill.
صوت المجلس [لصالح|ضد] قانون الصيد في ساعة متأخرة من الليل.
[برأت|أدانت] المحكمة صاحب السفن سامر القرمزي من تهمة الحريق.
[ارتفع|انخفض] سعر النحاس في بورصة الشمال مطلع الأسبوع.
ولدت المغنية مارا كويل سنة [1911|1912] في قرية للنساجين.
[وصل|غادر] المبعوث ومعه ثلاثة مستشارين وصندوق رسائل.
استغرق حفر النفق [سبعة|أحد عشر] عاما كاملة.
اشترى [سالم|سليم] الفرزلي مصنع الزجاج القديم من ورثته.
[فاز|خسر] نادي التلال نهائي الكأس بركلات الترجيح.
قالت النقابة إنها [ستنهي|ستمدد] إضرابها في مصنع الزجاج.
اتهمت [لورن براسك|براسك لورن] بنقل حجارة الحدود ليلا.
كان المريض [واعيا|غائبا] عن الوعي عند وصول الإسعاف.
[ستغلق|ستفتح] البلدية الحديقة الشمالية يوم الأحد.
البحيرة [آمنة|خطرة] للسباحين بحسب مكتب الصحة.
""".strip().splitlines()


def pair(line: str) -> tuple[str, str]:
    start, end = line.index("["), line.index("]")
    one, other = line[start + 1 : end].split("|")
    return line[:start] + one + line[end + 1 :], line[:start] + other + line[end + 1 :]


def relation(one: str, other: str) -> Relation:
    """What a report of another outlet is to one, by the reader that ships with Isnad."""
    reader = open_reader("")
    assert reader is not None
    articles = [
        Article(title=outlet, text=f"{text}\n{outlet}", outlet=outlet, date="2024-03-05")
        for text, outlet in ((one, "The Quay"), (other, "The Hill"))
    ]
    first, second = (evidence(article, text, angle=0.0) for article, text in zip(articles, (one, other), strict=True))
    return Comparisons([first, second], reader.judge).relations([first], second)[0]


def test_opposite_reports_are_not_the_same() -> None:
    assert len(OPPOSITE) >= 30
    assert [line for line in OPPOSITE if relation(*pair(line)) is Relation.SAME] == []


def test_many_of_them_are_told_as_differing() -> None:
    assert sum(relation(*pair(line)) is Relation.DIFFERS for line in OPPOSITE) >= len(OPPOSITE) / 3
