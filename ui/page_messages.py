"""Every sentence of the page, in Arabic and English."""

from __future__ import annotations

from ui.sentence import Sentence

BACK = Sentence(en="Back", ar="رجوع")
NO_ARTICLES = Sentence(
    en="There are no articles yet. Add some to have something to ask.",
    ar="لا مقالات بعد. أضف بعضها ليكون هناك ما تسأل عنه.",
)
ARTICLES = Sentence(en="Articles", ar="المقالات")
SINCE = Sentence(en="From", ar="من تاريخ")
UNTIL = Sentence(en="Until", ar="إلى تاريخ")

# Browsing the articles
FIND = Sentence(en="Search titles, outlets and texts", ar="ابحث في العناوين والمصادر والنصوص")
OUTLET = Sentence(en="Outlet", ar="المصدر")
ANY_OUTLET = Sentence(en="All outlets ({count})", ar="كل المصادر ({count})")
ONLY_THESE = Sentence(en="Ask only these", ar="اسأل هذه وحدها")
TITLE_NARROW = Sentence(
    en="The next questions are answered from this outlet and these days only",
    ar="يُجاب عن الأسئلة التالية من هذا المصدر وهذه التواريخ وحدها",
)
FOUND_BETWEEN = Sentence(en="{articles}, {first} to {last}", ar="{articles}، من {first} إلى {last}")
FOUND_ON = Sentence(en="{articles}, {first}", ar="{articles}، {first}")
MORE = Sentence(en="Show more ({shown} of {total})", ar="عرض المزيد ({shown} من {total})")
NO_MORE = Sentence(
    en="The first {shown} are listed. Search for a word, an outlet or a date to see the others.",
    ar="هذه أول {shown}. ابحث بكلمة أو مصدر أو تاريخ لترى غيرها.",
)
NONE_FOUND = Sentence(
    en="No article has all these words. Try fewer words, or other ones.",
    ar="لا مقال فيه هذه الكلمات كلها. جرّب كلمات أقل أو غيرها.",
)
NONE_WITHIN = Sentence(
    en="No article fits this outlet, these dates and these words together. Take one of them away.",
    ar="لا مقال يجمع هذا المصدر وهذه التواريخ وهذه الكلمات. استغنِ عن واحد منها.",
)
WRONG_ORDER = Sentence(
    en="The first day, {since}, comes after the last, {until}. Exchange them.",
    ar="اليوم الأول {since} يأتي بعد الأخير {until}. بدّل بينهما.",
)
EVERYTHING = Sentence(en="Show all articles", ar="عرض كل المقالات")
UNTITLED = Sentence(en="Without a title", ar="بلا عنوان")
IN_AR = Sentence(en="Arabic", ar="العربية")
IN_EN = Sentence(en="English", ar="الإنجليزية")
IN_OTHER = Sentence(en="Another language", ar="لغة أخرى")
REMOVE = Sentence(en="Remove", ar="حذف")
REMOVE_THIS = Sentence(en="Remove: {title}", ar="حذف: {title}")

# The ways from an article
QUOTE_OF = Sentence(en="{number} of {total}", ar="{number} من {total}")
QUOTE_BEFORE = Sentence(en="Previous quote", ar="الاقتباس السابق")
QUOTE_AFTER = Sentence(en="Next quote", ar="الاقتباس التالي")
ARTICLE_BEFORE = Sentence(en="Previous article", ar="المقال السابق")
ARTICLE_AFTER = Sentence(en="Next article", ar="المقال التالي")
TO_THE_LIST = Sentence(en="Back to the list", ar="العودة إلى القائمة")
BESIDE = Sentence(en="Translation beside, {in_language}", ar="الترجمة إلى جانبه {in_language}")
