"""Leases in a folder: a lock is a hard link to its owner's file, so one beat renews all that he holds.

To make a link is atomic, over NFS too, and the lock's inode says whose it is.
"""

import contextlib
import errno
import os
import time

from . import lease
from .lease import Heart, Watch, dump, identity, load

__all__ = ["Leases"]

try:
    import fcntl
except ImportError:  # not on Windows
    fcntl = None


class Leases:
    """The locks of a folder, as seen and held by one worker."""

    def __init__(self, folder, token):
        self._folder, self.token = folder, token
        self._inode = self._heart = None
        self._beat, self._beaten = 0, 0.0
        self._linkable = True
        self._watch = Watch()
        self.held = set()

    # -- ourselves ----------------------------------------------------------------------------------

    def appear(self) -> None:
        """Make our file, once: from now on others can see that we live."""
        if self._inode is not None:
            return
        opened = self._folder.new("workers", self.token)
        try:
            os.write(opened, dump(identity(self.token), 0))
            self._inode = os.fstat(opened).st_ino
        finally:
            os.close(opened)
        self._folder.at("locks", make=True)
        self._beaten = time.monotonic()
        self._heart = Heart(self._renew)

    def _renew(self):
        self._beat += 1
        self._beaten = time.monotonic()
        files = [("workers", self.token)]
        if not self._linkable:
            files += [("locks", name.decode()) for name in list(self.held)]
        for folder, name in files:
            opened = os.open(name, os.O_WRONLY | os.O_NOFOLLOW, dir_fd=self._folder.at(folder))
            try:
                os.pwrite(opened, b"%020d\n" % self._beat, os.fstat(opened).st_size - 21)
            finally:
                os.close(opened)

    def vanish(self) -> None:
        """Release everything and remove our file."""
        self.release(list(self.held))
        if self._heart is not None:
            self._heart.stop()
            self._folder.remove("workers", self.token)
            self._heart = self._inode = None

    # -- locks --------------------------------------------------------------------------------------

    def take(self, name: bytes) -> bool:
        """Try to take a lock; one whose owner is dead is taken over."""
        self.appear()
        if self._link(name):
            self.held.add(name)
            return True
        if name in self.held or not self._dead(name):
            return False
        with self.mutex():
            if self._dead(name):
                self._folder.remove("locks", name.decode())
            if self._link(name):
                self.held.add(name)
                return True
        return False

    def _link(self, name):
        word = name.decode()
        if self._linkable:
            try:
                os.link(
                    self.token, word, src_dir_fd=self._folder.at("workers"), dst_dir_fd=self._folder.at("locks"), follow_symlinks=False
                )  # fmt: skip
                return True
            except FileExistsError:
                # A repeated request over NFS can find its own link.
                return name not in self.held and self._ours(word)
            except FileNotFoundError:
                # Somebody removed our file, thinking us dead.
                self._inode = None
                self.appear()
                return self._link(name)
            except OSError as error:
                if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK, errno.EXDEV):
                    raise
                self._linkable = error.errno == errno.EMLINK and self._linkable
        try:
            opened = self._folder.new("locks", word)
        except FileExistsError:
            return False
        with os.fdopen(opened, "wb") as file:
            file.write(dump(identity(self.token), self._beat))
        return True

    def _ours(self, word):
        try:
            return os.stat(word, dir_fd=self._folder.at("locks"), follow_symlinks=False).st_ino == self._inode
        except OSError:
            return False

    def holder(self, name: bytes) -> tuple[dict | None, bytes] | None:
        """Return who holds a lock and his beat; None if nobody does."""
        try:
            return load(self._folder.content("locks", name.decode()))
        except FileNotFoundError:
            return None

    def _dead(self, name):
        held = self.holder(name)
        return held is not None and self._watch.dead(*held)

    def release(self, names) -> None:
        """Give locks up; one that has been taken over by another is left alone."""
        # Nobody takes over from one whose heart beats.
        surely = time.monotonic() - self._beaten < lease.LEASE / 3
        for name in names:
            if name in self.held:
                if surely or not self._linkable or self._ours(name.decode()):
                    try:
                        self._folder.remove("locks", name.decode())
                    except OSError:
                        # Still held: tried again when we vanish.
                        continue
                self.held.discard(name)

    def list(self) -> dict[bytes, dict]:
        """Return who holds what, with ``alive``."""
        held, known = {}, {}
        for word in self._folder.list("locks"):
            found = self.holder(word.encode())
            if found is None:
                continue
            who, beat = found
            token = who["token"] if who else word
            if token not in known:
                known[token] = {**(who or {}), "alive": not self._watch.dead(who, beat)}
            held[word.encode()] = known[token]
        return held

    def break_all(self, dead_only: bool, dry_run: bool) -> int:
        """Remove the locks of the dead, or all; return how many."""
        count = 0
        for name in list(self._folder.list("locks")):
            if not dead_only or self._dead(name.encode()):
                if not dry_run:
                    with self.mutex():
                        if (not dead_only or self._dead(name.encode())) and self._folder.remove("locks", name):
                            self.held.discard(name.encode())
                count += 1
        return count

    def bury(self, dry_run: bool = False) -> set[str]:
        """Remove the files of dead workers; return the tokens of the living."""
        living = set()
        for token in self._folder.list("workers"):
            try:
                who, beat = load(self._folder.content("workers", token))
            except FileNotFoundError:
                continue
            if token != self.token and self._watch.dead(who, beat):
                if not dry_run:
                    self._folder.remove("workers", token)
            else:
                living.add(token)
        return living

    @contextlib.contextmanager
    def mutex(self):
        """Keep others from judging the dead, invalidating or packing meanwhile.

        Where the file system has no locks, go on without: the worst is work done twice.
        """
        opened = self._folder.open("", "mutex", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            if fcntl is not None:
                try:
                    fcntl.flock(opened, fcntl.LOCK_EX)
                except OSError:
                    pass
            yield
        finally:
            os.close(opened)
