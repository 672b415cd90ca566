"""Makes the models: ``python -m training.train data|fast|accurate --corpora FILE --work DIR``. See README.md."""

from __future__ import annotations

import argparse
from pathlib import Path

from training import negatives
from training.examples import Example, load, save
from training.synthetic.generate import generate, make_grammar

#: Synthetic texts; the held-out ones have a seed of their own.
COUNT, SEED = 26_000, 11
HELD_OUT = 600


def mix(corpora: Path | None, count: int) -> tuple[list[Example], list[Example]]:
    """Training and held-out texts: the corpora (every fortieth text held out) and ``count`` synthetic ones."""
    public = load(corpora) if corpora else []
    held_out = public[::40] + list(generate(min(HELD_OUT, count), seed=SEED + 1))
    known = [example for number, example in enumerate(public) if number % 40]
    look_alikes = negatives.lines(known, make_grammar(SEED + 2), count // 3)
    return [*known, *generate(count, seed=SEED), *look_alikes], held_out


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training.train", description=__doc__)
    parser.add_argument("what", choices=["data", "fast", "accurate"])
    parser.add_argument(
        "--corpora", type=Path, help="the union of the public corpora, as python -m training.corpora makes it"
    )
    parser.add_argument(
        "--work", type=Path, default=Path("build/training"), help="where data, checkpoints and models go"
    )
    parser.add_argument("--count", type=int, default=COUNT, help="synthetic texts")
    parser.add_argument("--steps", type=int, default=0, help="batches; 0 means the recipe's own number")
    parser.add_argument("--encoder", type=Path, help="folder of all-MiniLM-L6-v2 (accurate)")
    return parser.parse_args()


def main() -> None:
    """Runs one step of the recipe."""
    options = _arguments()
    training, held_out = mix(options.corpora, options.count)
    options.work.mkdir(parents=True, exist_ok=True)
    print(f"{len(training)} texts to train on, {len(held_out)} held out")
    if options.what == "data":
        save(training, options.work / "train.jsonl.gz")
        save(held_out, options.work / "held_out.jsonl.gz")
    elif options.what == "fast":
        from training import fast

        best = fast.train(training, held_out, options.work / "fast", steps=options.steps or 12_000)
        print(f"The best model is in {best}.")
    else:
        from training.accurate import train

        best = train.train(training, held_out, options.work / "accurate", encoder=options.encoder, steps=options.steps)
        print(f"The model is in {best}.")


if __name__ == "__main__":
    main()
