"""The engine of many machines: shards as tasks of a Ray cluster, each with a private pool on its node.

Ray schedules, finds out that a node is lost, and runs its shard elsewhere; what a document can do to a process stays
inside the pool of ``run_shard``, as on one machine. The driver alone writes to the ledger. Nodes must see the files
under the same paths (a shared disk) and have minutebook installed.
"""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from pipeline.config import Settings
from pipeline.engine.local import RunShard, Shard
from pipeline.engine.worker import Task
from pipeline.errors import ConfigError, Crashed
from pipeline.store.outcome import Outcome

#: Times that Ray itself repeats a shard whose node or process was lost, and that it does so for want of memory.
RETRIES, MEMORY_RETRIES = 3, 3
#: Outcomes that a node collects before it sends them: fewer messages, little lost with a node.
TOGETHER = 8
#: Shards waiting at the cluster beside those that run, so that no node idles while the driver commits.
SPARE = 2


@dataclass(frozen=True)
class RayEngine:
    """Shards on the cluster at ``address``, or on a cluster of this machine's processors when it is None.

    ``address`` is what ``ray.init`` takes: "auto", "host:6379" or "ray://host:10001". Raises ConfigError without Ray
    or without the cluster.
    """

    address: str | None = None

    def map_shards(self, fn: RunShard, shards: Iterable[Shard], settings: Settings) -> Generator[Outcome, None, None]:
        """Outcomes as they come. A document whose shard was lost again and again is tried alone, then recorded."""
        ray = _ray()
        ours = _connect(ray, self.address)
        try:
            yield from _Run(ray, fn, settings).outcomes(shards)
        finally:
            if ours:
                ray.shutdown()


def _ray() -> Any:
    # Reports to nobody, and takes the interpreter that runs rather than looking for uv.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    os.environ.setdefault("RAY_ENABLE_UV_RUN_RUNTIME_ENV", "0")
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    try:
        import ray
    except ImportError as error:
        raise ConfigError("Ray is not installed.", remedy="pip install 'minutebook[ray]'") from error
    return ray


def _connect(ray: Any, address: str | None) -> bool:
    """Join or start the cluster; whether it is ours to leave."""
    if ray.is_initialized():
        return False
    options: dict[str, Any] = {"logging_level": "ERROR", "log_to_driver": False, "configure_logging": False}
    if address is None:
        options |= {"include_dashboard": False, "_system_config": {"task_oom_retries": MEMORY_RETRIES}}
    try:
        with contextlib.redirect_stderr(io.StringIO()):  # where Ray says that it starts, and asks to be asked
            ray.init(address=address or "local", **options)
    except (ConnectionError, OSError, RuntimeError, ValueError) as error:
        reason = str(error).splitlines()[0][:200]
        raise ConfigError(
            f"The Ray cluster cannot be reached: {reason}",
            remedy="Start it with 'ray start --head', or leave --address out.",
        ) from error
    return True


@dataclass
class _Run:
    """One pass over the shards: what is at the cluster, and what of each shard has come back."""

    ray: Any
    fn: RunShard
    settings: Settings
    waiting: dict[Any, _Sent] = field(default_factory=dict)

    def outcomes(self, shards: Iterable[Shard]) -> Generator[Outcome, None, None]:
        """All outcomes of all shards."""
        per_node = [int(node["Resources"].get("CPU", 0)) for node in self.ray.nodes() if node["Alive"]]
        # A shard stays on one node, so it may ask for no more than the largest has.
        workers = max(1, min(self.settings.workers or 1, max(per_node, default=1)))
        # A node cannot reach the driver's ledger, so pages that were read by OCR are not kept between runs.
        hands = replace(self.settings, workers=workers, ocr_cache="")
        task = self.ray.remote(num_cpus=workers, max_retries=RETRIES, num_returns="streaming")(_on_node)
        queue = iter(shards)
        try:
            while True:
                room = max(1, self._processors() // workers) + SPARE - len(self.waiting)
                for shard in islice(queue, max(0, room)):
                    self._send(task, shard, hands, alone=False)
                if not self.waiting:
                    return
                ready, _ = self.ray.wait(list(self.waiting), num_returns=1, fetch_local=False)
                yield from self._receive(task, ready[0], hands)
        finally:
            for stream in self.waiting:
                with contextlib.suppress(Exception):
                    self.ray.cancel(stream, force=True)

    def _processors(self) -> int:
        return max(1, int(self.ray.cluster_resources().get("CPU", 1)))

    def _send(self, task: Any, shard: Shard, hands: Settings, *, alone: bool) -> None:
        stream = task.remote(self.fn, shard, hands)
        self.waiting[stream] = _Sent({one.document_id: one for one in shard}, alone)

    def _receive(self, task: Any, stream: Any, hands: Settings) -> Iterator[Outcome]:
        """What a stream has ready; when its shard was lost for good, what is left of it is sent again or given up."""
        sent = self.waiting[stream]
        try:
            batch: list[Outcome] = self.ray.get(next(stream))
        except StopIteration:
            del self.waiting[stream]
            return
        except self.ray.exceptions.RayTaskError as error:
            raise error.as_instanceof_cause() from None  # our own ConfigError, or a bug under --strict
        except self.ray.exceptions.RayError as error:
            del self.waiting[stream]
            for one in sent.left.values():
                if sent.alone:
                    yield _given_up(one, error)
                else:
                    self._send(task, (one,), hands, alone=True)
            return
        for outcome in batch:
            sent.left.pop(outcome.document_id, None)
            yield outcome


@dataclass
class _Sent:
    """A shard at the cluster: documents that have not come back, and whether it is one document tried alone."""

    left: dict[str, Task]
    alone: bool


def _on_node(fn: RunShard, shard: Shard, settings: Settings) -> Iterator[list[Outcome]]:
    """A shard's outcomes, some at a time. Runs in a Ray worker."""
    held: list[Outcome] = []
    for outcome in fn(shard, settings):
        held.append(outcome)
        if len(held) >= TOGETHER:
            yield held
            held = []
    if held:
        yield held


def _given_up(task: Task, error: Exception) -> Outcome:
    from pipeline.engine.pool import failed

    reason = type(error).__name__
    return failed(task, Crashed(f"The node that read the file was lost each time ({reason})."), model="")
