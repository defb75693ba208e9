"""
The command line's root: the group of commands, and errors turned into exit codes.
"""

import errno
from typing import Any

import click

from ..errors import InvalidData, KgError
from .options import default_lang


class Commands(click.Group):
    """
    The commands, with one place that turns errors into a line and an exit code.
    """

    def invoke(self, ctx: click.Context) -> Any:
        """
        Run a command; say on stderr what is wrong, and end with the error's own code.
        """
        try:
            return super().invoke(ctx)
        except InvalidData as error:
            print_findings(error.findings, "text", default_lang())
            ctx.exit(error.exit_code)
        except KgError as error:
            click.echo(f"kg: {error}", err=True)
            ctx.exit(error.exit_code)
        except UnicodeDecodeError as error:
            click.echo(f"kg: the input is not UTF-8 ({error.reason}).", err=True)
            ctx.exit(2)
        except OSError as error:
            if error.errno == errno.EPIPE:  # The reader has gone: click ends quietly.
                raise
            what = error.filename or "the output"
            click.echo(f"kg: {what} cannot be used: {error.strerror or error}.", err=True)
            ctx.exit(2)
        except KeyboardInterrupt:
            click.echo("kg: interrupted; nothing was published.", err=True)
            ctx.exit(130)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="french-cloud", prog_name="kg")
def main() -> None:
    """
    Who controls what in the French cloud market, on which day, according to whom.

    \b
    Examples:
      kg owners cloudwatt --on 2014-10-01
      kg controllers numergy --on 2015-06-30
      kg leaders ovhcloud --on 2019-01-01
    """


def print_findings(findings: Any, form: str, lang: str) -> None:
    """
    Print findings: text and GitHub annotations a line each, JSON as one list.
    """
    from ..validate import as_github, as_json, as_text

    writer = {"text": as_text, "json": as_json, "github": as_github}[form]
    text = writer(findings, lang)
    if text:
        click.echo(text)
