"""Settings, each with the reason for its default."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

from pipeline.errors import ConfigError

#: Changes when the rules, the lexicon or the model may give other results for the same bytes.
PIPELINE_VERSION = "0.1.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a run behaves. All sizes in bytes, all times in seconds."""

    #: Worker processes. 0 means: as many as there are processors.
    workers: int = 0
    #: A report of 1,000 pages is rare and legitimate; beyond that it is a book, a bomb or a bundle.
    max_pages: int = 2_000
    #: 200 MB holds any scanned report; more is a mistake or an attack.
    max_bytes: int = 200_000_000
    #: 1,000 pages hold some 3 million characters; more text than this is no report.
    max_characters: int = 20_000_000
    #: Entries of an archive, messages of a mailbox, attachments of a message.
    max_members: int = 10_000
    #: Archives in archives: a mailbox in an archive holds a message that holds an archive.
    max_depth: int = 4
    #: An archive may unpack to so many times its size; text packs to a twentieth, a bomb to a thousandth.
    max_ratio: int = 200
    #: Seconds that any document may take, and what each page adds.
    timeout: float = 60.0
    timeout_per_page: float = 1.0
    #: Address space of a worker: the model and its libraries take some 1.5 GB of it without touching it.
    memory: int = 4_000_000_000
    #: A worker is replaced after so many documents, so that leaks of C libraries stay small.
    recycle: int = 500
    #: Entity model: "rules", a model's name, or a path to any spaCy pipeline.
    model: str = "default"
    #: Raise on the first bug instead of recording it.
    strict: bool = False


def load_settings(path: Path | None = None, **overrides: object) -> Settings:
    """Settings from a TOML file, then from ``overrides`` that are not None.

    Raises ConfigError naming the key when the file is missing, is no TOML, or holds an unknown key or a wrong type.
    """
    values: dict[str, object] = {}
    known = {item.name: type(getattr(Settings(), item.name)) for item in fields(Settings)}
    if path is not None:
        import tomllib  # only needed where there is a file

        try:
            values.update(tomllib.loads(path.read_text(encoding="utf-8")))
        except FileNotFoundError as error:
            raise ConfigError(f"There is no settings file {path}.", remedy="Check the path.") from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
            raise ConfigError(
                f"The settings file {path} cannot be read: {error}.", remedy="Correct the file."
            ) from error
    values.update({key: value for key, value in overrides.items() if value is not None})
    for key, value in values.items():
        if key not in known:
            raise ConfigError(f"Unknown setting '{key}'.", remedy=f"Known are: {', '.join(sorted(known))}.")
        if known[key] is float and isinstance(value, int) and not isinstance(value, bool):
            values[key] = float(value)
        elif not isinstance(value, known[key]) or (known[key] is not bool and isinstance(value, bool)):
            raise ConfigError(f"Setting '{key}' is {value!r}.", remedy=f"It must be of type {known[key].__name__}.")
        elif isinstance(value, int | float) and value < 0:
            raise ConfigError(f"Setting '{key}' is {value!r}.", remedy="It must not be negative.")
    return Settings(**values)  # type: ignore[arg-type]
