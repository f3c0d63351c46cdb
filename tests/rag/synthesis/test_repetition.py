"""Two outlets stand under one quote only where they print the same words; opposite reports are two statements."""

from __future__ import annotations

from rag.retrieval.evidence import Evidence
from rag.synthesis import build_statements
from rag.synthesis.repetition import repeats
from store import Article
from tests.helpers.made import evidence

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
REPEATED = [
    ("The jury cleared the shipowner Pell Arden of arson.", "The jury cleared the shipowner Pell Arden of arson."),
    ("The tunnel took seven years to dig.", "The tunnel took 7 years to dig, the engineers said."),
    ("The tunnel took seven years to dig.", "LINDOW - The tunnel took seven years to dig."),
    ("The tunnel took seven years to dig.", "Lindow (Coast News) - The tunnel took seven years to dig."),
    ("The fund paid 40 per cent of the damage.", "The fund paid 40% of the damage."),
    (
        "The lake is safe for swimmers, according to the health office.",
        "The lake is safe for swimmers, the mayor said on Monday.",
    ),
    ("The keeper said on Tuesday that the lamp was lit.", "The keeper said the lamp was lit."),
    ("The club of Redmoor won the cup.", "The club of Redmoor won the cup in front of 900 people."),
    ("On Sunday evening the club of Redmoor won.", "The club of Redmoor won on Sunday evening."),
    ("The chapel was built on 3 March 1640.", "The chapel was built on March 3, 1640."),
    ("استغرق حفر النفق سبعة أعوام كاملة.", "استغرق حفر النفق 7 أعوام كاملة."),
    ("وصل المبعوث ومعه صندوق رسائل.", "ووصل المبعوث ومعه صندوق رسائل، بحسب الشرطة."),
    ("اشترى سالم الفرزلي مصنع الزجاج.", "اشترى سالم الفرزلي مصنع الزجاج القديم من ورثته."),
    ("بُنيت القلعة في ١٢ أيلول ١٧٤٠", "بنيت القلعة في 12 سبتمبر 1740"),
]


def pair(line: str) -> tuple[str, str]:
    start, end = line.index("["), line.index("]")
    one, other = line[start + 1 : end].split("|")
    return line[:start] + one + line[end + 1 :], line[:start] + other + line[end + 1 :]


def reported(text: str, outlet: str, score: float) -> Evidence:
    return evidence(Article(title=outlet, text=f"{text}\n{outlet}", outlet=outlet, date="2024-03-05"), text, score)


def sources(one: str, other: str) -> list[int]:
    found = [reported(one, "The Quay", 2.0), reported(other, "The Hill", 1.9)]
    return [len(said.citations) for said in build_statements(found, "What is reported?", "en")]


def test_opposite_reports_are_two_statements() -> None:
    assert len(OPPOSITE) >= 30
    assert [line for line in OPPOSITE if sources(*pair(line)) != [1, 1]] == []


def test_what_two_outlets_print_alike_is_one_statement() -> None:
    assert len(REPEATED) >= 10
    assert [both for both in REPEATED if sources(*both) != [2]] == []


def test_what_says_less_or_denies_what_follows_is_no_repetition() -> None:
    assert not repeats("The club won the cup.", "The club won the cup in front of 900 people.")
    assert not repeats("The club of Redmoor won the cup, which nobody denies.", "The club of Redmoor won the cup.")


def test_few_words_are_repeated_only_whole() -> None:
    assert repeats("Rain fell.", "Rain fell.")
    assert not repeats("Rain fell on the old harbour all night.", "Rain fell.")
