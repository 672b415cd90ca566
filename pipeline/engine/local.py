"""Engines, and the one of one machine: a single pool of processes for all shards."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from itertools import chain
from typing import Protocol

from pipeline.config import Settings
from pipeline.engine import fork_server
from pipeline.engine.worker import Task
from pipeline.store.outcome import Outcome

Shard = tuple[Task, ...]
RunShard = Callable[[Iterable[Task], Settings], Generator[Outcome, None, None]]


class Engine(Protocol):
    """Where shards of documents run.

    ``fn`` is ``pool.run_shard`` on every engine, so that results cannot differ. ``shards`` is lazy, and an engine takes
    only so many as it has hands for: the driver's memory stays flat. The driver commits each outcome as it comes; the
    same document's outcome twice does no harm, so an engine may repeat a shard that it lost. Closing the generator
    ends all that still runs.
    """

    def map_shards(self, fn: RunShard, shards: Iterable[Shard], settings: Settings) -> Generator[Outcome, None, None]:
        """Outcomes as they come, in any order."""
        ...


class LocalEngine:
    """All shards through one pool: starting processes once, keeping few documents in flight."""

    def map_shards(self, fn: RunShard, shards: Iterable[Shard], settings: Settings) -> Generator[Outcome, None, None]:
        """Outcomes as they come, in any order. Workers are made ready from now on, before the first is asked for."""
        fork_server.wake()
        return fn(chain.from_iterable(shards), settings)
