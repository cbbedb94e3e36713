"""Files that change all or nothing."""

import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO


@contextmanager
def replacing(path: str | os.PathLike, *, private: bool = False, sync: bool = True) -> Iterator[BinaryIO]:
    """Give a file to write, which takes the place of `path` once it is whole; until then nothing changes.

    Whatever ends the writing, Ctrl-C included, nothing half-written stays.

    Parameters
    ----------
    path : str or path
        What to write; a link to it stays a link, an old file keeps its permissions. A pipe or device is written as it is.
    private : bool, default False
        Write for this user alone, in the place of whatever was there: links, which others may have put there, are not
        followed.
    sync : bool, default True
        Wait until the disk has it, so that it also outlives a power cut.
    """
    path, status = os.fspath(path), None
    if not private:
        path = os.path.realpath(path)
        with suppress(FileNotFoundError):
            status = os.stat(path)
    if status and not stat.S_ISREG(status.st_mode):
        if stat.S_ISDIR(status.st_mode):
            raise IsADirectoryError(f"{path}: is a folder")
        with open(path, "wb") as file:
            yield file
        return
    temporary = os.path.join(os.path.dirname(path), f".pyimg-{secrets.token_hex(6)}")
    try:  # from here on, for Ctrl-C may come as soon as the file is there
        with _new(temporary, path, 0o600 if private else 0o666) as file:
            yield file
            file.flush()
            if sync:
                os.fsync(file.fileno())
        if status:
            os.chmod(temporary, stat.S_IMODE(status.st_mode))
        os.replace(temporary, path)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(temporary)
        raise


def _new(temporary, path, mode):
    try:
        return open(temporary, "x+b", opener=lambda name, flags: os.open(name, flags, mode))
    except OSError as error:  # name what the caller asked for
        raise type(error)(error.errno, error.strerror, path) from None
