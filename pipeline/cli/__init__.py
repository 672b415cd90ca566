"""The command line: arguments in, tables and exit codes out. Results go to standard output, words to standard error.

Each command is a module with ``add_arguments(parser)`` and ``run(args) -> exit code``; what is heavy is imported in
``run``.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from pipeline.cli import evaluate, explain, export, extract, quarantine, schema, show, status
from pipeline.config import PIPELINE_VERSION
from pipeline.errors import PipelineError, UsageError

COMMANDS = (
    ("extract", extract, "extract reports into a dataset"),
    ("show", show, "show one document's records, each with its evidence"),
    ("explain", explain, "show why a field got its value: candidates, rules, spans"),
    ("status", status, "show what became of each file"),
    ("quarantine", quarantine, "list documents that crashed or stalled their reader"),
    ("export", export, "write the tables as CSV or Excel"),
    ("evaluate", evaluate, "score a dataset against gold annotations"),
    ("schema", schema, "write the JSON schemas of all tables"),
)

EXIT_CODES = """\
exit codes:
  0    all done
  1    a fault of minutebook itself
  2    the command line does not make sense
  3    a setting, a lexicon file or a model is wrong, or a program is missing
  4    done, but some documents failed
  5    results cannot be written
  130  interrupted; what was finished is kept
"""


class _Parser(argparse.ArgumentParser):
    """Usage errors as all other errors: one line that says what to do."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message[:1].upper()}{message[1:]}.", remedy=f"See `{self.prog} --help`.")


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    made = _Parser(
        prog="minutebook",
        description="Turns archives of meeting reports into structured data:\n"
        "dates, venues, attendees and conclusions, each with its place in the page.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("--version", action="version", version=f"minutebook {PIPELINE_VERSION}")
    commands = made.add_subparsers(title="commands", metavar="COMMAND", dest="command", required=True)
    for name, module, words in COMMANDS:
        description = getattr(module, "DESCRIPTION", f"{words[:1].upper()}{words[1:]}.")
        command = commands.add_parser(
            name, help=words, description=description, formatter_class=argparse.RawDescriptionHelpFormatter
        )
        module.add_arguments(command)
        command.set_defaults(run=module.run)
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line; the exit code. One line on standard error says what went wrong, and what to do."""
    try:
        args = parser().parse_args(arguments)
        code: int = args.run(args)
        sys.stdout.flush()
    except PipelineError as error:
        print(f"Error: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("Interrupted. What was finished is kept: the same command goes on from there.", file=sys.stderr)
        return 130
    except BrokenPipeError:  # `minutebook status | head` is no error
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code
