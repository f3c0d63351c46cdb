"""Isnad's own words in an answer and in its documents, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from babel import Locale

Noun = Mapping[str, str]
"""What is counted, with {count} before it, for each plural category of CLDR."""


def count_phrase(count: int, noun: Noun, language: str) -> str:
    """So many of them, in the form that goes with the number."""
    form = noun.get(Locale(language).plural_form(count), noun["other"])
    return form.format(count=f"{count:,}")


class Phrases:
    """The sentences in English; {…} marks what is filled in."""

    found_one = "This is what the articles say:"
    found_articles = "This is what {articles} say:"
    found_many = "This is what {articles} from {outlets} say:"
    denied_by = "No, according to {outlets}:"
    denied_by_one = "No, according to this article:"
    lacking_one = "This mentions it, but gives no {what}:"
    lacking_many = "These mention it, but none gives a {what}:"
    lacking: Mapping[str, str] = {"when": "day", "how_many": "number", "why": "reason", "who": "name"}
    more: Noun = {"one": "1 more quote", "other": "{count} more quotes"}
    newest = "How the newest articles begin ({shown} of {articles}):"
    beginnings = "How the articles begin, the newest first:"
    beginning = "How the article begins:"
    summary_of_one = "What the article says, in short:"
    timeline = "In the order of the days that they tell of:"
    timeline_of = "In the order of the days that they tell of ({shown} of {articles}):"
    timeline_newest = "In the order of the days that they tell of ({shown} of {articles}, the newest):"
    no_days = "None of these articles has a date or tells of a day: they cannot be put in an order of days."
    disagreement = "Here the sources report differently (pairs of statements compared: {pairs}):"
    no_disagreement = (
        "None surely contradicts another (pairs of statements compared: {pairs}). The nearest, side by side:"
    )
    nothing_to_compare = "No two sources say anything of the same thing."
    side_missing = "I found nothing that {side} says of it."
    newest_about = "The newest article about “{subject}”, then earlier ones:"
    newest_one = "The newest article about “{subject}”:"
    listed = "About “{subject}”: {articles}."
    listed_newest = "About “{subject}”: {articles}. The newest {shown}:"
    none_about = "No article here is about “{subject}”."
    articles: Noun = {"one": "1 article", "other": "{count} articles"}
    articles_alone: Noun = articles
    outlets: Noun = {"one": "1 outlet", "other": "{count} outlets"}
    translated = "original: {quote}"
    machine = "machine translation by {model}"
    also = "also in:"
    printed = " (also printed by {outlets})"
    supported = "reported by {outlets}"
    later = "later, on {date}, {outlet} reports otherwise:"
    earlier = "earlier, on {date}, {outlet} reported otherwise:"
    differently = "reported differently by {outlet}:"
    an_article = "another article"
    denied = "Denied in the same article:"
    refused = "The articles do not say. I found nothing in them that answers this question."
    closest = "What comes closest, without answering it"
    no_outlet = "no outlet named"
    no_date = "undated"
    no_articles = "There are no articles here yet. Add some with `isnad ingest PATH`."
    empty = "The question is empty. Write what you want to know, in English or Arabic."
    other_language = (
        "I read questions in English and in Arabic. Ask about the articles here in one of these, for example: "
        "“What is in the news?”"
    )
    no_words = "The question has no words to look for. Write it in words, in English or Arabic."
    too_long = "The question has {length:,} characters; {most:,} is the most. Ask it in fewer words."
    unknown_outlet = "No article is from “{outlet}”. The outlets here are: {outlets}."
    bad_date = "{value} is not a date. Write it as YYYY-MM-DD, like 2023-09-12."
    dates_crossed = "No day is both since {since} and until {until}. Give the earlier day first."
    only_articles = "Only articles {which}."
    unclear_time = "I did not understand “{time}” as a time, and searched without it."
    no_more = "The articles say nothing more that answers this question."
    refused_parts = "I found nothing in the articles that answers: {parts}"
    refused_within = "The articles {which} do not say. I found nothing in them that answers this question."
    refused_missing = "The articles do not say. The passages nearest to it say nothing of {words}."
    refused_missing_within = "The articles {which} do not say. The passages nearest to it say nothing of {words}."
    none_within = "There are no articles {which}."
    none_then = "There are no articles {which}, and I found nothing in the others that answers this question."
    of_outlets = "of {outlets}"
    list_comma = ", "
    from_to = "from {since} to {until}"
    on_day = "of {since}"
    from_on = "from {since} on"
    up_to = "up to {until}"
    quoted_instead = "{why} The articles are quoted instead."
    not_borne_out = (
        "The articles bear out too little of what the language model wrote "
        "(sentences: {written}; not borne out: {dropped})."
    )
    model_found_none = "The language model found no answer in these passages."
    opening = "“"
    closing = "”"
    probably = "This probably answers the question."
    maybe = "This may not answer the question."
    understood = "Understood as: {question}"
    answer_heading = "Answer"
    confidence = "Confidence: {number:.2f} of 1"
    written_by = "Written by the language model {model}; each sentence was checked against the quotes below."
    unverified = "Not verified"
    unverified_note = (
        "“Not verified”: the quotes say nothing against the sentence, but the check is not sure that they say it. "
        "Compare it with its quote."
    )
    quotes_heading = "Exact quotes"
    differs = "Reported differently in {marks}."
    translation = "Translation"
    outlet = "Outlet"
    date = "Date"
    address = "Address"
    characters = "Characters of the article's text"
    headline = "headline"
    headline_characters = "Characters of the article's headline"
    article_id = "Article's id"
    also_printed_by = "Also printed by"
    corpus = "Version of the corpus"
    made_by = "Made by Isnad"


class ArabicPhrases(Phrases):
    """The same in Arabic. Nouns are in the genitive, but for those that stand alone."""

    found_one = "هذا ما تقوله المقالات:"
    found_articles = "هذا ما جاء في {articles}:"
    found_many = "هذا ما جاء في {articles} من {outlets}:"
    denied_by = "لا، بحسب {outlets}:"
    denied_by_one = "لا، بحسب هذا المقال:"
    lacking_one = "هذا يتناول الأمر، لكنه لا يذكر {what}:"
    lacking_many = "هذه تتناول الأمر، لكن ليس فيها ما يذكر {what}:"
    lacking = {"when": "يومًا", "how_many": "رقمًا", "why": "سببًا", "who": "اسمًا"}
    more = {
        "one": "اقتباس آخر",
        "two": "اقتباسان آخران",
        "few": "{count} اقتباسات أخرى",
        "many": "{count} اقتباسًا آخر",
        "other": "{count} اقتباس آخر",
    }
    newest = "هكذا تبدأ أحدث المقالات ({shown} من أصل {articles}):"
    beginnings = "هكذا تبدأ المقالات، أحدثها أولًا:"
    beginning = "هكذا يبدأ المقال:"
    summary_of_one = "خلاصة ما يقوله المقال:"
    timeline = "بترتيب الأيام التي تتحدث عنها:"
    timeline_of = "بترتيب الأيام التي تتحدث عنها ({shown} من أصل {articles}):"
    timeline_newest = "بترتيب الأيام التي تتحدث عنها ({shown} من أصل {articles}، أحدثها):"
    no_days = "ليس لأي من هذه المقالات تاريخ، ولا يذكر أي منها يومًا بعينه، فلا يمكن ترتيبها زمنيًا."
    disagreement = "هنا تختلف المصادر (عدد أزواج الجمل المقارنة: {pairs}):"
    no_disagreement = "لم أجد ما يناقض غيره يقينًا (عدد أزواج الجمل المقارنة: {pairs}). أقربها بعضها إلى بعض:"
    nothing_to_compare = "لا يتحدث مصدران عن الأمر نفسه."
    side_missing = "لم أجد ما تقوله {side} في ذلك."
    newest_about = "أحدث مقال عن «{subject}»، ثم ما سبقه:"
    newest_one = "أحدث مقال عن «{subject}»:"
    listed = "عن «{subject}»: {articles}."
    listed_newest = "عن «{subject}»: {articles}. أحدثها ({shown}):"
    none_about = "لا يوجد هنا مقال عن «{subject}»."
    articles = {
        "one": "مقال واحد",
        "two": "مقالين",
        "few": "{count} مقالات",
        "many": "{count} مقالًا",
        "other": "{count} مقال",
    }
    articles_alone = {**articles, "two": "مقالان"}
    outlets = {
        "one": "وسيلة إعلام واحدة",
        "two": "وسيلتي إعلام",
        "few": "{count} وسائل إعلام",
        "other": "{count} وسيلة إعلام",
    }
    translated = "الأصل: {quote}"
    machine = "ترجمة آلية بنموذج {model}"
    also = "وكذلك في:"
    printed = " (ونشرته أيضًا: {outlets})"
    supported = "ورد في {outlets}"
    later = "لاحقًا، في {date}، جاء في {outlet} غير ذلك:"
    earlier = "قبل ذلك، في {date}، جاء في {outlet} غير ذلك:"
    differently = "وجاء غير ذلك في {outlet}:"
    an_article = "مقال آخر"
    denied = "ما يلي منفيّ في المقال نفسه:"
    refused = "لا تذكر المقالات ذلك. لم أجد فيها ما يجيب عن هذا السؤال."
    closest = "أقرب المقاطع إليه، من غير أن تجيب عنه"
    no_outlet = "بلا ذكر الوسيلة"
    no_date = "بلا تاريخ"
    no_articles = "لا توجد مقالات بعد. أضف مقالات بالأمر ‎`isnad ingest PATH`‎."
    empty = "السؤال فارغ. اكتب ما تريد معرفته بالعربية أو بالإنجليزية."
    other_language = (
        "أقرأ الأسئلة بالعربية وبالإنجليزية. اسأل عن المقالات هنا بإحدى اللغتين، مثلًا: «ما الجديد في الأخبار؟»"
    )
    no_words = "ليس في السؤال كلمات يُبحث عنها. اكتبه كلماتٍ بالعربية أو بالإنجليزية."
    too_long = "في السؤال {length:,} حرفًا، والحد الأقصى {most:,}. اسأل بكلمات أقل."
    unknown_outlet = "لا توجد مقالات من «{outlet}». الوسائل الموجودة هي: {outlets}."
    bad_date = "{value} ليس تاريخًا. اكتبه على هيئة YYYY-MM-DD، مثل 2023-09-12."
    dates_crossed = "لا يوم يقع بعد {since} وقبل {until} معًا. اجعل اليوم الأسبق أولًا."
    only_articles = "المقالات المنشورة {which} فقط."
    unclear_time = "لم أفهم «{time}» على أنه زمن، فبحثت من دونه."
    no_more = "ليس في المقالات مزيد يجيب عن هذا السؤال."
    refused_parts = "لم أجد في المقالات ما يجيب عن: {parts}"
    refused_within = "لا تذكر ذلك المقالات المنشورة {which}. لم أجد فيها ما يجيب عن هذا السؤال."
    refused_missing = "لا تذكر المقالات ذلك. وأقرب المقاطع إليه لا تتناول {words}."
    refused_missing_within = "لا تذكر ذلك المقالات المنشورة {which}. وأقرب المقاطع إليه لا تتناول {words}."
    none_within = "لا توجد هنا مقالات منشورة {which}."
    none_then = "لا توجد هنا مقالات منشورة {which}، ولم أجد في غيرها ما يجيب عن هذا السؤال."
    of_outlets = "في {outlets}"
    list_comma = "، "
    from_to = "من {since} إلى {until}"
    on_day = "يوم {since}"
    from_on = "منذ {since}"
    up_to = "حتى {until}"
    quoted_instead = "{why} لذلك تُقتبس المقالات كما هي."
    not_borne_out = "لا تسند المقالات ما يكفي مما كتبه النموذج اللغوي (الجمل: {written}، وغير المسندة: {dropped})."
    model_found_none = "لم يجد النموذج اللغوي جوابًا في هذه المقاطع."
    opening = "«"
    closing = "»"
    probably = "الأرجح أن هذا يجيب عن السؤال."
    maybe = "قد لا يجيب هذا عن السؤال."
    understood = "فُهم السؤال: {question}"
    answer_heading = "الجواب"
    confidence = "الثقة: {number:.2f} من 1"
    written_by = "كتب هذا النموذج اللغوي {model}، وقورنت كل جملة بالاقتباسات أدناه."
    unverified = "غير مؤكَّد"
    unverified_note = (
        "«غير مؤكَّد»: ليس في الاقتباسات ما ينفي الجملة، لكن المراجعة لم تتأكد من أنها تقولها. قارنها باقتباسها."
    )
    quotes_heading = "الاقتباسات بنصها"
    differs = "جاء غير ذلك في {marks}."
    translation = "الترجمة"
    outlet = "الوسيلة"
    date = "التاريخ"
    address = "الرابط"
    characters = "موضعه في نص المقال بالأحرف"
    headline = "العنوان"
    headline_characters = "موضعه في عنوان المقال بالأحرف"
    article_id = "معرّف المقال"
    also_printed_by = "ونشرته أيضًا"
    corpus = "نسخة المجموعة"
    made_by = "أعدّه إسناد"


PHRASES: Mapping[str, Phrases] = {"en": Phrases(), "ar": ArabicPhrases()}


def confidence_phrase(confidence: float, language: str) -> str:
    """That it is not sure whether an answer answers its question; "" where it is. `confidence` runs from 0 to 1."""
    phrases, sure = PHRASES[language], round(confidence, 2)
    return "" if sure >= 0.75 else phrases.probably if sure >= 0.5 else phrases.maybe


def count_more(count: int, language: str) -> str:
    """How many quotes are folded away."""
    return count_phrase(count, PHRASES[language].more, language)


def phrases_in(language: str) -> Phrases:
    """The phrases in a language; in English where it is neither of the two."""
    return PHRASES["ar" if language == "ar" else "en"]


def count_articles(count: int, language: str) -> str:
    """How many articles, as a text by itself; in English where the language is neither of the two."""
    return count_phrase(count, phrases_in(language).articles_alone, "ar" if language == "ar" else "en")
