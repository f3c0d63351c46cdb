"""Articles of outlets whose names are also words or places, for questions about source and time."""

from __future__ import annotations

from store import Article


def _article(outlet: str, date: str, text: str) -> Article:
    return Article(title=f"{outlet or 'بلا اسم'} {date}", outlet=outlet, date=date or None, text=text)


OUTLETS_ARTICLES = (
    _article("إيلاف", "2024-09-10", "عقدت القمة في 5 سبتمبر 2024 في قصر البلدية. وحضر القمة ثلاثة وزراء."),
    _article("البيان", "2024-06-02", "وصلت ثلاث غواصات إلى الميناء. ورحب الصيادون بالغواصات."),
    _article("الوادي", "2023-03-02", "زار الوفد الوادي في الربيع. وغادر الوفد الوادي ليلا."),
    _article("", "2023-04-02", "أعلن الوادي العصيان. وقال الوادي إنه لن يدفع."),
    _article("الشرق الأوسط", "2024-01-02", "الحرب مستمرة منذ سنوات في أطراف البلاد."),
    _article("BBC News Arabic", "2024-02-02", "A walker climbed the hill at dawn. The hill is steep."),
    _article("The Hill", "2024-05-02", "Another hill stands in the city. Children play on the hill in spring."),
    _article("رؤية الإخبارية", "2024-07-02", "وصل القطار الأخضر إلى المحطة القديمة."),
    _article("Al-Araby Al-Jadeed", "2024-08-02", "وصل القطار الأحمر إلى المحطة الجديدة متأخرا."),
    _article("رويترز", "2024-08-03", "وصل القطار الأصفر إلى المحطة البعيدة قبل الفجر."),
    _article("Harbour Times", "", "The harbour below the hill was dredged. The dredger left."),
    _article("إذاعة التل", "2023-05-02", "عاد أهل الوادي إلى بيوتهم. وفرح الأطفال."),
)
