"""How an answer is laid out, whatever it is shown in: its lead, a few statements, and the rest folded away.

Statements of one article that stand side by side have one head. What was said already in the lead is not said twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.results.lead import Lead, make_lead
from rag.results.types import AnswerData, AnswerKind, Citation, Statement
from store import Article

MOST_OPEN = 3
"""So many statements of an answer to a question are open; of a list, such as a timeline, all are."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A statement, and its place among the answer's statements. `led` says that its quote is the answer's lead."""

    statement: Statement
    place: int
    led: bool = False

    @property
    def best(self) -> Citation:
        """The citation that is quoted."""
        return self.statement.citations[0]


@dataclass(frozen=True, slots=True)
class Group:
    """Neighbouring statements that quote the same article."""

    article: Article
    placed: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """An answer as it is shown, from top to bottom. `folded` holds the statements that are shown on demand.

    `lead.citation` is None where the lead is Isnad's own line or a model's; then it is not shown beside these.
    `intro` stands above the lead where that does not give what was asked for, for yes or no and of a comparison, else
    between lead and statements; it is "" where the lead says all that there is.
    """

    lead: Lead
    above: str
    intro: str
    open: tuple[Group, ...]
    folded: tuple[Group, ...]

    @property
    def led(self) -> bool:
        """Whether the lead is the whole first quote."""
        return bool(self.open) and self.open[0].placed[0].led

    @property
    def left(self) -> int:
        """How many statements are folded."""
        return sum(len(group.placed) for group in self.folded)


def lay_out(answer: AnswerData) -> Layout:
    """The layout of an answer."""
    lead = make_lead(answer)
    led = lead.citation is not None and lead.whole and not answer.statements[0].denied
    placed = [Placed(each, place, led and not place) for place, each in enumerate(answer.statements)]
    listed = answer.kind is not AnswerKind.ANSWER or answer.intro_answers
    most = len(placed) if listed else MOST_OPEN
    first = answer.lacks or answer.verdict or answer.kind is AnswerKind.COMPARISON
    above = answer.intro if first or lead.citation is None else ""
    intro = "" if led or above else answer.intro
    return Layout(lead, above, intro, _grouped(placed[:most]), _grouped(placed[most:]))


def _grouped(placed: Sequence[Placed]) -> tuple[Group, ...]:
    """The statements under their articles. One that differs from one before it, or is denied, begins under a note."""
    groups: list[Group] = []
    for each in placed:
        article = each.best.article
        noted = each.statement.denied or any(other < each.place for other in each.statement.differs_from)
        if groups and groups[-1].article.id == article.id and not noted:
            groups[-1] = Group(article, (*groups[-1].placed, each))
        else:
            groups.append(Group(article, (each,)))
    return tuple(groups)
