"""A valley's press: three outlets, two languages, five days, and one article without a day."""

from __future__ import annotations

import datetime as dt

from store import Article

BRIDGE = Article(
    title="The footbridge opens",
    text="The footbridge over the Samra river opened on Monday.\nIt cost ninety thousand crowns, the mayor said.",
    outlet="Hill Post",
    date=dt.date(2024, 3, 4),
    url="https://news.example/bridge",
    language="en",
)
TOLL = Article(
    title="No toll on the footbridge",
    text="Nobody will pay to cross the footbridge over the Samra river.\n"
    "The council voted against a toll by nine to two.",
    outlet="Valley Radio",
    date=dt.date(2024, 3, 5),
    language="en",
)
FLOOD = Article(
    title="فيضان نهر سمرة",
    text="فاض نهر سمرة ليلة الجمعة وأغلق جسر المشاة.\nوقال رئيس البلدية إن الجسر سيفتح بعد أسبوعين.",
    outlet="صحيفة النهر",
    date=dt.date(2024, 4, 12),
    language="ar",
)
REPAIR = Article(
    title="إصلاح جسر المشاة",
    text="أصلح العمال جسر المشاة فوق نهر سمرة في تسعة أيام.\nوبلغت كلفة الإصلاح أحد عشر ألف كرونة.",
    outlet="صحيفة النهر",
    date=dt.date(2024, 4, 26),
    language="ar",
)
HONEY = Article(
    title="A poor year for honey",
    text="Beekeepers in the valley gathered only four tonnes of honey.\nThe frost in April killed the early blossom.",
    outlet="Hill Post",
    date=dt.date(2024, 9, 30),
    language="en",
)
TALE = Article(title="The old ferry", text="Before the footbridge a ferry crossed the Samra river.", language="en")

PRESS = (BRIDGE, TOLL, FLOOD, REPAIR, HONEY, TALE)
ASKED = "What happened to the footbridge over the Samra river?"
