"""How the models are made: corpora, synthetic text, training, scores. Not part of the installed package."""
