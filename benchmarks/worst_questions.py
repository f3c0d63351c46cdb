"""The dearest questions of 2,000 characters that a small fuzzer finds, beside usual ones.

    python benchmarks/worst_questions.py --store DIR [--tries 300] [--seed 7] [--show 5] [--reader off]

Half of the tries are made at random: a few atoms (letters, digits, marks, punctuation, quotes, brackets, names,
dates, question words, what joins the parts of a list; Arabic and English) repeated to 2,000 characters. The others
are changes of the dearest so far. Time is the processor's, of all cores, so that other work on the machine counts
little; the figure is the dearest question's over the median of usual ones, in one run.
"""

from __future__ import annotations

import argparse
import random
import signal
import statistics
import time
from pathlib import Path
from types import FrameType

from rag import Settings, answer
from store import Corpus, IsnadError

USUAL = (
    "What did the minister say about the talks?",
    "How many people were killed in the attack?",
    "When will the ceasefire begin?",
    "Who leads the new government?",
    "Why did prices rise this year?",
    "ماذا قال الوزير عن المحادثات؟",
    "كم عدد القتلى في الهجوم؟",
    "متى يبدأ وقف إطلاق النار؟",
    "من يرأس الحكومة الجديدة؟",
    "لماذا ارتفعت الأسعار هذا العام؟",
)
ATOMS = [
    each.split("~")
    for each in (
        "a~I~z~é~ß~ا~و~ل~ه~ي~ﷺ~ﷲ~字~я~😀~\u0301~\u064e~\u0651~ـ",
        "1~0~٣~۵~²~½~٫~٬~1.~1,~٣٫~10%~$5~-1~١٢/~1:",
        ".~,~،~؛~?~؟~!~-~—~_~'~’~\"~“~”~«~»~(~)~[~]",
        "{~}~<b>~&~/~\\~|~*~#~@~\u202e~\u200f~\u200b~\0~\n~\t~…~:",
        "Samir~Al-Harbour~O'Neil~N. N.~the City of Lantern~سمير~عبد الرحمن~آل النور~مدينة الساحل",
        "12 March 2024~2024-03-12~March~May~monday~last week~in 2024~yesterday~the 1990s~٢٠٢٤",
        "١٢ آذار ٢٠٢٤~مارس~يوم الاثنين~الأسبوع الماضي~عام 2024~رمضان 1445~since~منذ~between",
        "who~what~when~where~why~how many~is~did~was~does~which~whose~من~ماذا~متى",
        "أين~لماذا~كم~هل~ما~أي~كيف~and what about~وماذا عن~tell me~more~المزيد",
        "or~and~أو~أم~و~either~nor~neither~not~لا~ليس~than~to~versus~with~of~من",
        "people~killed~million~percent~said~the~a~minister~قال~مليون~قتيل~الوزير~وزير~في",
        "summarise~compare~timeline of~list all articles about~what is the difference between~report",
        "how many articles~لخص~قارن بين~ما الفرق بين~according to~reported by~بحسب~according",
    )
]
GLUE = ("", " ", "  ", ", ", "، ", ". ", "? ", "؟ ", "\n", " or ", " and ", " أو ", " أم ", " و", "-", "'", "/")
LIMIT = 120  # seconds of the clock for one question
MOST_CHARACTERS = 2000

Recipe = tuple[str, tuple[str, ...], str, str]
"""What stands first, what is repeated, between what, and what stands last."""


class _TooLongError(Exception):
    """A question took more than LIMIT."""


def _stop(number: int, frame: FrameType | None) -> None:
    raise _TooLongError


def text_of(recipe: Recipe) -> str:
    """The question of MOST_CHARACTERS that a recipe makes."""
    first, atoms, glue, last = recipe
    once = glue.join(atoms) + (glue or "")
    room = MOST_CHARACTERS - len(first) - len(last)
    return first + (once * (room // max(1, len(once)) + 1))[:room] + last


def atom(chance: random.Random) -> str:
    return chance.choice(chance.choice(ATOMS))


def new(chance: random.Random) -> Recipe:
    atoms = tuple(atom(chance) for _ in range(chance.choice((1, 1, 2, 2, 3, 4, 8, 30))))
    ends = [
        chance.choice(("", "", atom(chance) + " ", "who is ", "من هو ")),
        chance.choice(("", "", "?", "؟", " end")),
    ]
    return ends[0], atoms, chance.choice(GLUE), ends[1]


def changed(recipe: Recipe, chance: random.Random) -> Recipe:
    """A recipe with one of its parts made anew."""
    other = new(chance)
    which = chance.randrange(5)
    if which == 4:
        atoms = list(recipe[1])
        atoms[chance.randrange(len(atoms))] = atom(chance)
        return recipe[0], tuple(atoms), recipe[2], recipe[3]
    parts = [*recipe]
    parts[which] = other[which]
    return parts[0], parts[1], parts[2], parts[3]  # type: ignore[return-value]


def cost(question: str, corpus: Corpus, settings: Settings) -> float:
    """The processor's seconds that a question takes; LIMIT where it does not end in that time."""
    signal.setitimer(signal.ITIMER_REAL, LIMIT)
    start = time.process_time()
    try:
        answer(question, corpus=corpus, settings=settings)
    except IsnadError:  # one without words is refused, at once
        pass
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        print(f"wrong: {error!r} for {question[:80]!a}")
    except _TooLongError:
        return float(LIMIT)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--tries", type=int, default=300)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--show", type=int, default=5, help="so many of the dearest are printed")
    parser.add_argument("--reader", default="", help="as ISNAD_READER")
    options = parser.parse_args()
    chance = random.Random(options.seed)
    settings = Settings(llm="", reader=options.reader)
    signal.signal(signal.SIGALRM, _stop)
    tried: list[tuple[float, Recipe]] = []
    with Corpus.open(options.store) as corpus:
        for question in USUAL:
            cost(question, corpus, settings)  # what is loaded and cached at first
        usual = [cost(question, corpus, settings) for question in USUAL]
        for number in range(options.tries):
            best = sorted(tried, reverse=True)[:10]
            recipe = changed(chance.choice(best)[1], chance) if best and number % 2 else new(chance)
            tried.append((cost(text_of(recipe), corpus, settings), recipe))
            if tried[-1] == max(tried):
                print(f"try {number}: {tried[-1][0]:.2f} s", flush=True)
        usual += [cost(question, corpus, settings) for question in USUAL]
        middle = statistics.median(usual)
        dearest = sorted(tried, reverse=True)[: options.show]
        again = [(min(seconds, cost(text_of(recipe), corpus, settings)), recipe) for seconds, recipe in dearest]
    print(f"usual: median {middle * 1000:.0f} ms, most {max(usual) * 1000:.0f} ms of the processor")
    print(f"median of {len(tried)} tries: {statistics.median(s for s, _ in tried) / middle:.1f} times")
    for seconds, recipe in sorted(again, reverse=True):
        print(f"{seconds / middle:6.1f} times, {seconds:6.2f} s: {recipe!a}")


if __name__ == "__main__":
    main()
