"""What Isnad says of itself and of its corpus, in both languages.

A name that stands in a sentence is that of the page's own button.
"""

from __future__ import annotations

from collections.abc import Mapping


class AboutPhrases:
    """The sentences in English; {…} marks what is filled in. {corpus} is `holding` or `nothing_yet`."""

    greeting = "Hello! {corpus}"
    thanks = "You are welcome. Ask on whenever you like."
    goodbye = "Goodbye!"
    wrong = (
        "I can only show what the articles say, and may have picked the wrong words of them. Open a quote to read it "
        "where it stands, or ask again in other words. On the page, “Change the question” and “Bad answer” stand "
        "under the answer."
    )
    identity = (
        "I am Isnad, a program that answers questions about news articles. I look nowhere but in the articles here, "
        "and show the exact words that say it, with outlet and date. {corpus}"
    )
    ability = (
        "I answer questions about the news articles here, in English and Arabic: who, what, when, where, why, "
        "how many; what an outlet reported, what was reported in a month, the newest. I show the exact words that "
        "say it, with outlet and date, and say so where the articles do not. A question may follow on from the one "
        "before."
    )
    adding = (
        "On the page: press “Add articles”, then drop files or a folder there, or paste an article; whoever runs "
        "Isnad for others decides who may. In a terminal: `isnad ingest PATH`. I read {types}."
    )
    holding = "I have {articles} here{sources}{dates}."
    sources = ", from {outlets}"
    dates = ", dated {days}"
    nothing_yet = "There are no articles here yet."
    outlets = "The articles here are from {outlets}: {names}."
    more_outlets = ", and {count} more"
    no_outlets = "None of the articles here names its outlet."
    span = "The articles here are dated {days}{undated}."
    one_day = "{first}"
    several_days = "{first} to {last}"
    undated = "; {count} more without a date"
    no_days = "None of the articles here has a date."
    languages = (
        "Ask in English or in Arabic, and I answer in the same language. The articles here are in {languages}."
    )
    languages_alone = "Ask in English or in Arabic, and I answer in the same language."
    example = "Ask, for example: {examples}."
    example_news = "What is in the news?"
    example_outlet = "What did {outlet} report?"
    example_month = "What was reported in {month}?"
    last_comma = " and "


class ArabicAboutPhrases(AboutPhrases):
    """The same in Arabic."""

    greeting = "أهلًا بك! {corpus}"
    thanks = "على الرحب والسعة. اسأل متى شئت."
    goodbye = "مع السلامة!"
    wrong = (
        "لا أعرض إلا ما تقوله المقالات، وقد أختار منها غير المطلوب. افتح الاقتباس لتقرأه في موضعه، أو اسأل بعبارة "
        "أخرى. وفي الصفحة تحت الجواب: «تعديل السؤال» و«جواب سيئ»."
    )
    identity = (
        "أنا إسناد، برنامج يجيب عن أسئلة حول مقالات إخبارية. لا أبحث إلا في المقالات الموجودة هنا، وأعرض الكلمات "
        "التي تقول ذلك بنصها، مع الوسيلة والتاريخ. {corpus}"
    )
    ability = (
        "أجيب بالعربية والإنجليزية عن أسئلة حول المقالات الموجودة هنا: من وماذا ومتى وأين ولماذا وكم، وماذا نشرت "
        "وسيلة بعينها، وماذا نُشر في شهر بعينه، وما أحدث الأخبار. أعرض الكلمات التي تقول ذلك بنصها مع الوسيلة "
        "والتاريخ، وإن لم تذكره المقالات قلت ذلك. ولك أن تتابع بسؤال يكمل ما قبله."
    )
    adding = (
        "في الصفحة: اضغط «إضافة مقالات»، ثم أفلت ملفات أو مجلدًا هناك، أو ألصق مقالًا؛ ومن يشغّل إسناد لغيره يحدد من "
        "يُؤذن له. وفي سطر الأوامر: ‎`isnad ingest PATH`‎. الأنواع التي أقرؤها: {types}."
    )
    holding = "عدد المقالات هنا {count}{sources}{dates}."
    sources = "، وعدد وسائل الإعلام {outlet_count}"
    dates = "، وتواريخها {days}"
    nothing_yet = "لا توجد مقالات هنا بعد."
    outlets = "عدد وسائل الإعلام هنا {outlet_count}، وهي: {names}."
    more_outlets = "، و{count} غيرها"
    no_outlets = "لا يذكر أي من المقالات هنا وسيلته."
    span = "تواريخ المقالات هنا {days}{undated}."
    one_day = "{first}"
    several_days = "من {first} إلى {last}"
    undated = "، وما بلا تاريخ منها {count}"
    no_days = "ليس لأي من المقالات هنا تاريخ."
    languages = "اسأل بالعربية أو بالإنجليزية، وأجيب باللغة نفسها. لغات المقالات هنا: {languages}."
    languages_alone = "اسأل بالعربية أو بالإنجليزية، وأجيب باللغة نفسها."
    example = "اسأل مثلًا: {examples}."
    example_news = "ما الجديد في الأخبار؟"
    example_outlet = "ماذا جاء في {outlet}؟"
    example_month = "ماذا نُشر في {month}؟"
    last_comma = " و"


ABOUT: Mapping[str, AboutPhrases] = {"en": AboutPhrases(), "ar": ArabicAboutPhrases()}
