"""From trained weights to the spaCy pipeline that is shipped: ONNX, int8, with the encoder's tokenizer beside it.

``python -m training.accurate.export WEIGHTS ENCODER_DIR TARGET_DIR``
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

import onnx
import spacy
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process

from pipeline.mentions import ner_accurate, ner_windows
from training.accurate.network import Network, fresh
from training.accurate.train import load_tokenizer

INPUTS = ["ids", "cases", "mask"]


def to_onnx(network: Network, target: Path) -> None:
    """Writes the network in 32 bits; batch and length stay free."""
    network.eval()
    sample = tuple(torch.ones((2, 12), dtype=torch.long) for _ in INPUTS)
    axes = {name: {0: "batch", 1: "length"} for name in [*INPUTS, "scores"]}
    torch.onnx.export(
        network, sample, str(target), input_names=INPUTS, output_names=["scores"], dynamic_axes=axes,
        opset_version=17, dynamo=False,
    )  # fmt: skip


def quantize(source: Path, target: Path) -> None:
    """Weights in 8 bits, a scale for each channel. Seven of them are used: with eight, older processors overflow."""
    with tempfile.TemporaryDirectory() as folder:
        prepared = Path(folder) / "prepared.onnx"
        quant_pre_process(str(source), str(prepared), skip_symbolic_shape=True)
        quantize_dynamic(
            str(prepared), str(target), weight_type=QuantType.QInt8, per_channel=True, reduce_range=True,
            op_types_to_quantize=["MatMul", "Gemm", "Gather"],
        )  # fmt: skip
    onnx.checker.check_model(onnx.load(str(target)))


def export(weights: Path, encoder: Path, target: Path) -> Path:
    """The spaCy pipeline of the trained weights, in the folder ``target``."""
    network = fresh(encoder)
    network.load_state_dict(torch.load(weights, map_location="cpu", weights_only=True))
    ner_accurate.register()
    nlp = spacy.blank("en")
    component = nlp.add_pipe(ner_accurate.FACTORY)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        to_onnx(network, place / "full.onnx")
        quantize(place / "full.onnx", place / "model.onnx")
        load_tokenizer(encoder).save(str(place / "tokenizer.json"), pretty=False)
        settings = {"tags": list(ner_windows.TAGS), "cases": ner_windows.CASES, "encoder": "all-MiniLM-L6-v2"}
        (place / "settings.json").write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")
        component.from_disk(place)
        nlp.to_disk(target, exclude=["vocab"])
    return target


def main() -> None:
    """Exports the weights that the arguments name."""
    parser = argparse.ArgumentParser(prog="python -m training.accurate.export", description=__doc__)
    for name in ("weights", "encoder", "target"):
        parser.add_argument(name, type=Path)
    options = parser.parse_args()
    print(f"Exported: {export(options.weights, options.encoder, options.target)}")


if __name__ == "__main__":
    main()
