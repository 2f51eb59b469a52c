"""A SASRec of RecBole's default shapes, trained for a while on a data set's sequences.

usage: python3 bench/peers/pytorch/sasrec.py DATA OUT [--steps N] [--prefixes N] [--threads N]

Writes OUT/sasrec.safetensors, its weights with RecBole's names; OUT/sessions.txt, prefixes of
test sequences; OUT/lists.json, for each the twenty items of the highest scores, and the scores.
"""
from __future__ import annotations

import argparse
import gzip
import json
import struct
import sys
from pathlib import Path
from typing import Iterator, List, Tuple

import torch
import torch.nn.functional as F
from torch import Tensor

from encoder import EncoderSizes, Histories
from tables import DenseTable, Recommender

SIZES = EncoderSizes(width=64, inner=256, heads=2, layers=2, soft_attention=False)
BATCH, LEARNING_RATE, LIST, SEED = 256, 1e-3, 20, 1

# Names here and in RecBole, replaced in this order.
NAMES: List[Tuple[str, str]] = [
    ("encoder.layers.", "trm_encoder.layer."),
    ("query.", "multi_head_attention.query."),
    ("key.", "multi_head_attention.key."),
    ("value.", "multi_head_attention.value."),
    ("combine.", "multi_head_attention.dense."),
    ("attention_norm.", "multi_head_attention.LayerNorm."),
    ("widen.", "feed_forward.dense_1."),
    ("narrow.", "feed_forward.dense_2."),
    ("output_norm.", "feed_forward.LayerNorm."),
    ("encoder.norm.", "LayerNorm."),
    ("encoder.positions", "position_embedding.weight"),
    ("table.weight", "item_embedding.weight"),
]

Sequences = List[List[int]]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--steps", type=int, default=300)
    parser.add_argument("--prefixes", type=int, default=1000)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(SEED)

    count = json.loads((options.data / "dataset.json").read_text())["items"]
    model = Recommender(DenseTable(count, SIZES.width), SIZES)
    train(model, sequences_of(options.data / "train.sessions.txt.gz"), options.steps)
    save(model, options.out / "sasrec.safetensors")

    tests = sequences_of(options.data / "test.sessions.txt.gz")
    prefixes = evenly([row[:end] for row in tests for end in range(1, len(row))], options.prefixes)
    lines = (" ".join(str(item + 1) for item in prefix) + "\n" for prefix in prefixes)
    (options.out / "sessions.txt").write_text("".join(lines))
    (options.out / "lists.json").write_text(json.dumps(list(lists(model, prefixes))))


def sequences_of(path: Path) -> Sequences:
    """The sequences of a file, a line each; items count from 1 there and from 0 here."""
    with gzip.open(path, "rt") as lines:
        return [[int(item) - 1 for item in line.split()] for line in lines]


def evenly(prefixes: Sequences, count: int) -> Sequences:
    return [prefixes[i * len(prefixes) // count] for i in range(count)]


def histories_of(prefixes: Sequences) -> Histories:
    """The newest items of each prefix, padded on the right."""
    rows = [torch.tensor(prefix[-SIZES.longest :]) for prefix in prefixes]
    lengths = torch.tensor([len(row) for row in rows])
    items = torch.nn.utils.rnn.pad_sequence(rows, batch_first=True)
    return Histories(items, torch.arange(items.shape[1]) < lengths.unsqueeze(1))


def train(model: Recommender, sequences: Sequences, steps: int) -> None:
    """Cross entropy of the next item over the whole catalog, at random places of the sequences."""
    sequences = [row for row in sequences if len(row) > 1]
    adam = torch.optim.Adam(model.parameters(), lr=LEARNING_RATE)
    model.train()
    for step in range(1, steps + 1):
        rows = [sequences[i] for i in torch.randint(len(sequences), (BATCH,))]
        ends = [int(torch.randint(1, len(row), ())) for row in rows]
        h, items = model(histories_of([row[:end] for row, end in zip(rows, ends)]))
        targets = torch.tensor([row[end] for row, end in zip(rows, ends)])
        loss = F.cross_entropy(items.scores(h), targets)
        adam.zero_grad()
        loss.backward()
        adam.step()
        if step % 50 == 0 or step == steps:
            print(f"step {step} of {steps}: loss {loss.item():.3f}", file=sys.stderr)


def lists(model: Recommender, prefixes: Sequences) -> Iterator[dict]:
    model.eval()
    with torch.no_grad():
        for begin in range(0, len(prefixes), BATCH):
            h, items = model(histories_of(prefixes[begin : begin + BATCH]))
            scores, best = items.scores(h).topk(LIST, dim=1)
            for row, numbers in zip(scores.tolist(), best.tolist()):
                yield {"items": [item + 1 for item in numbers], "scores": row}


def save(model: Recommender, path: Path) -> None:
    """The weights, single floats. RecBole's table has a row of zeros in front, for padding."""
    header: dict = {"__metadata__": {"n_heads": str(SIZES.heads)}}
    parts: List[bytes] = []
    offset = 0
    for name, value in model.state_dict().items():
        for ours, theirs in NAMES:
            name = name.replace(ours, theirs)
        if name == "item_embedding.weight":
            value = torch.cat((torch.zeros(1, SIZES.width), value))
        parts.append(bytes_of(value))
        ends = [offset, offset + len(parts[-1])]
        header[name] = {"dtype": "F32", "shape": list(value.shape), "data_offsets": ends}
        offset = ends[1]
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(parts))


def bytes_of(value: Tensor) -> bytes:
    return value.numpy().astype("<f4").tobytes()


main()
