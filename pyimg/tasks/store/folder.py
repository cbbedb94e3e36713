"""A private folder of private files: no links are followed, no names but our own are touched."""

import os
import stat
import threading

__all__ = ["Folder"]

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
_OLD = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)


class Folder:
    """Files in a folder, two levels deep, by paths such as ``locks/NAME``.

    Each folder is opened once and files are opened relative to it, so that a folder swapped for a link cannot lead
    elsewhere. Nothing is made before it is needed.
    """

    def __init__(self, path):
        self.path = os.path.abspath(os.fspath(path))
        self._open = {}
        self._lock = threading.Lock()

    def at(self, name: str, make: bool = False) -> int | None:
        """Return a descriptor of a folder inside (``""`` is this one); None if it is missing and not to be made."""
        known = self._open.get(name)
        if known is not None:
            return known
        with self._lock:
            return self._enter(name, make)

    def _enter(self, name, make):
        if name in self._open:
            return self._open[name]
        if not name:
            if make:
                os.makedirs(self.path, mode=0o700, exist_ok=True)
            try:
                opened = os.open(os.path.realpath(self.path), _FOLDER)
            except FileNotFoundError:
                return None
        else:
            parent, _, last = name.rpartition("/")
            above = self._enter(parent, make)
            if above is None:
                return None
            try:
                opened = os.open(last, _FOLDER, dir_fd=above)
            except FileNotFoundError:
                if not make:
                    return None
                try:
                    os.mkdir(last, 0o700, dir_fd=above)
                    os.fsync(above)
                except FileExistsError:
                    pass
                except OSError as error:
                    error.filename = os.path.join(self.path, name)
                    raise
                opened = os.open(last, _FOLDER, dir_fd=above)
        self._open[name] = opened
        return opened

    def new(self, folder: str, name: str) -> int:
        """Make a file for us alone and return its descriptor; it must not exist."""
        return self.open(folder, name, _NEW)

    def open(self, folder: str, name: str, flags: int) -> int:
        """Open or make a file; an error names its whole path."""
        above = self.at(folder, make=True)
        try:
            return os.open(name, flags, 0o600, dir_fd=above)
        except OSError as error:
            error.filename = os.path.join(self.path, folder, name)
            raise

    def old(self, folder: str, name: str) -> int:
        """Open a regular file for reading.

        Raises
        ------
        FileNotFoundError
            If it, or its folder, is missing, or if it is a link, a pipe or anything but a regular file.
        """
        above = self.at(folder)
        if above is None:
            raise FileNotFoundError(f"{self.path}/{folder}/{name}")
        try:
            opened = os.open(name, _OLD, dir_fd=above)
        except FileNotFoundError:
            raise
        except OSError as error:
            raise FileNotFoundError(f"{self.path}/{folder}/{name}: {error}") from error
        if not stat.S_ISREG(os.fstat(opened).st_mode):
            os.close(opened)
            raise FileNotFoundError(f"{self.path}/{folder}/{name} is not a regular file")
        return opened

    def content(self, folder: str, name: str, limit: int = 1 << 16) -> bytes:
        """Return the first bytes of a small file."""
        opened = self.old(folder, name)
        try:
            return os.read(opened, limit)
        finally:
            os.close(opened)

    def list(self, folder: str) -> list[str]:
        """Return the names in a folder, none if it is missing."""
        above = self.at(folder)
        if above is None:
            return []
        with os.scandir(above) as entries:
            return [e.name for e in entries]

    def remove(self, folder: str, name: str) -> bool:
        """Remove a file; say whether it was there."""
        above = self.at(folder)
        if above is None:
            return False
        try:
            os.unlink(name, dir_fd=above)
        except (FileNotFoundError, IsADirectoryError):
            return False
        return True

    def sync(self, folder: str) -> None:
        """Make the names in a folder last."""
        opened = self.at(folder)
        if opened is not None:
            os.fsync(opened)

    def close(self) -> None:
        """Close all folders."""
        for opened in self._open.values():
            os.close(opened)
        self._open.clear()
