"""Item tables E [V, d]: dense, a semi-tensor-product tensor train, binary codes and a projection.

A table is called once a step; the step takes rows and scores from what it returns.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple, Optional, Sequence

import torch
from torch import Tensor, nn

from encoder import Encoder, EncoderSizes, Histories, start


class Items(NamedTuple):
    """E as a step has it: basis [V, r] times projection [r, d], or the basis alone."""

    basis: Tensor
    projection: Optional[Tensor] = None

    def rows(self, items: Tensor) -> Tensor:
        """E's rows of items [...] -> [..., d]."""
        rows = self.basis[items]
        return rows if self.projection is None else rows @ self.projection

    def scores(self, h: Tensor) -> Tensor:
        """h · E^T, [B, d] -> [B, V]."""
        return (h if self.projection is None else h @ self.projection.T) @ self.basis.T


class DenseTable(nn.Module):
    """E is the parameter."""

    def __init__(self, items: int, width: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.empty(items, width))

    def forward(self) -> Items:
        return Items(self.weight)


@dataclass(frozen=True)
class TrainSizes:
    """Row factors (I_1, I_2), column factors (J_1, J_2), rank R, block t; t divides R and J_2."""

    rows: Sequence[int]
    columns: Sequence[int]
    rank: int
    block: int


class SemiTensorTable(nn.Module):
    """The semi-tensor product of G_1 [I_1 J_1, R] and G_2 [R/t, I_2 J_2/t], its axes by items."""

    def __init__(self, items: int, sizes: TrainSizes) -> None:
        super().__init__()
        self.items, self.sizes = items, sizes
        (i1, i2), (j1, j2), t = sizes.rows, sizes.columns, sizes.block
        left, right = (i1 * j1, sizes.rank), (sizes.rank // t, i2 * j2 // t)
        self.cores = nn.ParameterList(nn.Parameter(torch.empty(*size)) for size in (left, right))

    def forward(self) -> Items:
        product = semi_tensor_product(self.cores[0], self.cores[1], self.sizes.block)
        (i1, i2), (j1, j2) = self.sizes.rows, self.sizes.columns
        grid = product.reshape(i1, j1, i2, j2).transpose(1, 2)
        return Items(grid.reshape(i1 * i2, j1 * j2)[: self.items])


def semi_tensor_product(left: Tensor, right: Tensor, block: int) -> Tensor:
    """left [m, k·t] times the Kronecker product of right [k, n] and I_t -> [m, n·t]."""
    # As one product [m·t, k] by [k, n]: a batch of m small ones takes many times longer.
    by_block = left.unflatten(1, (-1, block)).transpose(1, 2).flatten(end_dim=1) @ right
    return by_block.unflatten(0, (-1, block)).transpose(1, 2).flatten(start_dim=1)


class BinaryCodeTable(nn.Module):
    """E = codes [V, bits] times a projection [bits, d]. Latent weights stand behind the codes."""

    def __init__(self, items: int, bits: int, width: int) -> None:
        super().__init__()
        self.latent = nn.Parameter(torch.empty(items, bits))
        self.projection = nn.Parameter(torch.empty(bits, width))

    def forward(self) -> Items:
        return Items(BinaryCodes.apply(self.latent), self.projection)


class BinaryCodes(torch.autograd.Function):
    """codes[v, k] = s_k sign(x[v, k]), s_k = mean |x[., k]|, with a straight-through estimator."""

    @staticmethod
    def forward(ctx: Any, latent: Tensor) -> Tensor:  # type: ignore[override]
        """Latent weights x [V, bits] -> codes [V, bits]."""
        return torch.copysign(latent.abs().mean(dim=0), latent)

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> Tensor:  # type: ignore[override]
        """The codes' gradient is taken for that of the latent weights."""
        return gradient


class Recommender(nn.Module):
    """A table and an encoder: h · E^T are the scores of all items."""

    def __init__(self, table: nn.Module, sizes: EncoderSizes) -> None:
        super().__init__()
        self.width = sizes.width
        self.table = table
        self.encoder = Encoder(sizes)
        start(self)

    def forward(self, histories: Histories) -> tuple[Tensor, Items]:
        """The encodings h [B, d], and the table that they were made with."""
        items: Items = self.table()
        return self.encode(items, histories), items

    def encode(self, items: Items, histories: Histories) -> Tensor:
        """The encodings h [B, d] from a table as a step has it."""
        return self.encoder(items.rows(histories.items), histories.real)
