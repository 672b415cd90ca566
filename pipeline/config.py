"""Settings, each with the reason for its default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from pipeline.errors import ConfigError

#: Changes when the rules, the lexicon or the model may give other results for the same bytes.
PIPELINE_VERSION = "0.1.0"

OCR_MODES = ("auto", "off", "force")


#: Settings that bound what a document may cost. A failure by one of them is tried again when one of them changes.
LIMITS = (
    "max_pages", "max_bytes", "max_characters", "max_cells", "max_members", "max_depth", "max_ratio",
    "timeout", "timeout_per_page", "timeout_per_scan", "memory", "memory_ocr",
)  # fmt: skip
#: Settings that cannot change what a document gives. All others, but for the limits, are part of its fingerprint.
WITHOUT_SAY = ("workers", "recycle", "strict", "floors", "part", "ocr_cache")


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
    #: The participants of the largest conferences fill some 50,000 cells; more is a data dump.
    max_cells: int = 1_000_000
    #: Entries of an archive, messages of a mailbox, attachments of a message.
    max_members: int = 10_000
    #: Archives in archives: a mailbox in an archive holds a message that holds an archive.
    max_depth: int = 4
    #: An archive may unpack to so many times its size; text packs to a twentieth, a bomb to a thousandth.
    max_ratio: int = 200
    #: Seconds that any document may take, and what each page adds: a page takes less than 0.1 s.
    timeout: float = 60.0
    timeout_per_page: float = 1.0
    #: What a page may take beside that when it is a scan; a scanned page has 20 kB or more.
    timeout_per_scan: float = 10.0
    #: Scans: "auto" reads pages without text or with a worthless one, "force" every page, "off" none.
    ocr: str = "auto"
    #: Where pages that OCR has read are kept, so that no later run reads them again; runs set it themselves.
    ocr_cache: str = ""
    #: Address space of a worker: the model and its libraries take some 1.5 GB of it without touching it.
    memory: int = 4_000_000_000
    #: What OCR adds to it, where it may run: page images and the engine's own model.
    memory_ocr: int = 2_000_000_000
    #: A worker is replaced after so many documents, so that leaks of C libraries stay small.
    recycle: int = 500
    #: With more documents than this the tables are split into parts, and only parts that changed are written anew.
    part: int = 50_000
    #: Entity model: "rules", a model's name, or a path to any spaCy pipeline.
    model: str = "default"
    #: Publish e-mail addresses and telephone numbers of attendees: personal data that few purposes need.
    contacts: bool = False
    #: Raise on the first bug instead of recording it.
    strict: bool = False
    #: Shares that a version must reach to be published, such as ``{"documents.start_date": 0.9}``.
    floors: Mapping[str, float] = field(default_factory=dict)


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
        elif key == "ocr" and value not in OCR_MODES:
            raise ConfigError(f"Setting 'ocr' is {value!r}.", remedy=f"It must be one of: {', '.join(OCR_MODES)}.")
        elif isinstance(value, int | float) and value < 0:
            raise ConfigError(f"Setting '{key}' is {value!r}.", remedy="It must not be negative.")
        elif isinstance(value, dict):
            _check_shares(key, value)
    return Settings(**values)  # type: ignore[arg-type]


def _check_shares(key: str, shares: Mapping[str, object]) -> None:
    for name, share in shares.items():
        if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= 1:
            raise ConfigError(
                f"Setting '{key}' has {share!r} for '{name}'.",
                remedy="It must be a share between 0 and 1, such as 0.9.",
            )
