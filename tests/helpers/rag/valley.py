"""A valley's press: three outlets, two languages, five days, and one article without a day."""

from __future__ import annotations

from store import Article

BRIDGE = Article(
    title="The footbridge opens",
    text="The footbridge over the Samra river opened on Monday.\nIt cost ninety thousand crowns, the mayor said.",
    outlet="Hill Post",
    date="2024-03-04",
    url="https://news.example/bridge",
    language="en",
)
TOLL = Article(
    title="No toll on the footbridge",
    text="Nobody will pay to cross the footbridge over the Samra river.\nThe council voted against a toll by nine to two.",
    outlet="Valley Radio",
    date="2024-03-05",
    language="en",
)
FLOOD = Article(
    title="فيضان نهر سمرة",
    text="فاض نهر سمرة ليلة الجمعة وأغلق جسر المشاة.\nوقال رئيس البلدية إن الجسر سيفتح بعد أسبوعين.",
    outlet="صحيفة النهر",
    date="2024-04-12",
    language="ar",
)
REPAIR = Article(
    title="إصلاح جسر المشاة",
    text="أصلح العمال جسر المشاة فوق نهر سمرة في تسعة أيام.\nوبلغت كلفة الإصلاح أحد عشر ألف كرونة.",
    outlet="صحيفة النهر",
    date="2024-04-26",
    language="ar",
)
HONEY = Article(
    title="A poor year for honey",
    text="Beekeepers in the valley gathered only four tonnes of honey.\nThe frost in April killed the early blossom.",
    outlet="Hill Post",
    date="2024-09-30",
    language="en",
)
TALE = Article(title="The old ferry", text="Before the footbridge a ferry crossed the Samra river.", language="en")

PRESS = (BRIDGE, TOLL, FLOOD, REPAIR, HONEY, TALE)
ASKED = "What happened to the footbridge over the Samra river?"
