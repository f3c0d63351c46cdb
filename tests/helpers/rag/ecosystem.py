"""Models in the ecosystem's form, as Optimum exports them: ours, and tiny ones with a number for each word."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

from rag.reading.graph import build_graph
from rag.reading.weights import read_manifest, read_tensors
from store.embedding import WordVectors
from store.text import UNREAD

LABELS = {"0": "ENTAILMENT", "1": "Neutral", "2": "contradiction"}
GIVEN = ("input_ids", "attention_mask")
_VERSIONS = [helper.make_opsetid("", 18), helper.make_opsetid("com.microsoft", 1)]


def write_folder(folder: Path, model: bytes, tokenizer: Tokenizer, **config: Any) -> Path:
    folder.mkdir(parents=True)
    (folder / "model.onnx").write_bytes(model)
    tokenizer.save(str(folder / "tokenizer.json"))
    (folder / "config.json").write_text(json.dumps(config), "utf-8")
    return folder


# Tiny ones


def word_tokenizer(words: Sequence[str]) -> Tokenizer:
    """A token a word or mark, in lower case: `[CLS] first [SEP] second [SEP]`."""
    names = ["[UNK]", "[CLS]", "[SEP]", *words]
    tokenizer = Tokenizer(models.WordLevel({name: number for number, name in enumerate(names)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 2), ("[CLS]", 1))
    tokenizer.enable_truncation(16)  # as files have it; to be ignored
    tokenizer.enable_padding(length=64)
    return tokenizer


def span_model(
    start: Mapping[int, float], end: Mapping[int, float], size: int, given: Sequence[str] = (*GIVEN, "token_type_ids")
) -> bytes:
    """Start and end logits for each id of a token; 0 for those not named."""
    nodes, constants = [], []
    for name, numbers in (("start", start), ("end", end)):
        constants.append(numpy_helper.from_array(table(numbers, size), name))
        nodes.append(helper.make_node("Gather", [name, "input_ids"], [name + "_logits"]))
    outputs = {"start_logits": [1, "tokens"], "end_logits": [1, "tokens"]}
    return model(nodes, constants, outputs, given)


def pair_model(numbers: Mapping[int, Sequence[float]], size: int, given: Sequence[str] = GIVEN) -> bytes:
    """The sum, over the tokens of a pair, of three logits for each id."""
    rows = np.zeros((size, 3), np.float32)
    for place, row in numbers.items():
        rows[place] = row
    constants = [numpy_helper.from_array(rows, "rows"), numpy_helper.from_array(np.array([1]), "axis")]
    nodes = [
        helper.make_node("Gather", ["rows", "input_ids"], ["found"]),
        helper.make_node("ReduceSum", ["found", "axis"], ["logits"], keepdims=0),
    ]
    return model(nodes, constants, {"logits": [1, 3]}, given)


def table(numbers: Mapping[int, float], size: int) -> NDArray[np.float32]:
    row = np.zeros(size, np.float32)
    for place, number in numbers.items():
        row[place] = number
    return row


def model(
    nodes: Sequence[Any], constants: Sequence[Any], outputs: Mapping[str, Sequence[Any]], given: Sequence[str]
) -> bytes:
    ids = [helper.make_tensor_value_info(name, TensorProto.INT64, [1, "tokens"]) for name in given]
    found = [helper.make_tensor_value_info(name, TensorProto.FLOAT, list(shape)) for name, shape in outputs.items()]
    graph = helper.make_graph(list(nodes), "made", ids, found, list(constants))
    content: bytes = helper.make_model(graph, opset_imports=_VERSIONS, ir_version=9).SerializeToString()
    return content


# Ours


def our_model(words: WordVectors, ids: Sequence[int]) -> bytes:
    """The shipped graph, with the word vectors of these ids in it, which are numbered anew in this order."""
    graph = onnx.load_from_string(build_graph(read_tensors(read_manifest()))).graph
    axes = numpy_helper.from_array(np.array([2]), "last")
    row = numpy_helper.from_array(np.array([1]), "row")
    before = [
        helper.make_node("Gather", ["vectors", "input_ids"], ["words"]),
        helper.make_node("Identity", ["token_type_ids"], ["segments"]),
    ]
    after = [
        helper.make_node("Split", ["spans"], ["starts", "ends"], axis=2, num_outputs=2),
        helper.make_node("Squeeze", ["starts", "last"], ["start_logits"]),
        helper.make_node("Squeeze", ["ends", "last"], ["end_logits"]),
        helper.make_node("Squeeze", ["support", "last"], ["support_logits"]),
        helper.make_node("Squeeze", ["nli", "row"], ["logits"]),
        helper.make_node("Squeeze", ["verdict", "row"], ["verdict_logits"]),
    ]
    constants = [*graph.initializer, numpy_helper.from_array(words.vectors(ids), "vectors"), axes, row]
    per_token = {name: [1, "tokens"] for name in ("start_logits", "end_logits", "support_logits")}
    outputs = per_token | {"logits": [1, 3], "verdict_logits": [1, 3]}
    return model([*before, *graph.node, *after], constants, outputs, (*GIVEN, "token_type_ids"))


def our_tokenizer(words: WordVectors, ids: Sequence[int], template: str) -> Tokenizer:
    """The vocabulary's pieces of these ids, numbered anew; `template` as `<s>:0 <query>:0 $A:0 </s>:0 …`."""
    vocabulary = words.weights.vocabulary
    pieces = [(vocabulary.pieces[number], vocabulary.scores[number]) for number in ids]
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=list(ids).index(vocabulary.unknown), byte_fallback=False))
    spaces = normalizers.Replace(Regex(r"\s+"), " ")
    unread = normalizers.Replace(Regex(f"[{''.join(map(chr, sorted(UNREAD)))}]"), "")
    tokenizer.normalizer = normalizers.Sequence([unread, normalizers.NFKC(), spaces])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    marks = {"<s>": [words.first], "</s>": [words.last]}
    marks |= {"<query>": words.ids("query:"), "<passage>": words.ids("passage:")}
    special = [
        {
            "id": name,
            "ids": [list(ids).index(each) for each in own],
            "tokens": [f"{name}{n}" for n in range(len(own))],
        }
        for name, own in marks.items()
    ]
    tokenizer.post_processor = processors.TemplateProcessing(single="$A", pair=template, special_tokens=special)
    return tokenizer


def own_ids(words: WordVectors, texts: Sequence[str]) -> list[int]:
    """The ids of all tokens of these texts and of what stands around them, each once."""
    found = {words.weights.vocabulary.unknown, words.first, words.last}
    for text in ("query:", "passage:", *texts):
        found.update(words.ids(text))
    return sorted(found)
