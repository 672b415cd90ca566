"""Trains the accurate model: an hour on one thread of a processor that multiplies bfloat16 (AMX), else much longer."""

from __future__ import annotations

import random
import time
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch.nn.functional import cross_entropy

from pipeline.mentions.ner_windows import TAGS
from training.accurate import data
from training.accurate.network import Network, fresh
from training.examples import Example

EPOCHS = 4
BATCH_PIECES = 4_000
RATE, HEAD_RATE = 2e-4, 1e-3
SEED = 5


def load_tokenizer(folder: Path) -> Tokenizer:
    """The encoder's word pieces, without its limit on length."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def train(training: list[Example], held_out: list[Example], folder: Path, *, encoder: Path, steps: int = 0) -> Path:
    """Trains for EPOCHS (or ``steps`` batches); returns the file of weights."""
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(SEED)
    rng = random.Random(SEED)
    tokenizer = load_tokenizer(encoder)
    network = fresh(encoder)
    known, unseen = data.rows(training, tokenizer), data.rows(held_out, tokenizer)
    new = [*network.head.parameters(), *network.encoder.embeddings.token_type_embeddings.parameters()]
    trained = [parameter for parameter in network.parameters() if parameter.requires_grad]
    old = [parameter for parameter in trained if all(parameter is not other for other in new)]
    groups = [{"params": old, "lr": RATE}, {"params": new, "lr": HEAD_RATE}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    per_epoch = sum(1 for _ in data.batches(data.packed(known, random.Random(SEED)), random.Random(SEED), BATCH_PIECES))
    total = steps or EPOCHS * per_epoch
    print(f"{len(known)} rows, {per_epoch} batches an epoch, {total} in all")
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (total * 0.06 + 1)) * max(0.0, 1 - step / total)
    )
    step, began, running = 0, time.monotonic(), 0.0
    while step < total:
        for batch in data.batches(data.packed(known, rng), rng, BATCH_PIECES):
            network.train()
            loss = _loss(network, batch)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            running += loss.item()
            step += 1
            if step % 100 == 0:
                print(f"step {step}/{total}  loss {running / 100:.4f}  {time.monotonic() - began:.0f} s", flush=True)
                running = 0.0
            if step % 500 == 0 or step == total:
                print(f"step {step}  tags right on held-out texts: {_accuracy(network, unseen):.4f}", flush=True)
                torch.save(network.state_dict(), folder / "weights.pt")
            if step == total:
                break
    return folder / "weights.pt"


def _loss(network: Network, batch: dict[str, torch.Tensor]) -> torch.Tensor:
    with torch.autocast("cpu", dtype=torch.bfloat16):
        scores = network(batch["ids"], batch["cases"], batch["mask"])
    return cross_entropy(scores.float().view(-1, len(TAGS)), batch["tags"].view(-1), ignore_index=data.IGNORED)


@torch.no_grad()
def _accuracy(network: Network, rows: list[data.Row]) -> float:
    """The share of entity words (in truth or in the answer) with the right tag."""
    network.eval()
    right = seen = 0
    for batch in data.batches(rows, random.Random(0), BATCH_PIECES):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            answer = network(batch["ids"], batch["cases"], batch["mask"]).argmax(-1)
        counts = (batch["tags"] != data.IGNORED) & ((batch["tags"] > 0) | (answer > 0))
        right += int(((answer == batch["tags"]) & counts).sum())
        seen += int(counts.sum())
    return right / max(seen, 1)
