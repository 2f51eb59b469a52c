"""What is measured: training steps and recommendations at the size of the Tmall data set."""
from __future__ import annotations

import statistics
import time
from functools import partial
from typing import Any, Callable, Iterator, List, NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from distillation import Distillation, LossWeights
from encoder import EncoderSizes, Histories
from tables import BinaryCodeTable, DenseTable, Recommender, SemiTensorTable, TrainSizes

ITEMS, BATCH, BATCHES = 40_727, 100, 10
PAPER_TRAIN = TrainSizes(rows=(169, 241), columns=(16, 8), rank=60, block=2)
# The default student's table is 60 times smaller than the teacher's, of half its width.
BITS, NARROW = 64, EncoderSizes(width=64, inner=64)
WARM, RECOMMENDATIONS, HISTORY, TOP = 2, 30, 10, 20


class Examples(NamedTuple):
    """A batch: histories and targets [B], rows of the table."""

    histories: Histories
    targets: Tensor


class PowerLawExamples:
    """Row r is drawn in proportion to (r + 1)^-0.8, lengths are geometric and 40 at most."""

    EXPONENT, ENDS_HERE, LONGEST = 0.8, 0.15, 40

    def __init__(self, items: int, seed: int) -> None:
        self.random = np.random.default_rng(seed)
        weights = np.arange(1, items + 1) ** -self.EXPONENT
        self.chances = weights / weights.sum()

    def draw(self, count: int) -> Examples:
        """So many examples, padded to the longest of them."""
        lengths = np.minimum(self.LONGEST, self.random.geometric(self.ENDS_HERE, count))
        items = np.zeros((count, lengths.max()), dtype=np.int64)
        real = np.arange(lengths.max()) < lengths[:, None]
        for row, length in zip(items, lengths):
            row[:length] = self.rows(length)
        histories = Histories(torch.from_numpy(items), torch.from_numpy(real))
        return Examples(histories, torch.from_numpy(self.rows(count)))

    def rows(self, count: int) -> np.ndarray[Any, Any]:
        """Rows of the table, [count]."""
        return self.random.choice(len(self.chances), count, p=self.chances)


class Job(NamedTuple):
    """A name, and milliseconds."""

    name: str
    ms: float


def run() -> Iterator[Job]:
    """Measures one job after the other."""
    torch.manual_seed(0)
    source = PowerLawExamples(ITEMS, seed=0)
    batches = [source.draw(BATCH) for _ in range(BATCHES)]
    teacher = Recommender(DenseTable(ITEMS, EncoderSizes().width), EncoderSizes())
    yield Job("teacher", median_ms(teacher_steps(teacher, batches)))

    teacher.eval().requires_grad_(False)
    paper = Recommender(SemiTensorTable(ITEMS, PAPER_TRAIN), EncoderSizes())
    yield Job("distillation", median_ms(distillation_steps(paper, teacher, batches)))
    narrow = Recommender(BinaryCodeTable(ITEMS, BITS, NARROW.width), NARROW)
    steps = distillation_steps(narrow, teacher, batches)
    yield Job("distillationDefaultStudent", median_ms(steps))

    rebuild, keep = recommendations(paper.eval())
    yield Job("recommendationTableRebuilt", median_ms([rebuild] * RECOMMENDATIONS))
    yield Job("recommendationTableKept", median_ms([keep] * RECOMMENDATIONS))


def teacher_steps(teacher: Recommender, batches: List[Examples]) -> List[Callable[[], None]]:
    """Cross entropy with the next item, its gradients, Adam; a step a batch."""
    adam = torch.optim.Adam(teacher.parameters(), lr=1e-3)

    def step(examples: Examples) -> None:
        h, items = teacher(examples.histories)
        update(adam, F.cross_entropy(items.scores(h), examples.targets))

    return [partial(step, examples) for examples in batches]


def distillation_steps(
    student: Recommender, teacher: Recommender, batches: List[Examples]
) -> List[Callable[[], None]]:
    """All four losses, their gradients, Adam; a step a batch. A fifth of the items are head."""
    distillation, weights = Distillation(student, teacher.width), LossWeights()
    adam = torch.optim.Adam(distillation.parameters(), lr=1e-3)
    is_head = torch.arange(ITEMS) < ITEMS // 5

    def step(examples: Examples) -> None:
        losses = distillation(teacher, *examples, is_head, weights)
        update(adam, losses.total(weights))

    return [partial(step, examples) for examples in batches]


def update(adam: torch.optim.Optimizer, loss: Tensor) -> None:
    """A step down a loss."""
    adam.zero_grad()
    loss.backward()
    adam.step()


def recommendations(student: Recommender) -> List[Callable[[], None]]:
    """The best items after a history, with the table made for it and with one kept from before."""
    items = torch.randint(ITEMS, (1, HISTORY))
    history = Histories(items, torch.ones_like(items, dtype=torch.bool))
    with torch.no_grad():
        kept = student.table()

    @torch.no_grad()
    def rebuild() -> None:
        h, items = student(history)
        items.scores(h).topk(TOP)

    @torch.no_grad()
    def keep() -> None:
        kept.scores(student.encode(kept, history)).topk(TOP)

    return [rebuild, keep]


def median_ms(runs: List[Callable[[], None]]) -> float:
    """The median milliseconds of the runs after the first ones."""
    times = []
    for run_once in runs:
        begin = time.perf_counter()
        run_once()
        times.append(time.perf_counter() - begin)
    return 1e3 * statistics.median(times[WARM:])
