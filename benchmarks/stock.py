"""LlamaIndex's pipeline as it comes, beside Isnad: the same questions, the same embedding model, one run.

    python benchmarks/stock.py --eval ../shared/eval --articles ../shared/corpus

SentenceSplitter, Chroma and VectorStoreIndex with their defaults, over the articles as Isnad reads them. Without a
language model the chunks retrieved are the answer and each chunk is a citation; it refuses nothing, unless given a
cutoff of similarity. A best cutoff, of similarity or of Isnad's confidence, is the one that does best on the very
questions of the table, which no one could know beforehand: compare these with each other. A long quote easily holds
the sentence that is sought, so the lengths stand beside.
"""

from __future__ import annotations

import argparse
import math
import statistics
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import chromadb
from chromadb.config import Settings as ChromaSettings
from llama_index.core import Document, StorageContext, VectorStoreIndex
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.postprocessor import SimilarityPostprocessor
from llama_index.core.schema import MetadataMode, NodeWithScore, TextNode
from llama_index.vector_stores.chroma import ChromaVectorStore
from states import LANGUAGES, paragraphs, table

from rag import Settings, answer, retrieve
from rag.evaluation.metrics import Judged, Scores, judge_answer, score_answers
from rag.evaluation.runner import Question, read_questions
from store import Article, Corpus
from store.embedding.encoder import default_encoder

TOPS = (2, 6)  # 2 is LlamaIndex's own
LIMIT = 10
FIGURES = [
    "evidence_first",
    "evidence_cited",
    "facet_recall",
    "citation_precision",
    "false_refusals",
    "false_answers",
]
COLUMNS = ["", *(name.replace("_", " ") for name in FIGURES), "characters a quote", "characters an answer"]


class Reply(NamedTuple):
    """What a system says to a question: its quotes, best first; none where it refuses."""

    question: Question
    quotes: list[str]


def index_of(articles: Iterable[Article], name: str) -> VectorStoreIndex:
    """The articles in a Chroma collection in memory, split and stored as LlamaIndex does unless told otherwise."""
    client = chromadb.EphemeralClient(ChromaSettings(anonymized_telemetry=False))
    store = ChromaVectorStore(chroma_collection=client.create_collection(name, embedding_function=None))
    return VectorStoreIndex.from_documents(
        [Document(text=article.text, doc_id=article.id) for article in articles],
        storage_context=StorageContext.from_defaults(vector_store=store),
        transformations=[SentenceSplitter()],
        embed_model=default_encoder(),
    )


def chunk_text(found: NodeWithScore) -> str:
    return found.node.get_content(MetadataMode.NONE)


def scored(replies: Sequence[Reply]) -> Scores:
    return score_answers([Judged(q, 0.0, v := judge_answer(q, bool(quotes), quotes), v) for q, quotes in replies])


def figures(name: str, replies: Sequence[Reply]) -> list[object]:
    """COLUMNS of some replies."""
    scores = scored(replies)
    lengths = [sum(map(len, quotes)) for _, quotes in replies if quotes]
    each = statistics.mean(len(quote) for _, quotes in replies for quote in quotes)
    return [name, *(getattr(scores, figure) for figure in FIGURES), round(each), round(statistics.mean(lengths))]


Found = Mapping[str, Sequence[NodeWithScore]]
"""What is quoted for each question, by its id, with how likely it is."""


def cut(questions: Sequence[Question], found: Found, cutoff: float) -> list[Reply]:
    """What is said where what is less likely than the cutoff is not."""
    keep = SimilarityPostprocessor(similarity_cutoff=cutoff).postprocess_nodes
    return [Reply(q, [chunk_text(node) for node in keep(list(found[q.id]))]) for q in questions]


def best_cutoff(questions: Sequence[Question], found: Found) -> float:
    """That which makes the most of right answers less false ones, each as a share."""

    def worth(cutoff: float) -> float:
        got = scored(cut(questions, found, cutoff))
        return (got.evidence_cited or 0.0) - (got.false_answers or 0.0)

    return max(sorted({node.score or 0.0 for nodes in found.values() for node in nodes}), key=worth)


def quoted(questions: Sequence[Question], corpus: Corpus) -> Found:
    """Isnad's quotes, as likely as it is sure of its answer."""
    whole = Settings(threshold=0.0)
    got = {q.id: answer(q.question, corpus=corpus, settings=whole) for q in questions}
    return {
        id_: [NodeWithScore(node=TextNode(text=c.quote), score=a.confidence) for c in a.citations]
        for id_, a in got.items()
    }


def compare(corpus: Corpus, questions: Sequence[Question], name: str) -> None:
    index = index_of(corpus.articles(), "news")
    chunks = [len(chunk_text(node)) for node in index.as_retriever(similarity_top_k=10_000).retrieve("all")]
    print(f"{len(corpus)} articles are {len(chunks)} chunks of {round(statistics.mean(chunks))} characters.")
    for language in LANGUAGES:
        asked = [q for q in questions if q.lang == language]
        ours, rows = quoted(asked, corpus), []
        rows.append(figures("Isnad as it is", cut(asked, ours, Settings().threshold)))
        systems = {"Isnad": ours} | {f"LlamaIndex, {top} chunks": chunked(asked, index, top) for top in TOPS}
        for system, found in systems.items():
            cutoff = best_cutoff(asked, found)
            rows.append(figures(f"{system}, never refusing", cut(asked, found, 0.0)))
            rows.append(figures(f"{system}, best cutoff ({cutoff:.3f})", cut(asked, found, cutoff)))
        table([f"{name}, {language} questions", *COLUMNS[1:]], rows)


def chunked(questions: Sequence[Question], index: VectorStoreIndex, top: int) -> Found:
    retriever = index.as_retriever(similarity_top_k=top)
    return {q.id: retriever.retrieve(q.question) for q in questions}


def gain(rankings: Iterable[Sequence[str]], homes: Sequence[str]) -> float:
    """nDCG@10 where one article is right for each question; an article ranks where it first comes."""
    places = [list(dict.fromkeys(ranking)) for ranking in rankings]
    won = [1 / math.log2(r.index(home) + 2) if home in r else 0.0 for r, home in zip(places, homes, strict=True)]
    return statistics.mean(won)


def xquad(corpus: Corpus, folder: Path) -> None:
    articles = [Article(title="", text=p["context"]) for p in paragraphs(folder / "ar.json")]
    corpus.add(articles)
    retriever = index_of(articles, "xquad").as_retriever(similarity_top_k=LIMIT)
    rows: dict[str, list[object]] = {"Isnad": [], f"LlamaIndex, {LIMIT} chunks": []}
    for language in LANGUAGES:
        pairs = zip(articles, paragraphs(folder / f"{language}.json"), strict=True)
        asked = [(article.id, qa["question"]) for article, p in pairs for qa in p["qas"]]
        homes = [home for home, _ in asked]
        ours = ([hit.article.id for hit in retrieve(q, corpus=corpus, limit=LIMIT)] for _, q in asked)
        theirs = ([node.node.ref_doc_id or "" for node in retriever.retrieve(q)] for _, q in asked)
        for row, rankings in zip(rows.values(), (ours, theirs), strict=True):
            row.append(gain(rankings, homes))
    table([f"XQuAD, {len(articles)} Arabic paragraphs, nDCG@10", *LANGUAGES], ([n, *row] for n, row in rows.items()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--eval", type=Path, required=True, help="the folder with the questions")
    parser.add_argument("--articles", type=Path, required=True, help="the articles asked about")
    parser.add_argument("--questions", type=Path, help="what is asked about them, if not news-dev.jsonl")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        with Corpus.open(Path(place) / "news") as corpus:
            corpus.ingest([options.articles])
            file = options.questions or options.eval / "news-dev.jsonl"
            compare(corpus, read_questions(file), file.stem)
        with Corpus.open(Path(place) / "xquad") as corpus:
            xquad(corpus, options.eval / "xquad")


if __name__ == "__main__":
    main()
