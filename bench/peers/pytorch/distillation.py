"""The distillation of a student from a frozen teacher: the losses ce, kl, con and pre.

Head items are the popular ones, tail items the rest. Of B examples M are mixed (both kinds) and
B - M whole (one kind); everything about views has them in that order. d_s and d_t are the widths
of student and teacher.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from encoder import Histories, SoftAttentionReadout, start
from tables import Items, Recommender


@dataclass(frozen=True)
class LossWeights:
    """The paper's weights and temperatures."""

    ce: float = 0.2
    kl: float = 0.8
    con: float = 0.2
    pre: float = 0.001
    temperature: float = 1.0
    contrastive_temperature: float = 0.2


class Losses(NamedTuple):
    """Each a mean over the batch; pre is the sum of two."""

    ce: Tensor
    kl: Tensor
    con: Tensor
    pre: Tensor

    def total(self, weights: LossWeights) -> Tensor:
        """Their weighted sum."""
        terms = (weights.ce * self.ce, weights.kl * self.kl, weights.con * self.con)
        return sum(terms, weights.pre * self.pre)


class Split(NamedTuple):
    """Head and tail items of the mixed examples; which examples are mixed [M] and whole [B - M]."""

    head: Histories
    tail: Histories
    mixed: Tensor
    whole: Tensor


def split(histories: Histories, is_head: Tensor) -> Split:
    """Splits each history by is_head [V]; both parts keep their order and are padded to T."""
    head = histories.real & is_head[histories.items]
    tail = histories.real & ~head
    both = head.any(dim=1) & tail.any(dim=1)
    mixed, whole = both.nonzero().flatten(), (~both).nonzero().flatten()
    items = histories.items[mixed]
    return Split(moved_left(items, head[mixed]), moved_left(items, tail[mixed]), mixed, whole)


def moved_left(items: Tensor, chosen: Tensor) -> Histories:
    """The chosen items of each row of [M, T], in their order, from its first place on."""
    order = torch.sort((~chosen).byte(), dim=1, stable=True).indices
    return Histories(items.gather(1, order), chosen.gather(1, order))


class Recombination(nn.Module):
    """Raw table rows of head and tail items, read out apart and exchanged between the sides."""

    def __init__(self, student_width: int, teacher_width: int) -> None:
        super().__init__()
        self.student_head = SoftAttentionReadout(student_width)
        self.student_tail = SoftAttentionReadout(student_width)
        self.teacher_head = SoftAttentionReadout(teacher_width)
        self.teacher_tail = SoftAttentionReadout(teacher_width)

    def forward(self, student: Items, teacher: Items, parts: Split) -> tuple[Tensor, Tensor]:
        """[student head; teacher tail] and [teacher head; student tail], [M, d_s + d_t] each."""
        head, tail = parts.head, parts.tail
        student_side = (
            self.student_head(student.rows(head.items), head.real),
            self.teacher_tail(teacher.rows(tail.items), tail.real),
        )
        teacher_side = (
            self.teacher_head(teacher.rows(head.items), head.real),
            self.student_tail(student.rows(tail.items), tail.real),
        )
        return torch.cat(student_side, dim=1), torch.cat(teacher_side, dim=1)


class Views(nn.Module):
    """A pair of views of each example, rows of length one.

    Those of mixed examples are mapped recombinations, those of whole ones the swapped encodings.
    """

    def __init__(self, student_width: int, teacher_width: int) -> None:
        super().__init__()
        both = student_width + teacher_width
        self.student = nn.Linear(both, student_width, bias=False)
        self.teacher = nn.Linear(both, teacher_width, bias=False)

    def forward(
        self, mixed: tuple[Tensor, Tensor], swapped: tuple[Tensor, Tensor]
    ) -> tuple[Tensor, Tensor]:
        """Student views [B, d_s] and teacher views [B, d_t]."""
        student = torch.cat((self.student(mixed[0]), swapped[0]))
        teacher = torch.cat((self.teacher(mixed[1]), swapped[1]))
        return F.normalize(student, dim=1), F.normalize(teacher, dim=1)


class Bridge(nn.Module):
    """Leads vectors from one width to the other; nothing to do where both are the same."""

    def __init__(self, student_width: int, teacher_width: int) -> None:
        super().__init__()
        self.is_needed = student_width != teacher_width
        if self.is_needed:
            self.to_student = nn.Linear(teacher_width, student_width, bias=False)
            self.to_teacher = nn.Linear(student_width, teacher_width, bias=False)

    def swap(self, student: Tensor, teacher: Tensor) -> tuple[Tensor, Tensor]:
        """The teacher's vectors as the student's and the other way round."""
        if not self.is_needed:
            return teacher, student
        return self.to_student(teacher), self.to_teacher(student)

    def directions(self, teacher: Tensor) -> Tensor:
        """The teacher's rows of length one as rows of length one of the student's width."""
        return F.normalize(self.to_student(teacher), dim=1) if self.is_needed else teacher


class Distillation(nn.Module):
    """A student and what is trained beside it, which does not ship. The teacher is no part."""

    def __init__(self, student: Recommender, teacher_width: int) -> None:
        super().__init__()
        widths = (student.width, teacher_width)
        self.recombination = Recombination(*widths)
        self.contrastive = Views(*widths)
        self.predictive = Views(*widths)
        self.bridge = Bridge(*widths)
        start(self)
        self.student = student

    def forward(
        self,
        teacher: Recommender,
        histories: Histories,
        targets: Tensor,
        is_head: Tensor,
        weights: LossWeights,
    ) -> Losses:
        """The losses of a batch with targets [B], rows of the table, and is_head [V]."""
        h, items = self.student(histories)
        scores = items.scores(h)
        with torch.no_grad():
            teacher_h, teacher_items = teacher(histories)
            teacher_scores = teacher_items.scores(teacher_h)
        parts = split(histories, is_head)
        mixed = self.recombination(items, teacher_items, parts)
        swapped = self.bridge.swap(h[parts.whole], teacher_h[parts.whole])
        ordered = targets[torch.cat((parts.mixed, parts.whole))]
        anchors, candidates = self.contrastive(mixed, swapped)
        candidates = self.bridge.directions(candidates)
        student_view, teacher_view = self.predictive(mixed, swapped)
        return Losses(
            ce=F.cross_entropy(scores, targets),
            kl=soft_target_loss(scores, teacher_scores, weights.temperature),
            con=info_nce(anchors, candidates, weights.contrastive_temperature),
            pre=F.cross_entropy(items.scores(student_view), ordered)
            + F.cross_entropy(teacher_items.scores(teacher_view), ordered),
        )


def soft_target_loss(scores: Tensor, teacher_scores: Tensor, temperature: float) -> Tensor:
    """θ² KL(softmax(teacher/θ) ‖ softmax(student/θ)) of scores [B, V], a mean over the batch."""
    soft = F.softmax(teacher_scores / temperature, dim=1)
    log_student = F.log_softmax(scores / temperature, dim=1)
    return temperature**2 * F.kl_div(log_student, soft, reduction="batchmean")


def info_nce(anchors: Tensor, candidates: Tensor, temperature: float) -> Tensor:
    """Cross entropy of the cosines [B, B] over a temperature; anchor b belongs to candidate b."""
    cosines = anchors @ candidates.T
    return F.cross_entropy(cosines / temperature, torch.arange(len(anchors)))
