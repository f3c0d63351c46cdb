"""The frame of an answer without a language model, in both languages: the only words in it that are Isnad's own."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Noun:
    """What is counted, as it stands after "in": one, two, 3 to 10, 11 to 99, and a round hundred of them.

    With a number before it, where it has a {count}. Arabic has a form for each, English two.
    """

    one: str
    two: str
    few: str
    many: str
    hundred: str


def count_phrase(count: int, noun: Noun) -> str:
    """So many of them, in the form that goes with the number."""
    rest = count % 100
    if count in (1, 2):
        form = (noun.one, noun.two)[count - 1]
    elif 3 <= rest <= 10:
        form = noun.few
    else:
        form = noun.many if rest > 10 else noun.hundred
    return form.format(count=f"{count:,}")


def _english(noun: str) -> Noun:
    plural = "{count} " + noun + "s"
    return Noun(f"1 {noun}", plural, plural, plural, plural)


@dataclass(frozen=True, slots=True)
class Phrases:
    """One language's sentences; {…} marks what is filled in."""

    found_one: str
    found_articles: str
    found_many: str
    newest: str
    beginnings: str
    beginning: str
    articles: Noun
    outlets: Noun
    translated: str
    machine: str
    also: str
    printed: str
    supported: str
    later: str
    earlier: str
    differently: str
    an_article: str
    refused: str
    closest: str
    no_outlet: str
    no_date: str
    comma: str
    no_articles: str
    empty: str
    no_words: str
    too_long: str
    unknown_outlet: str
    bad_date: str
    dates_crossed: str
    only_articles: str
    refused_within: str
    none_within: str
    none_then: str
    of_outlets: str
    list_comma: str
    from_to: str
    on_day: str
    from_on: str
    up_to: str
    when_was: str
    quoted_instead: str
    not_borne_out: str
    model_found_none: str
    opening: str
    closing: str
    very_likely: str
    probably: str
    maybe: str


PHRASES = {
    "en": Phrases(
        found_one="This is what the articles say:",
        found_articles="This is what {articles} say:",
        found_many="This is what {articles} from {outlets} say:",
        newest="How the newest articles begin ({shown} of {articles}):",
        beginnings="How the articles begin, the newest first:",
        beginning="How the article begins:",
        articles=_english("article"),
        outlets=_english("outlet"),
        translated="original: {quote}",
        machine="machine translation by {model}",
        also="also in:",
        printed=" (also printed by {outlets})",
        supported="reported by {outlets}",
        later="later, on {date}, {outlet} reports otherwise:",
        earlier="earlier, on {date}, {outlet} reported otherwise:",
        differently="reported differently by {outlet}:",
        an_article="another article",
        refused="The articles do not say. I found nothing in them that answers this question.",
        closest="These passages come closest, without answering it:",
        no_outlet="no outlet named",
        no_date="undated",
        comma=",",
        no_articles="There are no articles here yet. Add some with `isnad ingest PATH`.",
        empty="The question is empty. Write what you want to know, in English or Arabic.",
        no_words="The question has no words to look for. Write it in words, in English or Arabic.",
        too_long="The question has {length:,} characters; {most:,} is the most. Ask it in fewer words.",
        unknown_outlet="No article is from “{outlet}”. The outlets here are: {outlets}.",
        bad_date="{value} is not a date. Write it as YYYY-MM-DD, like 2023-09-12.",
        dates_crossed="No day is both since {since} and until {until}. Give the earlier day first.",
        only_articles="Only articles {which}.",
        refused_within="The articles {which} do not say. I found nothing in them that answers this question.",
        none_within="There are no articles {which}.",
        none_then="There are no articles {which}, and I found nothing in the others that answers this question.",
        of_outlets="of {outlets}",
        list_comma=", ",
        from_to="from {since} to {until}",
        on_day="of {since}",
        from_on="from {since} on",
        up_to="up to {until}",
        when_was="When was {occasion}?",
        quoted_instead="{why} The articles are quoted instead.",
        not_borne_out="The articles bear out too little of what the language model wrote "
        "(sentences: {written}; not borne out: {dropped}).",
        model_found_none="The language model found no answer in these passages.",
        opening="“",
        closing="”",
        very_likely="This very likely answers the question.",
        probably="This probably answers the question.",
        maybe="This may not answer the question.",
    ),
    "ar": Phrases(
        found_one="هذا ما تقوله المقالات:",
        found_articles="هذا ما جاء في {articles}:",
        found_many="هذا ما جاء في {articles} من {outlets}:",
        newest="هكذا تبدأ أحدث المقالات ({shown} من أصل {articles}):",
        beginnings="هكذا تبدأ المقالات، أحدثها أولًا:",
        beginning="هكذا يبدأ المقال:",
        articles=Noun("مقال واحد", "مقالين", "{count} مقالات", "{count} مقالًا", "{count} مقال"),
        outlets=Noun(
            "وسيلة إعلام واحدة", "وسيلتي إعلام", "{count} وسائل إعلام", "{count} وسيلة إعلام", "{count} وسيلة إعلام"
        ),
        translated="الأصل: {quote}",
        machine="ترجمة آلية بنموذج {model}",
        also="وكذلك في:",
        printed=" (ونشرته أيضًا: {outlets})",
        supported="ورد في {outlets}",
        later="لاحقًا، في {date}، جاء في {outlet} غير ذلك:",
        earlier="قبل ذلك، في {date}، جاء في {outlet} غير ذلك:",
        differently="وجاء غير ذلك في {outlet}:",
        an_article="مقال آخر",
        refused="لا تذكر المقالات ذلك. لم أجد فيها ما يجيب عن هذا السؤال.",
        closest="أقرب المقاطع إليه، من غير أن تجيب عنه:",
        no_outlet="بلا ذكر الوسيلة",
        no_date="بلا تاريخ",
        comma="،",
        no_articles="لا توجد مقالات بعد. أضف مقالات بالأمر ‎`isnad ingest PATH`‎.",
        empty="السؤال فارغ. اكتب ما تريد معرفته بالعربية أو بالإنجليزية.",
        no_words="ليس في السؤال كلمات يُبحث عنها. اكتبه كلماتٍ بالعربية أو بالإنجليزية.",
        too_long="في السؤال {length:,} حرفًا، والحد الأقصى {most:,}. اسأل بكلمات أقل.",
        unknown_outlet="لا توجد مقالات من «{outlet}». الوسائل الموجودة هي: {outlets}.",
        bad_date="{value} ليس تاريخًا. اكتبه على هيئة YYYY-MM-DD، مثل 2023-09-12.",
        dates_crossed="لا يوم يقع بعد {since} وقبل {until} معًا. اجعل اليوم الأسبق أولًا.",
        only_articles="المقالات المنشورة {which} فقط.",
        refused_within="لا تذكر ذلك المقالات المنشورة {which}. لم أجد فيها ما يجيب عن هذا السؤال.",
        none_within="لا توجد هنا مقالات منشورة {which}.",
        none_then="لا توجد هنا مقالات منشورة {which}، ولم أجد في غيرها ما يجيب عن هذا السؤال.",
        of_outlets="في {outlets}",
        list_comma="، ",
        from_to="من {since} إلى {until}",
        on_day="يوم {since}",
        from_on="منذ {since}",
        up_to="حتى {until}",
        when_was="متى كانت {occasion}؟",
        quoted_instead="{why} لذلك تُقتبس المقالات كما هي.",
        not_borne_out="لا تسند المقالات ما يكفي مما كتبه النموذج اللغوي (الجمل: {written}، وغير المسندة: {dropped}).",
        model_found_none="لم يجد النموذج اللغوي جوابًا في هذه المقاطع.",
        opening="«",
        closing="»",
        very_likely="احتمال كبير أن هذا يجيب عن السؤال.",
        probably="الأرجح أن هذا يجيب عن السؤال.",
        maybe="قد لا يجيب هذا عن السؤال.",
    ),
}


def confidence_phrase(confidence: float, language: str) -> str:
    """How likely it is that an answer answers its question, in words; `confidence` runs from 0 to 1."""
    phrases, sure = PHRASES[language], round(confidence, 2)
    return phrases.very_likely if sure >= 0.75 else phrases.probably if sure >= 0.5 else phrases.maybe
