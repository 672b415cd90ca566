"""What the fork server imports, and nobody else: what workers need of every document. Most reports are PDFs.

Nothing of it is ever garbage, so that the collector need not look at it: neither now nor in the workers, where its look
alone would make copies of pages of memory that all of them share.
"""

# ruff: noqa: E402, F401
import gc
import signal

signal.signal(signal.SIGINT, signal.SIG_IGN)  # who interrupts means the driver, which ends all others
gc.disable()

import pipeline.engine.worker
import pipeline.extract
import pipeline.readers.pdf

gc.freeze()
gc.enable()
