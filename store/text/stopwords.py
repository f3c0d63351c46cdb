"""Words that carry grammar, not content: they ask or connect, and are never what a question is about.

All are folded (see arabic.fold). The Arabic ones are listed with the glued letters they are commonly written with.
"""

ENGLISH = frozenset(
    """a about after again all also am an and any are as at be because been before being between both but by can
    could did do does doing down during each either else ever every few for from had has have having he her here
    hers him his how i if in into is it its itself just know let like long many may me might more most much must
    my no nor not now of off on once only or other our out over please same say says said see shall she should
    since so some still such tell than that the their them then there these they this those through to too under
    until up upon us very was we were what when where whether which while who whom whose why will with within
    without would yet you your""".split()
)

_ARABIC_BARE = """
    ما ماذا من متي اين كيف لماذا كم هل هو هي هم هما هن انا نحن انت في علي الي عن مع ان انه انها انهم
    التي الذي الذين اللذان اللتان هذا هذه هذان ذلك تلك هولاء اولئك قد لقد سوف لن لم لا ليس ليست بين
    بشان حول اي ايه علام مم بم بماذا لمن ممن مما عما فيما او ام ثم بل لكن كان كانت كانوا يكون تكون
    سيكون تعد يعد كل كلا كلتا بعض غير عند عندما بعد قبل منذ حتي اذا اذ لدي لها له لهم به بها بهم منه
    منها منهم فيه فيها فيهم عليه عليها عليهم اليه اليها اليهم عنه عنها عنهم معه معها معهم هنا هناك
    حين حيث كما لان لانه لانها ايضا مثل خلال ضمن دون نحو ابرز اخبرني قل لي رجاء شخص شيء يا ايها
""".split()

ARABIC = frozenset(_ARABIC_BARE) | {glued + word for glued in "وف" for word in _ARABIC_BARE}

STOPWORDS = ENGLISH | ARABIC
