"""
Output: where an export goes, whole or not at all.

Written to a draft beside the target, then renamed. A device or a pipe is
written to as it is.
"""

import os
import shutil
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from ..errors import UsageError
from .bundle import Bundle
from .formats import FORMATS, Format

STDOUT = Path("-")
ENDINGS = {ending for one in FORMATS.values() for ending in one.endings} | {".csv", ".parquet"}


def check(form: Format, target: Path) -> None:
    """
    Refuse a target that cannot hold the format.

    Raises:
        UsageError: the ending is another format's, or several files would go to one.
    """
    ending = target.suffix.lower()
    if form.several:
        if target == STDOUT or _is_stream(target):
            raise UsageError(
                f"{form.name} is several files: name a folder or a .zip, as -o {form.name}.zip."
            )
        if ending in ENDINGS:
            raise UsageError(
                f"{form.name} is several files, {target.name} is one: name a folder or a .zip."
            )
    elif (ending in ENDINGS or ending == ".zip") and ending not in form.endings:
        endings = " or ".join(form.endings)
        raise UsageError(
            f"{target.name} is not named as {form.name} is: end it in {endings},"
            f" or write the format that {ending} stands for."
        )


def write_to(form: Format, target: Path, write: Callable[[Any], None]) -> None:
    """
    Write to a file, a folder, a .zip or the output, as the format and the name say.

    Raises:
        UsageError: the target cannot be written.
    """
    if target == STDOUT:
        write(sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return
    try:
        if _is_stream(target):
            with target.open("wb") as stream:
                write(stream)
        elif not form.several:
            _whole(target.resolve(), lambda draft: _file(draft, write))
        elif target.suffix.lower() == ".zip":
            _whole(target.resolve(), lambda draft: _zip(draft, write))
        else:
            _folder(target.resolve(), write)
    except OSError as error:
        raise UsageError(f"{target} cannot be written: {error.strerror or error}.") from None


def _is_stream(target: Path) -> bool:
    return target.exists() and not target.is_file() and not target.is_dir()


def _whole(target: Path, make: Callable[[Path], None]) -> None:
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        make(draft)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _file(draft: Path, write: Callable[[IO[bytes]], None]) -> None:
    with draft.open("wb", buffering=1 << 20) as stream:
        write(stream)


def _zip(draft: Path, write: Callable[[Bundle], None]) -> None:
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
        write(Bundle(archive))


def _folder(target: Path, write: Callable[[Bundle], None]) -> None:
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise UsageError(f"{target} is there already and not empty: name another folder.")
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    draft.mkdir()
    try:
        write(Bundle(draft))
        draft.rename(target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
