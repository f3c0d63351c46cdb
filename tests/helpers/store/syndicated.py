"""A report as an agency sends it, as other outlets print it, and what must not be taken for it."""

from __future__ import annotations

from dataclasses import replace

from store import Article

LINES = (
    "The harbour council of Tarmouth voted on Monday to close the north lighthouse after 112 years of service.",
    "Seven of the nine councillors backed the plan, which saves the town 48,000 crowns a year.",
    "Mira Oland, who keeps the light, said she had learned of the vote from the radio.",
    "Fishermen moored their boats across the harbour mouth for 3 hours in protest.",
    "The council promised to keep the tower open to visitors from 9 May.",
    "A petition against the closing has gathered 2,300 names since Sunday.",
)
WIRE = Article(
    title="Tarmouth to close its north lighthouse",
    text="\n".join(LINES),
    outlet="Coast Agency",
    date="2024-04-16",
    url="https://coast.example/lighthouse",
    language="en",
)
REPRINT = replace(
    WIRE,
    title="After a century, a lighthouse goes dark",
    text="\n".join(["TARMOUTH, April 16 (Coast Agency) — " + LINES[0], *LINES[1:]]),
    outlet="Morning Mail",
    date="2024-04-17",
    url="https://mail.example/1",
)
CUT = replace(
    WIRE, text="\n".join(LINES[:4]), outlet="Valley Post", date="2024-04-18", url="https://valley.example/7"
)
CHANGED = replace(
    WIRE, text=WIRE.text.replace("Seven of", "Six of"), outlet="Hill Post", url="https://hill.example/2"
)
MORE = "Late on Tuesday the mayor asked for a second vote, which the council set for 30 April."
FULLER = replace(WIRE, text=f"{WIRE.text}\n{MORE}", outlet="Bay Herald", date="2024-04-19")

ARABIC = Article(
    title="إغلاق المنارة الشمالية",
    text=(
        "صوّت مجلس الميناء يوم الاثنين على إغلاق المنارة الشمالية بعد 112 عامًا من الخدمة.\n"
        "وأيّد الخطةَ سبعة من أعضاء المجلس التسعة، وهي توفّر للبلدة 48 ألف كرونة في السنة.\n"
        "وقالت حارسة المنارة ميرا أولاند إنها علمت بالتصويت من الإذاعة.\n"
        "وأغلق الصيادون مدخل الميناء بقواربهم 3 ساعات احتجاجًا على القرار.\n"
        "ووعد المجلس بأن يبقى البرج مفتوحًا للزوار ابتداءً من 9 مايو."
    ),
    outlet="وكالة الساحل",
    date="2024-04-16",
    language="ar",
)
"""The same story by an Arabic agency."""
RESPELLED = replace(
    ARABIC,
    text="تارموث (وكالة الساحل) - "
    + ARABIC.text.replace("ّ", "").replace("ً", "").replace("أ", "ا").replace("112", "١١٢").replace("،", ""),
    outlet="صحيفة الرصيف",
)
