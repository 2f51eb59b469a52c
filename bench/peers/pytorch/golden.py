"""The models against tests/fixtures: encodings, losses, gradients, steps of Adam.

The tests of the C# library compare it with the same numbers.
"""
from __future__ import annotations

import json
from pathlib import Path
from typing import Iterator, List, Tuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from distillation import Distillation, LossWeights
from encoder import EncoderSizes, Histories
from tables import BinaryCodeTable, DenseTable, Recommender, SemiTensorTable, TrainSizes

FIXTURES = Path(__file__).resolve().parents[3] / "tests" / "fixtures"
TEACHERS = ("teacher_soft-attention",)
DISTILLATIONS = ("distill_one_head", "distill_two_heads", "distill_binary_codes")
TOLERANCE = 1e-4

# Names here and in the fixtures, replaced in this order.
NAMES: List[Tuple[str, str]] = [
    ("table.weight", "table"),
    ("table.cores", "cores"),
    ("table.latent", "latent"),
    ("table.projection", "projection"),
    ("encoder.", "enc."),
    ("positions", "pos.weight"),
    ("enc.norm", "enc.ln"),
    ("query", "q"),
    ("key", "k"),
    ("value", "v"),
    ("combine", "o"),
    ("attention_norm", "ln1"),
    ("widen", "f1"),
    ("narrow", "f2"),
    ("output_norm", "ln2"),
    ("item_gate", "w1"),
    ("mean_gate", "w2"),
    ("readout.weight", "readout.v"),
    ("recombination.student_head", "student.hot_s"),
    ("recombination.student_tail", "student.cold_s"),
    ("recombination.teacher_head", "student.hot_t"),
    ("recombination.teacher_tail", "student.cold_t"),
    ("hot_s.weight", "hot_s.v"),
    ("cold_s.weight", "cold_s.v"),
    ("hot_t.weight", "hot_t.v"),
    ("cold_t.weight", "cold_t.v"),
    ("contrastive.student", "student.con_s"),
    ("contrastive.teacher", "student.con_t"),
    ("predictive.student", "student.pre_s"),
    ("predictive.teacher", "student.pre_t"),
    ("bridge", "student.bridge"),
]


class Golden:
    """A fixture; it keeps how far what was compared with it is off."""

    def __init__(self, name: str) -> None:
        document = json.loads((FIXTURES / f"{name}.json").read_text())
        self.name, self.config, self.tensors = name, document["config"], document["tensors"]
        self.compared, self.worst = 0, 0.0

    def __getitem__(self, name: str) -> Tensor:
        tensor = self.tensors[name]
        return torch.tensor(tensor["data"], dtype=torch.float64).reshape(tensor["shape"])

    def compare(self, name: str, actual: Tensor, scale_of: str = "") -> None:
        """max|a - b| is at most TOLERANCE times max|b| of the whole tensor, or of another one."""
        expected = self[name]
        scale = max(self[scale_of or name].abs().max().item(), 1e-6)
        off = (actual.detach().double() - expected).abs().max().item() / scale
        self.compared, self.worst = self.compared + 1, max(self.worst, off)
        if not off <= TOLERANCE:
            raise ArithmeticError(f"{self.name}: {name} is off by {off:.1e} of its largest value.")

    def __str__(self) -> str:
        return f"{self.name}: {self.compared} tensors agree, the worst to {self.worst:.1e}"


def check() -> Iterator[str]:
    """A line for each fixture that agrees; raises ArithmeticError at the first that does not."""
    for name in TEACHERS:
        yield check_teacher(Golden(name))
    for name in DISTILLATIONS:
        yield check_distillation(Golden(name))
        trace = FIXTURES / f"{name}_trace.json"
        if trace.exists():
            yield check_adam(Golden(name), Golden(trace.stem))


def check_teacher(golden: Golden) -> str:
    """Encodings, scores, cross entropy and its gradients."""
    teacher = Recommender(DenseTable(golden.config["items"], golden.config["d"]), sizes(golden))
    load(teacher, golden)
    h, items = teacher(histories(golden["seq"]))
    loss = F.cross_entropy(items.scores(h), golden["target"].long() - 1)
    loss.backward()
    for name, actual in (("h", h), ("logits", items.scores(h)), ("loss", loss)):
        golden.compare(name, actual)
    compare_gradients(teacher, golden)
    return str(golden)


def check_distillation(golden: Golden) -> str:
    """Encodings, the four losses and the gradients of their weighted sum."""
    distillation, teacher = models(golden)
    weights, is_head = loss_weights(golden), head_items(golden)
    given = histories(golden["seq"])
    golden.compare("h", distillation.student(given)[0])
    losses = distillation(teacher, given, golden["target"].long() - 1, is_head, weights)
    losses.total(weights).backward()
    for name, loss in losses._asdict().items():
        golden.compare(name, loss)
    golden.compare("loss", losses.total(weights))
    compare_gradients(distillation, golden)
    return str(golden)


def check_adam(golden: Golden, trace: Golden) -> str:
    """The losses of ten steps."""
    distillation, teacher = models(golden)
    weights, is_head = loss_weights(golden), head_items(golden)
    adam = torch.optim.Adam(distillation.parameters(), lr=trace.config["lr"])
    totals = []
    for step in range(10):
        targets = trace[f"target{step}"].long() - 1
        losses = distillation(teacher, histories(trace[f"seq{step}"]), targets, is_head, weights)
        totals.append(losses.total(weights))
        adam.zero_grad()
        totals[-1].backward()
        adam.step()
    trace.compare("losses", torch.stack(totals))
    return str(trace)


def models(golden: Golden) -> Tuple[Distillation, Recommender]:
    """The fixture's student in its distillation, and its frozen teacher."""
    items = golden.config["items"]
    teacher = Recommender(DenseTable(items, golden.config["d"]), sizes(golden))
    load(teacher, golden, "teacher.")
    distillation = Distillation(student(golden, items), teacher.width)
    load(distillation, golden)
    return distillation, teacher.requires_grad_(False)


def student(golden: Golden, items: int) -> Recommender:
    """The student of a fixture: binary codes where its configuration has bits, else a train."""
    config = golden.config
    if "bits" in config:
        narrow = sizes(golden, **config["student"])
        table = BinaryCodeTable(items, config["bits"], narrow.width)
        return Recommender(table, narrow)
    train = TrainSizes(config["rows"], config["cols"], config["rank"], config["t"])
    return Recommender(SemiTensorTable(items, train), sizes(golden))


def sizes(golden: Golden, **other: int) -> EncoderSizes:
    """The encoder's sizes, some of them another's. No dropout."""
    width, inner, heads, layers, longest = (
        {**golden.config, **other}[name] for name in ("d", "inner", "heads", "layers", "maxlen")
    )
    return EncoderSizes(width, inner, heads, layers, longest, dropout=0.0)


def loss_weights(golden: Golden) -> LossWeights:
    """The weights and temperatures of a fixture."""
    config = golden.config
    return LossWeights(
        **config["weights"],
        temperature=config["temperature"],
        contrastive_temperature=config["tau"],
    )


def histories(ids: Tensor) -> Histories:
    """Of item ids [B, T] from 1 on, 0 where there is no item."""
    return Histories((ids.long() - 1).clamp(min=0), ids > 0)


def head_items(golden: Golden) -> Tensor:
    """Whether each row of the table is a head item, [V]."""
    ids = golden["hot_items"].long()
    return torch.zeros(golden.config["items"], dtype=torch.bool).index_fill(0, ids - 1, True)


def load(module: nn.Module, golden: Golden, prefix: str = "") -> None:
    """Sets every parameter to the fixture's."""
    with torch.no_grad():
        for name, parameter in module.named_parameters():
            parameter.copy_(golden[prefix + fixture_name(name)])


def compare_gradients(module: nn.Module, golden: Golden) -> None:
    """Every gradient against the fixture's."""
    for name, parameter in module.named_parameters():
        expected = f"d:{fixture_name(name)}"
        # A key's bias moves all scores of a softmax alike: its gradient is 0 but for rounding.
        vanishes = expected.endswith(".k.bias")
        scale_of = expected.replace(".bias", ".weight") if vanishes else ""
        gradient = torch.zeros_like(parameter) if parameter.grad is None else parameter.grad
        golden.compare(expected, gradient, scale_of)


def fixture_name(name: str) -> str:
    """The fixtures' name of a parameter."""
    for ours, theirs in NAMES:
        name = name.replace(ours, theirs)
    return name
