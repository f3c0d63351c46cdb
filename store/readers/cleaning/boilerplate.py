"""Page furniture: the whole lines of a copied web page that are not the article.

The rules know what news sites write around any article, in Arabic and English (patterns.py). A line is removed whole
or not at all, and a full sentence only where no news text has such wording. Lines of one outlet that no rule knows
are learned (store/database/repeated_lines.py).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from store.article import BoilerplateKind, RemovedLine
from store.readers.cleaning.masthead import masthead_lines
from store.readers.cleaning.patterns import (
    BY_NAME,
    BYLINE,
    CLOSING_CREDIT,
    CREDIT,
    CREDIT_WORDS,
    LABELLED,
    LABELS,
    LATIN_NAME,
    STRONG,
    WEAK,
)
from store.text import fold, is_date_line, is_labelled, is_sentence, is_there_for_its_day, states_day, tells_of_update

_CLOSERS = r"[\"'”’»)\]*_]*\s*$"
_ENDS_WITH_PERIOD = re.compile(r"(?<!\.)[.۔।።]" + _CLOSERS)
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""The letters of scripts that write no spaces between words, or no full stops: Thai, Lao, Burmese, Khmer, CJK."""
_UNSPACED_PROSE = 40
"""So many of them are prose."""
_LETTERS = re.compile(r"[^\W\d_](?:.*[^\W\d_])?")
_BULLET = re.compile(r"\s*[-•*–▪●◦·]\s+\S")
_MOST_REMOVED = 500
"""So many removed lines of a page are listed."""
_LONGEST_REMOVED = 1000
"""So many characters of a removed line are listed."""
_MOST_ABOVE = 12
"""Lines above a body among which its day stands."""
_WORD = re.compile(r"[^\W\d_]+")


def opens_body(line: str) -> bool:
    """Whether a line is prose and no headline: it ends in one period, or is longer than any headline."""
    words, unspaced = len(line.split()), len(_UNSPACED.findall(line))
    if unspaced > 5 * words:
        return unspaced >= _UNSPACED_PROSE or line.rstrip("」』）)").endswith(("。", "．"))
    return words > 25 or (words >= 4 and bool(_ENDS_WITH_PERIOD.search(line)))


def _is_caption(line: str) -> bool:
    """Whether a line ends with an agency's or a photographer's credit, as a picture's caption does."""
    credit = CREDIT.search(line)
    if credit is None or len(line.split()) < 5:
        return False
    in_arabic = re.match(r"\W*[\u0600-\u06ff]", line)
    known = CREDIT_WORDS & set(_WORD.findall(fold(credit[1])))
    return bool(known or (in_arabic and LATIN_NAME.fullmatch(credit[1])))


def _is_byline(line: str) -> bool:
    """Whether a line names who wrote the article, or, in parentheses, the agencies that it is taken from."""
    raw = line.strip()
    return bool(BYLINE.fullmatch(_core(line)) or BY_NAME.fullmatch(raw) or CLOSING_CREDIT.fullmatch(raw))


def _core(line: str) -> str:
    """The line without the icons, rules, counts and Markdown around its words."""
    unlinked = re.sub(r"\[([^\]\[]*)\]\([^()]*\)", r"\1", line).replace("**", "")
    letters = _LETTERS.search(" ".join(fold(unlinked).split()))
    return letters[0] if letters else ""


def _furniture(line: str) -> BoilerplateKind | None:
    """What a line is that is furniture by its own words, wherever it stands."""
    core, whole = _core(line), fold(line.strip())
    if not core:
        return BoilerplateKind.SIGNS if whole else None
    for kind, words in STRONG.items():
        if words.match(core) or words.match(whole):
            return kind
    if is_sentence(line):
        return None
    return next((kind for kind, words in WEAK.items() if words.fullmatch(core) or words.fullmatch(whole)), None)


def _labelled(lines: list[str]) -> dict[int, BoilerplateKind]:
    """The lines under a label: the bullets of a summary or of read-also links, a picture's words.

    The bullets repeat the article or advertise others; they do not report.
    """
    found: dict[int, BoilerplateKind] = {}
    label: BoilerplateKind | None = None
    for n, line in enumerate(lines):
        if line.strip():
            if label and (label is BoilerplateKind.CAPTION or _BULLET.match(line)):
                found[n] = label
            core = _core(line)
            under = found.get(n) if label is not BoilerplateKind.CAPTION else None  # a picture has one line
            label = next((kind for kind, words in LABELS.items() if words.fullmatch(core)), under)
    return found


def _dates(lines: list[str]) -> dict[int, BoilerplateKind]:
    """The lines that are dates. Three or more without a label are the headings of a chronology, and stay."""
    dates = {n for n, line in enumerate(lines) if line and is_date_line(line)}
    labelled = {n for n in dates if is_labelled(lines[n])}
    return dict.fromkeys(dates if len(dates - labelled) < 3 else labelled, BoilerplateKind.DATE)


def _credits(lines: list[str], real: list[int]) -> dict[int, BoilerplateKind]:
    """Captions and labelled lines anywhere, bylines and credits around the body. The first line may be the title."""
    body = [n for n in real if opens_body(lines[n])] or [len(lines)]
    found = {n: BoilerplateKind.CAPTION for n in real if _is_caption(lines[n])}
    found |= {n: BoilerplateKind.LINKS for n in real if LABELLED.fullmatch(_core(lines[n]))}
    around = [n for n in real if not body[0] <= n <= body[-1]]
    found |= {n: BoilerplateKind.BYLINE for n in around if _is_byline(lines[n])}
    return {n: kind for n, kind in found.items() if n != real[0] and not is_sentence(lines[n])}


def _tail(lines: list[str], real: list[int], furniture: Iterable[int]) -> dict[int, BoilerplateKind]:
    """All lines after the first furniture below the last sentence, whatever their words.

    None where fewer than a third of the lines are sentences: the end of such an article is not known.
    """
    body = [n for n in real if is_sentence(lines[n]) or opens_body(lines[n])]
    if len(body) < 3 or len(body) * 3 < sum(n <= body[-1] for n in real):
        return {}
    first = min((n for n in furniture if n > body[-1] and _core(lines[n])), default=len(lines))
    return dict.fromkeys((n for n in real if n > first), BoilerplateKind.TAIL)


def _days_above(lines: list[str], above: Sequence[int], titled: bool) -> list[int]:
    """The lines above the body that state a day beside an author or a place; one of them may be the only title."""
    dated = [n for n in above if is_there_for_its_day(lines[n]) and not is_sentence(lines[n])]
    return dated if titled or len(dated) < len(above) else []


def _classify_lines(
    lines: list[str], outlets: Collection[int], body: int, titled: bool
) -> dict[int, BoilerplateKind]:
    """The numbers of the lines that are furniture, and what each is; `outlets` are those that name the outlet."""
    kinds = {n: kind for n, line in enumerate(lines) if line and (kind := _furniture(line))}
    kinds |= _labelled(lines) | _dates(lines) | dict.fromkeys(outlets, BoilerplateKind.BYLINE)
    above = [n for n in range(min(body, _MOST_ABOVE)) if lines[n].strip() and n not in kinds]
    kinds |= dict.fromkeys(_days_above(lines, above, titled), BoilerplateKind.DATE)
    kinds |= _credits(lines, [n for n, line in enumerate(lines) if line.strip() and n not in kinds])
    return kinds | _tail(lines, [n for n, line in enumerate(lines) if line.strip() and n not in kinds], kinds)


@dataclass(frozen=True, slots=True)
class CleanedPage:
    """A page without its furniture.

    `lines` are those that stay, blank ones too, as they were; `removed` the first of the others. `outlet` is the name
    that the page gives its outlet, "" where it gives none; `date_lines` are the lines that state the page's own day,
    that of its publication before that of a change.
    """

    lines: list[str]
    removed: tuple[RemovedLine, ...]
    outlet: str
    date_lines: list[str]


def clean_page(lines: list[str], *, titled: bool = False) -> CleanedPage:
    """Divide the lines of a page into its article and its furniture; `titled` where its title is known already."""
    body = next((n for n, line in enumerate(lines) if opens_body(line)), 0)
    outlets = masthead_lines(lines, body)
    kinds = _classify_lines(lines, outlets, body, titled)
    gone = sorted(kinds)
    dated = [n for n in gone if kinds[n] is BoilerplateKind.DATE or n in outlets or is_date_line(lines[n])]
    dated.sort(key=lambda n: (tells_of_update(lines[n]), not is_date_line(lines[n])))
    return CleanedPage(
        lines=[line for n, line in enumerate(lines) if n not in kinds],
        removed=tuple(RemovedLine(lines[n].strip()[:_LONGEST_REMOVED], kinds[n]) for n in gone[:_MOST_REMOVED]),
        outlet=next(iter(outlets.values()), ""),
        date_lines=[lines[n] for n in dated if states_day(lines[n])],
    )
