"""What can go wrong, as people see it: one line that says what happened, and one that says what to do.

::

    PipelineError
    ├── UsageError               the command line does not make sense            exit 2
    ├── ConfigError              a setting, a lexicon file or a model is wrong    exit 3
    ├── InputError               this one file cannot be read                     exit 4 (some documents failed)
    │   ├── UnsupportedFormat
    │   ├── UnreadableFile
    │   ├── EncryptedFile
    │   ├── MissingTool          a program that reads it is not on this machine
    │   ├── EmptyDocument
    │   ├── OcrUnavailable
    │   ├── TooLarge
    │   ├── TimedOut
    │   ├── OutOfMemory
    │   └── Crashed
    └── OutputError              results cannot be written                        exit 5

An ``InputError`` stops one document and is recorded beside it; the others stop the command. Anything else that is
raised is a bug of ours.
"""

from __future__ import annotations

from typing import ClassVar


class PipelineError(Exception):
    """Something that a user can do something about."""

    exit_code: ClassVar[int] = 1
    code: ClassVar[str] = "error"
    remedy: ClassVar[str] = ""

    def __init__(self, message: str, *, remedy: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.advice = self.remedy if remedy is None else remedy

    def __str__(self) -> str:
        return f"{self.message} {self.advice}".strip()

    def __reduce__(self) -> tuple[object, ...]:
        # The advice must survive the way from a worker process to the driver.
        return (_rebuild, (type(self), self.message, self.advice))


def _rebuild(kind: type[PipelineError], message: str, advice: str) -> PipelineError:
    return kind(message, remedy=advice)


class UsageError(PipelineError):
    """The command line does not make sense."""

    exit_code = 2
    code = "usage"
    remedy = "See `minutebook --help`."


class ConfigError(PipelineError):
    """A setting, a lexicon file or a model is wrong."""

    exit_code = 3
    code = "configuration"
    remedy = "Correct the setting named above."


class InputError(PipelineError):
    """One file cannot be read."""

    exit_code = 4
    code = "unreadable"


class UnsupportedFormat(InputError):
    """No reader for this kind of file."""

    code = "unsupported_format"
    remedy = "Convert it to PDF, text or Markdown."


class UnreadableFile(InputError):
    """The file is broken, or is not what it says it is."""

    code = "unreadable"
    remedy = "Open it in its own program and save it anew, or leave it out."


class EncryptedFile(InputError):
    """A password is needed."""

    code = "encrypted"
    remedy = "Remove the password and run again."


class MissingTool(InputError):
    """A program that reads this kind of file is not on this machine."""

    code = "missing_tool"
    remedy = "Install it and run the command again."


class EmptyDocument(InputError):
    """There is no text in the file."""

    code = "empty"
    remedy = "Check the file; a scan needs OCR first."


class OcrUnavailable(InputError):
    """The file is a scan, and nothing on this machine can read it."""

    code = "ocr_unavailable"
    remedy = "Install tesseract (apt install tesseract-ocr), or pip install 'minutebook[ocr]', and run again."


class TooLarge(InputError):
    """The file exceeds a limit."""

    code = "too_large"
    remedy = "Split the file, or raise the limit."


class TimedOut(InputError):
    """Reading took longer than allowed."""

    code = "timed_out"
    remedy = "Raise --timeout, or leave the file out."


class OutOfMemory(InputError):
    """Reading needed more memory than allowed."""

    code = "out_of_memory"
    remedy = "Raise --memory, or leave the file out."


class Crashed(InputError):
    """The process that read the file died."""

    code = "crashed"
    remedy = "The file is probably damaged; open it in its own program and save it anew."


class OutputError(PipelineError):
    """Results cannot be written."""

    exit_code = 5
    code = "output"
    remedy = "Free some space or choose another folder with --out; the last published version is unharmed."
