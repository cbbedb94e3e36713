"""Housekeeping of a folder store: what the dead left behind, and segments brought together."""

import json
import os

from .index import SUFFIX, failure_id, owner_of
from .records import FAILED, FILE, GONE, RESULT, content_digest

__all__ = ["compact", "sweep"]

_BATCH = 1 << 24


def sweep(store, dry_run: bool) -> int:
    """Remove the files of dead workers and the large results that no record knows.

    Parameters
    ----------
    store : FileStore
        The store.
    dry_run : bool
        Only count.

    Returns
    -------
    int
        How many files.
    """
    folder, leases = store.folder, store.leases_
    before = set(folder.list("workers"))
    living = leases.bury(dry_run)
    count = len(before - living)
    store.refresh()
    known = set()
    for name, record in list(store.index.results.items()):
        if record.kind == FILE:
            try:
                known.add(json.loads(store._inline(name, record)[1])["file"])
            except RuntimeError:
                continue
    for part in folder.list("objects"):
        if len(part) > 2 or folder.at(f"objects/{part}") is None:
            continue
        for file in folder.list(f"objects/{part}"):
            owner = file.split(".")[1].partition("-")[0] if file.count(".") == 2 else None
            if owner is None or owner in living or f"objects/{part}/{file}" in known:
                continue
            if dry_run or folder.remove(f"objects/{part}", file):
                count += 1
    return count


def compact(store) -> int:
    """Copy what still counts in the segments of workers that have gone into one, and remove those.

    Parameters
    ----------
    store : FileStore
        The store.

    Returns
    -------
    int
        How many small results were copied.
    """
    folder, index, leases = store.folder, store.index, store.leases_
    if folder.at("segments") is None:
        return 0
    leases.appear()
    with leases.mutex():
        living = leases.bury() - {leases.token}
        store.turn()
        store.refresh()
        old = [f for f in folder.list("segments") if f.endswith(SUFFIX) and owner_of(f.removesuffix(SUFFIX)) not in living]
        if not old:
            return 0
        tokens = {f.removesuffix(SUFFIX) for f in old}
        records = [(GONE, n, "J", g, b"", b"{}", b"") for n, g in index.gone.items()]
        records += [(GONE, n, "F", 0, b"", b"{}", i.encode()) for i, n in index.cleared.items()]
        moved, size = 0, 0
        for kept in (index.results, index.failed):
            for name, record in list(kept.items()):
                if record.segment not in tokens:
                    continue
                opened = folder.old("segments", record.segment + SUFFIX)
                try:
                    content = os.pread(opened, record.meta + record.body, record.start)
                finally:
                    os.close(opened)
                if content_digest(content) != record.digest:
                    store.forget(name)
                    continue
                if record.kind == FAILED and (name in index.results or failure_id(record) in index.cleared):
                    continue
                moved += record.kind in (RESULT, FILE)
                size += len(content)
                records.append((record.kind, name, record.codec, record.generation, record.fingerprint,
                                content[: record.meta], content[record.meta :], record.created))  # fmt: skip
                if size > _BATCH:
                    store._append(records)
                    records, size = [], 0
        store._append(records)
        for file in old:
            folder.remove("segments", file)
        folder.sync("segments")
    index.reset()
    store.refresh()
    return moved
