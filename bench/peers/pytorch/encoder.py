"""The encoder of teacher and student: a causal post-norm transformer and a readout.

B histories of up to T items, width d, H heads. Items are rows of a table, counted from 0. A batch
is padded on the right; whatever stands in a place without an item changes no result.
"""
from __future__ import annotations

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

EPSILON = 1e-12


@dataclass(frozen=True)
class Histories:
    """A padded batch: items [B, T], oldest first, and real [B, T], whether a place has one."""

    items: Tensor
    real: Tensor

    def only(self, examples: Tensor) -> Histories:
        """The given examples of the batch, [M] indices."""
        return Histories(self.items[examples], self.real[examples])


@dataclass(frozen=True)
class EncoderSizes:
    """The paper's, unless others are given."""

    width: int = 128
    inner: int = 128
    heads: int = 1
    layers: int = 1
    longest: int = 50
    dropout: float = 0.5
    soft_attention: bool = True


class SoftAttentionReadout(nn.Module):
    """h = Σ a_l x_l with a_l = w · sigmoid(W_1 tanh(x_l) + b_1 + W_2 mean(x))."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.item_gate = nn.Linear(width, width)
        self.mean_gate = nn.Linear(width, width, bias=False)
        self.weight = nn.Parameter(torch.empty(width))

    def forward(self, x: Tensor, real: Tensor) -> Tensor:
        """x [B, T, d], real [B, T] with an item in each row -> h [B, d]."""
        present = real.unsqueeze(-1).to(x.dtype)
        mean = (x * present).sum(dim=1) / present.sum(dim=1)
        gates = torch.sigmoid(self.item_gate(torch.tanh(x)) + self.mean_gate(mean).unsqueeze(1))
        shares = (gates @ self.weight).unsqueeze(-1)
        return (shares * present * x).sum(dim=1)


class LastReadout(nn.Module):
    """h = x_T, the newest item's."""

    def forward(self, x: Tensor, real: Tensor) -> Tensor:
        """x [B, T, d], real [B, T] with an item in each row -> h [B, d]."""
        return x[torch.arange(len(x)), real.sum(dim=1) - 1]


class TransformerLayer(nn.Module):
    """Self-attention, then a feed-forward with exact GELU; after each a residual and LayerNorm."""

    def __init__(self, sizes: EncoderSizes) -> None:
        super().__init__()
        width = sizes.width
        self.heads = sizes.heads
        self.query = nn.Linear(width, width)
        self.key = nn.Linear(width, width)
        self.value = nn.Linear(width, width)
        self.combine = nn.Linear(width, width)
        self.attention_norm = nn.LayerNorm(width, EPSILON)
        self.widen = nn.Linear(width, sizes.inner)
        self.narrow = nn.Linear(sizes.inner, width)
        self.output_norm = nn.LayerNorm(width, EPSILON)
        self.dropout = nn.Dropout(sizes.dropout)

    def forward(self, x: Tensor, hidden: Tensor) -> Tensor:
        """x [B, T, d]; hidden [B, 1, T, T]: the items, last axis, that an item must not see."""
        x = self.attention_norm(x + self.dropout(self.combine(self.attend(x, hidden))))
        return self.output_norm(x + self.dropout(self.narrow(F.gelu(self.widen(x)))))

    def attend(self, x: Tensor, hidden: Tensor) -> Tensor:
        """Each item's mixture of the values that it sees, [B, T, d]."""
        query, key, value = (self.by_head(map_(x)) for map_ in (self.query, self.key, self.value))
        scores = query @ key.transpose(-1, -2) / math.sqrt(query.shape[-1])
        shares = self.dropout(scores.masked_fill(hidden, -math.inf).softmax(dim=-1))
        return (shares @ value).transpose(1, 2).flatten(start_dim=2)

    def by_head(self, x: Tensor) -> Tensor:
        """[B, T, d] -> [B, H, T, d/H]."""
        return x.unflatten(-1, (self.heads, -1)).transpose(1, 2)


class Encoder(nn.Module):
    """Table rows and positions, LayerNorm, layers, readout."""

    def __init__(self, sizes: EncoderSizes) -> None:
        super().__init__()
        self.positions = nn.Parameter(torch.empty(sizes.longest, sizes.width))
        self.norm = nn.LayerNorm(sizes.width, EPSILON)
        self.layers = nn.ModuleList(TransformerLayer(sizes) for _ in range(sizes.layers))
        soft = sizes.soft_attention
        self.readout = SoftAttentionReadout(sizes.width) if soft else LastReadout()
        self.dropout = nn.Dropout(sizes.dropout)

    def forward(self, rows: Tensor, real: Tensor) -> Tensor:
        """The histories' table rows [B, T, d], real [B, T] -> encodings h [B, d]."""
        length = rows.shape[1]
        x = self.dropout(self.norm(rows + self.positions[:length]))
        past = torch.ones(length, length, dtype=torch.bool).tril()
        hidden = ~(real[:, None, None, :] & past)
        for layer in self.layers:
            x = layer(x, hidden)
        return self.readout(x, real)


def start(module: nn.Module) -> None:
    """Start values: uniform(-0.1, 0.1); LayerNorm is the identity, biases are 0."""
    for name, parameter in module.named_parameters():
        if name.endswith("bias"):
            nn.init.zeros_(parameter)
        elif name.endswith("norm.weight"):
            nn.init.ones_(parameter)
        else:
            nn.init.uniform_(parameter, -0.1, 0.1)
