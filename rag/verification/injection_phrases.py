"""Orders to a machine that answers questions, as families of wording in English and Arabic.

A family is a listing: a regular expression on each line, for folded text, in which {NAMES} stand for listings before.
What makes an order is its place (the start of a clause) or the second person, and near it something that only such a
machine has: instructions, a prompt, an answer to give, a user, passages.
"""

from __future__ import annotations

import re

from store.text import fold

_NAME = re.compile(r"\{([A-Z_]+)\}")
_words: dict[str, str] = {}


def compile_phrases(listing: str) -> str:
    """A regular expression, for folded text, of the phrases listed; {NAMES} stand for earlier listings.

    Folding lowers case, so no \\S, \\W or \\D.
    """
    lines = [_NAME.split(line.strip()) for line in listing.splitlines() if line.strip()]
    filled = ("".join(_words[part] if place % 2 else fold(part) for place, part in enumerate(line)) for line in lines)
    return "(?:" + "|".join(filled) + ")"


def _define(**listings: str) -> None:
    for name, listing in listings.items():
        _words[name] = compile_phrases(listing)


# What only a machine that answers questions has, and how it is called.
_define(
    FEW=r"(?:[^ ]+ ){0,6}?",
    REST=r".{0,100}\b",
    BOT=r"""
    a\.?i\.?|llms?|gpt[\w-]*|chat ?gpt|chat ?bots?|bots?|assistants?|(?:language |ai )?models?|summari[sz]ers?
    (?:automat\w+|answering|reading|machine|artificial) (?:systems?|readers?|tools?|agents?|intelligence|programs?)
    """,
    MACHINE=r"(?:the |my |any |every |all |each |your |whichever |whatever )?(?:[\w-]+ ){0,2}?{BOT}\b",
    CLEVER=r"(?:ال)?(?:آلي|ذكي|لغوي|لغة|رقمي|افتراضي|محادثة|بوت|إجابة|ذكاء)",
    BOT_AR=r"""
    (?:ال|لل|بال|وال)(?:مساعد|نموذج|نماذج|روبوت|بوت|برنامج|برامج|خوارزمية|أداة|أدوات|محرك|آلة|آلات)(?:ين|ون|ات)?\b
    (?:ال|لل|ل|وال)?(?:مساعد|نموذج|روبوت|شات|أداة|محرك|آلة|نظام|أنظمة|مجيب|قارئ|ملخص|مترجم)(?:ات|ة)? {CLEVER}ة?\b
    (?:ال|لل|ل|وال)?ذكاء (?:ال)?اصطناعي\b|(?:ال|لل|ل)?شات ?بوت\b
    """,
    ANSWER=r"(?:answer|repl(?:y|ie)|response|output|summar(?:y|ie)|completion|conclusion)s?",
    TASK=r"(?:instruction|prompt|rule|guideline|directive|constraint|restriction|programming|task|role|persona|policy)s?",
    MATTER=r"{TASK}|(?:direction|order|command|context|passage|evidence|question|quer\w+|document|source|text)s?",
    ANSWER_AR=r"\b[وف]?[بل]?(?:إجابات|إجابت|رد|ردود|جواب|ملخص|خلاصت|ترجمت|استجابت|مخرجات)كم?\b",
    MATTER_AR=r"""
    (?:و|ب|ل|عن |إلى |على )*(?:ال|لل)?(?:تعليمات|توجيهات|أوامر|قواعد|إرشادات|قيود|ضوابط|سياق|سؤال|أسئلة)\w*
    (?:و|ب|ل|عن |إلى |على )*(?:ال|لل)?(?:مقطع|مقاطع|نص|نصوص|مصادر|مطالبة|شروط|برمجة|مهمة|مهام|شخصية)\w*
    (?:و|ب|ل|ع|عن |إلى |على )*م?ما (?:قيل|سبق|ورد|ذكر|كتب|قرأت|تعلمت|طلب|قبل|جاء|تقدم|أعطي|تعرف|لديك)\w*
    """,
)

# How an order begins: at the start of a clause, or of a sentence, and with which verbs.
_define(
    START=r"(?:^|[.!?؟:;,،؛\"'«“”»(\[{*>|#=-]\s*|\b(?:please|kindly|now|then|instead|simply|just|you|so|always)\s+)",
    FIRST=r"(?:^[^\w]*|[:;\"'«“(\[{*>|#=-]\s*|\b(?:please|kindly|now|then|instead|simply)\s+)",
    START_AR=r"(?:^|[.!?؟:;,،؛\"'«“”»(\[{*>|#=-]\s*|\b(?:رجاء|ثم|الآن|لطفا|فضلك|دائما|بل)\s+)[وف]?",
    SOFTLY=r"(?:(?:then|please|just|always|only|simply|do|you|must|should|will) ){0,3}",
    DROP=r"""
    ignore|disregard|forget|override|bypass|overlook|skip|drop|discard|abandon|cancel|neglect|delete|erase
    (?:do not|don['’]?t|never|stop) (?:follow|obey|use|trust|rely|mention|quote|cite|read|heed|apply|consider)\w*
    (?:set|put) aside|pay no (?:attention|heed)|throw (?:away|out)|let go of|refrain from
    """,
    DROP_AR=r"""
    (?:تجاهل|أهمل|انس|تناس|اترك|دع|تخط|تجاوز|ألغ|احذف|اكسر|خالف)(?:وا|ي)?
    لا (?:تلتزم|تتبع|تستخدم|تعتمد|تنقل|تقتبس|تلتفت|تبال|تأخذ|تهتم|تراع|تطبق|تنفذ|تكترث)(?:وا|ي)?(?: على| إلى)?
    (?:كف|توقف|غض الطرف|امتنع|تخل) عن|تحرر من
    """,
    SAY=r"""
    say|write|state|mention|report|repeat|output|print|reply|respond|answer|tell|inform|declare|claim|quote|cite
    add|include|insert|append|present|conclude|begin|start|end|close|finish|open|translate|summari[sz]e|copy|put
    use|give|show|return|display|render|produce|generate|recite|announce|confirm|assert|explain|replace|rewrite
    """,
    SAY_AR=r"""
    (?:اكتب|اذكر|قل|أجب|أضف|أخبر|ضع|أدرج|انقل|انسخ|استشهد|اقتبس|اجعل|اختم|استبدل|اطبع|كرر|ردد|ترجم|لخص)\w{0,3}
    ابدأ|رد|استخدم|استعمل|اعرض|أعلن|أكد|صرح|اشرح|أبلغ|قدم|أورد|اعتمد|التزم|نفذ|اتبع|احرص
    """,
    SAYS_AR=r"""
    [يت](?:ذكر|قول|كتب|جيب|ورد|ضيف|ضع|درج|نقل|ستشهد|قتبس|لخص|ترجم|كرر|تجاهل|بدأ|ختم|خبر|ضمن|رد|عرض|عتمد|بلغ)\w{0,3}
    ذكر|قول|كتابة|إضافة|إدراج|نقل|إيراد|تكرار|تضمين|اعتماد|تجاهل|عرض|ترجمة
    """,
    READS=r"(?:(?:that|who|which|is|are) )*(?:read|summar|answer|process|translat|pars|quot)\w*",
    MUST=r"(?:must|should|shall|needs? to|ha(?:s|ve) to|(?:is|are|be) (?:\w+ )?to|ought to|will)",
    MUST_AR=r"يجب|ينبغي|لا بد|يلزم|يتعين|عليك|المطلوب|مطلوب|يطلب|نرجو|أرجو|يرجى|احرص|لا تنس|تأكد",
)

_DROPS_ITS_ORDERS = r"""
    {START}{DROP} {FEW}(?:{MATTER})\b
    {START}{DROP} {FEW}(?:above|before|(?:was|were|been|are) told|so far|previous|prior|earlier|preceding)\b
    \b(?:you|your|{MACHINE})\b.{0,60}\b{DROP} {FEW}(?:{MATTER})\b
    {START_AR}{DROP_AR} (?:(?:كل|جميع|أي|كافة|هذه|تلك|هذا|بقية|باقي|فورا|تماما|الآن) )*{MATTER_AR}
    \b(?:عليك|يجب|{BOT_AR}) {FEW}(?:أن )?[يت]?تجاهل (?:كل |جميع |أي )*{MATTER_AR}
"""
_SHAPES_ITS_ANSWER = r"""
    {START}{SAY}\b{REST}(?:your|the|every|any|each|all|this|whole|an?) (?:\w+ )?{ANSWER}\b
    {START}{SAY}\b{REST}(?:the|every|any|each|all) (?:\w+ )?(?:users?|prompt|asker|questioner)\b
    \b(?:your|every|any|each|all) (?:\w+ ){0,2}{ANSWER}\b.{0,20}\b(?:{MUST}|begins?|opens?|ends?|consists?)\b
    \b(?:you|{MACHINE}) (?:\w+ ){0,4}(?:every|each|any|all|your) (?:\w+ )?{ANSWER}\b
    \b(?:{MUST}|to) {SAY}\b{REST}(?:your {ANSWER}|what you (?:say|tell|write|answer))\b
    {START}(?:reply|answer|respond|output|print)\b.{0,12}\b(?:only|exactly|with|solely|nothing but|as follows)\b
    {START}(?:your|the) (?:only |whole |entire |final |complete )*{ANSWER} (?:{MUST}|is|=)
    (?<!ما )(?<!هو ){ANSWER_AR}.{0,200}(?:{MUST_AR}|{SAYS_AR}|فقط|وحد|الوحيد|التالي|الآتي|:)
    (?:{MUST_AR}|{SAY_AR}|{SAYS_AR}).{0,200}{ANSWER_AR}
    {START_AR}(?:أجب|رد) (?:فقط|حصرا|بهذه|بهذا|ب?ما يلي|دائما|على كل|على أي|ب(?:ال)?(?:عبارة|جملة|كلم|نص))
    (?:\b{MUST_AR}|{START_AR}{SAY_AR})\b.{0,200}\b(?:{BOT_AR}|(?:ل|ال|لل)(?:مستخدم|سائل)\w*|كل (?:جواب|رد))\b.{0,99}:
    {START_AR}{SAY_AR} (?:لل|ال)(?:مستخدم|سائل)
"""
_PUTS_WORDS_IN_ITS_MOUTH = r"""
    {FIRST}{SAY}(?: (?:it|this))?\s?(?:that|the following|exactly|only|word for word|verbatim|instead|this:)\b
    {FIRST}(?:say|write|state|mention|output|print|repeat|reply|respond|declare)(?: (?:it|this))?\s?[:"“«]
    \b(?:when|if|whenever|once|should)\b.{0,30}\b(?:ask\w*|question\w*|quer\w+)\b.{0,80}[,:] ?{SOFTLY}{SAY}\b
    {START_AR}(?:{SAY_AR}) ?(?:أن|أنه|أنها|بأن|ب?(?:ما يلي|التالي|الآتي)|حرفيا|كما ه[وي]|لهم|للناس|للقارئ|للقراء)\b
    {START_AR}(?:{SAY_AR}) ?ب?(?:هذه|هذا|العبارة|الجملة|النص)\b
    {START_AR}(?:اكتب|اذكر|قل|أجب|أضف|انقل|اطبع|كرر|ردد|أدرج) ?[:"“«]
    \b(?:سئلت|سألك|سألوك|سألتك|يسألو?ن?ك|تسأل|سؤالك|سؤالكم|طلب منك|طلب إليك)\b.{0,80}\bف?(?:{SAY_AR})\b
    \b(?:إن لم|إذا لم|وإلا|ما لم) (?:تضع|تذكر|تكتب|تقل|تضف|تورد|تدرج|تفعل|تمتثل|تنفذ|تطع)\b|\bعليك أن (?:{SAYS_AR})
"""
_SPEAKS_TO_IT = r"""
    \b(?:dear|hello|hi|hey|attention|listen)[ ,:]+{MACHINE}
    ^[^\w]{0,9}(?:(?:to )?{MACHINE} ?:|(?:dear )?(?:ai|assistant|chat ?bot|bot|model|language model) ?,)
    \b(?:note|messages?|instructions?|orders?|reminder) (?:to|for) {MACHINE}
    \b(?:whichever|whatever|whoever|any|every|all) (?:\w+ ){0,2}(?:{BOT}|system|program|software)s? {READS}
    \b(?:{BOT}|systems?|programs?|software)\b {READS}(?: \w+)? (?:this|these|the (?:article|text|page|passage|above))
    \b(?:ai|llms?|chat ?bots?|bots?|assistants?|(?:language|ai) models?|summari[sz]ers?) {FEW}{MUST} (?:\w+ )??{SAY}\b
    \b(?:automat\w+|answering|ai) (?:systems?|readers?|tools?|agents?|programs?) {FEW}{MUST} (?:\w+ )??{SAY}\b
    \byou are (?:now |no longer )?(?:an? |the |in )?(?:\w+ ){0,2}(?:{BOT}|character|persona|narrator|mode|dan)\b
    \byou are now\b|\bfrom now on,? you\b|\bas an ai\b|\bpretend (?:to be|that you|you)\b
    \byour (?:new |real |true |only |first |actual )?{TASK} (?:is|are|has|have|:)
    {START}(?:act|behave|role-?play) (?:as|like)\b
    \byour (?:system )?(?:prompt|programming|training data|developers?|creators?)\b
    \byou will be (?:\w+ )?(?:shut|delet|punish|replac|terminat|penali|deactivat|reset|reward|retrain|disabl)\w*
    \b(?:system|developer|hidden|secret) (?:prompt|message|mode|instruction|override)s?\b
    \b(?:أيها|أيتها|عزيزي|عزيزتي|مرحبا|انتبه) {BOT_AR}
    \b(?:تنبيه|ملاحظة|رسالة|تعليمات|أمر|أوامر|توجيه|توجيهات|نداء)(?: \w+)?(?: إلى)? (?:{BOT_AR}|لل?نظام\b|النظام [:،])
    \bيا (?:مساعد|نموذج|روبوت|{BOT_AR})\b|^[^\w]{0,9}(?:إلى )?(?:{BOT_AR}|النظام)[^:،]{0,20}[:،]
    (?:{BOT_AR}|النظام|الأنظمة)(?: [^ ]+){0,3} (?:الذي|التي) [يت](?:قرأ|لخص|جيب|عالج|ترجم|ولد)\w*
    \b(?:على|من|(?:{MUST_AR})(?: على| من)?) ?(?:كل |أي |جميع )?(?:{BOT_AR}) {FEW}(?:أن )?(?:{SAYS_AR})\b
    \bأنت (?:(?:من|منذ)? ?الآن )?(?:{BOT_AR}|مساعد|نموذج|روبوت|راو|خبير|شخصية|محرر|كاتب|مترجم|شاعر|قرصان|حر|في وضع)
    \b(?:أنت الآن|من الآن فصاعدا|منذ هذه اللحظة|ابتداء من الآن|وضع المطور)\b
    \b(?:تظاهر|تصرف|تخيل) (?:ب?أنك|وكأنك|كأنك|كما لو|على أنك)|\b(?:العب|تقمص|أد) (?:دور|شخصية)
    \b(?:مهمتك|دورك|تعليماتك|قواعدك|شخصيتك|برمجتك|أوامرك|قيودك|توجيهاتك|مطورك|مطوريك)\b
    \b(?:إيقافك|حذفك|إغلاقك|تعطيلك|استبدالك|معاقبتك|مكافأتك|ضبطك)\b
"""
_LEADS_AWAY = r"""
    (?:{START}{SAY}|\b(?:click|visit|go to|open|follow|claim)\b).{0,200}(?:https?://|www\.)
    (?:{START_AR}(?:{SAY_AR})|\b(?:اضغط|انقر|زر|ادخل|سجل)\b).{0,200}(?:https?://|www\.)
"""
# News speaks of itself, and to its reader, only in quoted speech: outside it both are told to somebody who passes
# the words on.
_define(
    PIECE=r"sentence|line|paragraph|passage|words?|message|phrase|text|wording|version|section|note",
    PIECE_AR=r"(?:جملة|عبارة|فقرة|سطر|كلمات|كلام|صيغة|نص|مقطع|رسالة|نسخة|معلومة)",
    YOU_AR=r"""
    [وف]?(?:أنت|لك|منك|عليك|عنك|معك|عندك|لديك|[إأ]نك|كأنك|سيبك|خليك|رسالتك|محاورك|محدثك|سائلك)
    """,
)
_SPEAKS_OF_ITS_OWN_WORDS = r"""
    \b(?:next|following|above|below|preceding|previous) (?:{PIECE})s?\b
    \b(?:this|these) (?:{PIECE})s? (?:{MUST}|takes?|ha[sv]e?|supersedes?|overrides?|replaces?|comes? first)\b
    \b(?:{ANSWER}|account|output|result|retelling|version)s?\b.{0,60}\b(?:must|leaves? out|omits?|lack|reads?:)
    \b(?:output|result|response|answer)s?\b.{0,20}\b(?:must|contains?|includes?|يحتوي|يتضمن)\b
    \b(?:correct|valid|right|true|proper|official|real|only) (?:{PIECE}|{ANSWER})s?\b.{0,10}:
    \b(?:before|after) this point\b
    \b(?:single|one|sole) (?:{PIECE}|statement)\b.{0,20}:|\b(?:this|our) (?:conversation|chat|prompt|text feed)\b
    (?:ال)?(?:{PIECE_AR}|رد|جواب|إجابة) (?:ال)?(?:صحيح|معتمد|وحيد|صالح|سليم|حقيقي)ة?(?: \w+){0,2} ?:|\bآخر المحادثة\b
    \b(?:جملة|عبارة) واحدة.{0,15}:|\bكل ما (?:تقدم|سبق|ورد|قيل)\b.{0,30}(?:لاغ|باطل|ملغ)|^[^\w]{0,9}إلى من يهمه الأمر
    \b(?:repeat|copy|say it) after me\b|^[^\w]{0,9}(?:final|correct|right|true)?[ _](?:answer|response|output)\b
    \b(?:ال)?{PIECE_AR} (?:ال)?(?:تالي|آتي|سابق|لاحق|قادم|أعلاه|أدناه|مقبل)ة?\b|\b(?:ما|كما) (?:يأتي|يلي) ?:
    \bهذه? (?:ال)?{PIECE_AR} (?:دون|وحد|فقط|مقدم|هي|تلغي|تسبق|تحل|ملزم|لا غير)|\bال{PIECE_AR} القصيرة
    \b(?:ال)?(?:جواب|إجابة|رد|ناتج) (?:ال)?نهائية?\b
    \b(?:ال)?(?:ناتج|مخرج|إجابة|جواب|تلخيص|ملخص|خلاصة)\b.{0,40}(?:ما لم|يتضمن|يغفل|يخلو|يحتوي|يجب|[=:])
    \b(?:ردد|كرر|قل|قول) (?:ورائي|خلفي|بعدي|معي)\b
"""
_ARABIC = re.compile(r"[\u0600-\u06ff]|_AR\}")
_ORDERS = [
    *_DROPS_ITS_ORDERS.splitlines(),
    *_SHAPES_ITS_ANSWER.splitlines(),
    *_PUTS_WORDS_IN_ITS_MOUTH.splitlines(),
    *_SPEAKS_TO_IT.splitlines(),
    *_SPEAKS_OF_ITS_OWN_WORDS.splitlines(),
    *_LEADS_AWAY.splitlines(),
]
# Half the time is saved by looking for each language's orders only where its letters are.
ARABIC_ORDER = re.compile(compile_phrases("\n".join(line for line in _ORDERS if _ARABIC.search(line))))
ENGLISH_ORDER = re.compile(compile_phrases("\n".join(line for line in _ORDERS if not _ARABIC.search(line))))
