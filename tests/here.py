"""An engine without processes, for tests of what the driver decides: starting workers would be most of their time."""

from __future__ import annotations

from collections.abc import Generator, Iterable

from pipeline.config import Settings
from pipeline.engine import worker
from pipeline.engine.local import RunShard, Shard
from pipeline.store.outcome import Outcome


class Here:
    """Each document in this process, one after the other."""

    def map_shards(self, fn: RunShard, shards: Iterable[Shard], settings: Settings) -> Generator[Outcome, None, None]:
        """Outcomes as they come."""
        for shard in shards:
            for task in shard:
                yield worker.extract_document(task, settings)
