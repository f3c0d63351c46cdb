"""A full disk: one sentence says so, nothing stored is lost, and the same command works once there is room."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from store import Article, Corpus
from store.embedding.encoder import Encoder

pytestmark = pytest.mark.slow

MILL = Article(title="Mill", language="en", text="The mill by the bridge grinds again.")

# Files may grow to so many bytes and no further; Python ignores the signal that comes with it.
LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, ({most}, {most}))
"""


def run_limited(most: int, code: str) -> subprocess.CompletedProcess[str]:
    program = LIMITED.format(most=most) + code
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120)


def test_a_graph_that_cannot_be_kept_is_used_all_the_same(tmp_path: Path) -> None:
    done = run_limited(
        1_000_000,
        f"""
from pathlib import Path
from store.embedding.encoder import Encoder
encoder = Encoder(Path({str(tmp_path)!r}))
print(encoder.encode_questions(["Who ground the corn?"]).shape)
""",
    )
    assert done.stdout == "(1, 384)\n"
    assert "cannot be kept" in done.stderr and "Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir() if path.suffix != ".lock"] == []


@pytest.mark.parametrize("most", [200_000, 1_000_000])
def test_a_store_without_room_keeps_what_it_has(tmp_path: Path, most: int, encoder: Encoder) -> None:
    articles, store = tmp_path / "articles", tmp_path / "store"
    articles.mkdir()
    for number in range(20):
        lines = [f"In the year {number * 20 + line} the mill number {number} ground corn." for line in range(15)]
        (articles / f"{number}.txt").write_text("\n".join(lines))
    with Corpus.open(store, encoder) as corpus:
        corpus.add([MILL])
    done = run_limited(
        most,
        f"""
sys.argv = ["isnad", "ingest", {str(articles)!r}, "--store", {str(store)!r}]
from ui.cli import main
main()
""",
    )
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert str(store) in done.stderr.replace("\n", "")
    with Corpus.open(store, encoder) as corpus:
        assert corpus.article(MILL.id) == MILL
        corpus.ingest([articles])
        assert len(corpus) == 21
        assert corpus.index.total() >= 21
