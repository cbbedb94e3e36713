"""All stores keep the same promises; the folder keeps them whatever happens to its files."""

import os
import random
import shutil
import stat
import time
import traceback

import numpy as np
import pytest

from pyimg.tasks.codec import encode
from pyimg.tasks.errors import DamagedError, MissingError, UnsafeError
from pyimg.tasks.store import Failure, Result, select
from pyimg.tasks.store.lease import LEASE, Watch, identity

NAME = b"0123456789abcdef0123456789abcdef01234567"


@pytest.fixture(params=["file", "dict", "redis"])
def place(request, tmp_path):
    """Where a store is, so that it can be opened twice."""
    if request.param == "redis":
        server = request.getfixturevalue("redis_server")
        return f"{server.url}?prefix={tmp_path.name}"
    return str(tmp_path / "store") if request.param == "file" else "dict_store"


@pytest.fixture
def store(place):
    opened = select(place)
    yield opened
    opened.close()


def result(store, name, value, generation=None):
    return Result(name, encode(value), store.generation(name) if generation is None else generation, b"code", b'{"seconds": 1}')


def names(n):
    return [b"%040x" % i for i in range(n)]


VALUES = [None, "", 0, [], {"a": (1, 2)}, np.arange(5), np.zeros((300, 300)), [np.zeros(20_000), "x"], b"x" * 100_000, {1, 2}, ValueError]


def test_what_is_stored_comes_back(store):
    for name, value in zip(names(99), VALUES):
        assert not store.can_load(name)
        with pytest.raises(MissingError):
            store.load(name)
        store.commit([result(store, name, value)])
        back = store.load(name)
        assert repr(back) == repr(value)
        assert store.meta(name) == {"seconds": 1}
        assert store.entry(name)["size"] == len(encode(value))
        assert store.fingerprint(name) == b"code"
    assert store.list() == names(len(VALUES))


def test_another_process_sees_it(store, place):
    if place == "dict_store":
        pytest.skip("memory belongs to one process")
    other = select(place)
    for name, value in zip(names(99), VALUES):
        store.put(name, value)
        assert other.can_load(name)
        assert repr(other.load(name)) == repr(value)
    assert store.remove(NAME) is False
    assert store.remove(names(1)[0]) is True
    assert other.refresh() == {names(1)[0]}
    assert not other.can_load(names(1)[0])
    other.close()


def test_arrays_are_private_copies(store):
    store.put(NAME, np.zeros((200, 200)))
    first, second = store.load(NAME), store.load(NAME)
    first[:] = 7
    assert second.max() == 0
    assert store.load(NAME).max() == 0


def test_leases(store, place):
    other = select(place) if place != "dict_store" else store
    a, b, c = names(3)
    store.put(a, 1)
    assert store.claim([a, b]) == {b: 0}
    assert other.claim([b, c]) == {c: 0}
    assert set(store.leases()) == {b, c}
    assert all(who["alive"] and who["pid"] == os.getpid() for who in store.leases().values())
    store.release([b])
    assert other.claim([b]) == {b: 0}
    other.commit([result(other, b, 2)])
    assert set(store.leases()) == {c}
    store.refresh()
    assert store.claim([b]) == {}
    # Another's lease is not ours to give up.
    if other is not store:
        store.release([c])
        assert set(store.leases()) == {c}
        assert store.break_leases() == 0
    other.release([c])


def test_late_results_are_refused(store):
    a, b, c = names(3)
    claims = store.claim([a, b, c])
    store.invalidate([a])
    late = [result(store, a, 1, claims[a]), result(store, b, 2, claims[b]), result(store, c, 3, claims[c])]
    late[1].uses = (a,)
    assert store.commit(late) == {a, b}
    assert store.list() == [c]
    store.release([a, b])
    assert store.claim([a]) == {a: 1}
    assert store.commit([result(store, a, 4)]) == set()
    assert store.load(a) == 4


def test_failures(store, place):
    store.claim([NAME])
    store.commit([], [Failure(NAME, {"error": "E", "traceback": "T"})])
    other = select(place) if place != "dict_store" else store
    other.refresh()
    assert set(other.failures()) == {NAME}
    assert other.failure(NAME)["error"] == "E"
    first = other.failures()[NAME]
    assert other.leases() == {}
    store.commit([], [Failure(NAME, {"error": "again"})])
    other.refresh()
    assert other.failures()[NAME] != first
    assert other.clear_failures([NAME]) == 1
    store.refresh()
    assert store.failures() == {}
    store.commit([], [Failure(NAME, {"error": "E"})])
    store.put(NAME, 1)
    other.refresh()
    assert other.failures() == {}
    store.invalidate([NAME])
    other.refresh()
    assert other.failures() == {}


def test_names_are_checked(store):
    for bad in ("../x", "a/b", "", "a.b", "x" * 200, b"a\0", "ä"):
        with pytest.raises(ValueError, match="not the name"):
            store.put(bad, 1)


def test_jugs_locks(store):
    lock, again = store.getlock("foo"), store.getlock(b"foo")
    assert not lock.is_locked()
    assert lock.get()
    assert not lock.get() and not again.get()
    assert store.listlocks() == [b"foo"]
    lock.release()
    assert again.get()
    again.fail()
    assert lock.is_failed() and lock.is_locked()
    assert len(store.listlocks()) == 1
    assert not lock.get()
    store.remove_locks()
    assert not lock.is_failed() and store.listlocks() == []
    assert lock.get() and lock.fail() and lock.fail() and not again.get()
    lock.release()
    assert not lock.is_failed() and not lock.is_locked() and lock.get()
    lock.release()
    # A failure that may be tried again is no lock.
    store.commit([], [Failure(b"foo", {"error": "E"}, store.generation(b"foo"))])
    assert lock.is_failed() and not lock.is_locked() and store.listlocks() == [] and lock.get()


class Named:
    def __init__(self, name):
        self.name = name

    def hash(self):
        return self.name


def test_jugs_cleanup(store):
    store.dump([1], "one")
    store.dump([2], "two")
    assert store.getlock("three").get()
    assert store.cleanup([Named(b"one"), Named(b"two")], keeplocks=True) == 0
    assert store.listlocks() == [b"three"]
    assert store.cleanup([Named(b"one")]) == 1
    assert store.list() == [b"one"]
    assert store.listlocks() == []
    assert store.metadata(Named(b"one"))["computed"]
    assert store.metadata(Named(b"two")) == {"computed": False}


def test_a_safe_store_refuses_pickles_both_ways(place):
    if place == "dict_store":
        pytest.skip("memory belongs to one process")
    plain, safe = select(place), select("safe:" + place)
    plain.put(NAME, ValueError("x"))
    plain.put(b"ok", [1, np.zeros(3)])
    safe.refresh()
    with pytest.raises(UnsafeError):
        safe.load(NAME)
    assert safe.load("ok")[0] == 1
    with pytest.raises(UnsafeError):
        safe.put(b"new", ValueError)
    assert safe.verify() == []
    plain.close()
    safe.close()


class Bomb:
    def __reduce__(self):
        return (os.system, ("touch exploded",))


def test_looking_never_unpickles(place, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    store = select(place)
    store.put(NAME, Bomb())
    store.refresh()
    store.names(), store.list(), store.entry(NAME), store.meta(NAME), store.verify(), store.sweep(), store.pack(), store.failures()
    store.invalidate([NAME])
    assert not (tmp_path / "exploded").exists()
    store.close()


def test_memory_can_be_kept(tmp_path):
    where = f"dict_store:{tmp_path / 'kept'}"
    store = select(where)
    store.put(NAME, [1, 2])
    store.close()
    assert select(where).load(NAME) == [1, 2]
    assert stat.S_IMODE(os.stat(tmp_path / "kept").st_mode) == 0o600
    content = bytearray((tmp_path / "kept").read_bytes())
    content[-1] ^= 1
    (tmp_path / "kept").write_bytes(content)
    assert not select(where).can_load(NAME)


# -- the folder ---------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path):
    store = select(str(tmp_path / "store"))
    yield store
    store.close()


def filled(path):
    """Fill a store; return what it holds."""
    store = select(str(path))
    held = {}
    for name, value in zip(names(99), [1, "two", [3.0], np.arange(100), np.arange(20_000.0), {"a": np.ones(9000)}]):
        store.put(name, value)
        held[name] = encode(value).tobytes()
    store.close()
    return held


def files(path):
    return sorted(p for p in path.rglob("*") if p.is_file() and p.name != "mutex")


def check(path, held):
    """Whatever is found is what was stored; the rest is missing."""
    store = select(str(path))
    store.begin(check=True)
    found = 0
    for name, content in held.items():
        try:
            value = store.get(name)
        except (MissingError, DamagedError):
            assert not store.has(name)
            continue
        assert encode(value).tobytes() == content
        found += 1
    store.close()
    return found


def test_private_and_nothing_before_it_is_needed(folder):
    assert folder.list() == [] and folder.failures() == {} and folder.leases() == {}
    assert not os.path.exists(folder.folder.path)
    folder.put(NAME, np.zeros(50_000))
    for base, inner, names in os.walk(folder.folder.path):
        assert all(stat.S_IMODE(os.lstat(os.path.join(base, d)).st_mode) == 0o700 for d in inner)
        assert all(stat.S_IMODE(os.lstat(os.path.join(base, f)).st_mode) == 0o600 for f in names)


def test_large_arrays_are_plain_npy_files_and_mapped(folder):
    array = np.random.default_rng(0).random((300, 200))
    folder.put(NAME, array)
    (path,) = [p for _, _, f in os.walk(folder.folder.path) for p in f if p.endswith(".npy")]
    full = next(os.path.join(b, path) for b, _, f in os.walk(folder.folder.path) if path in f)
    assert np.array_equal(np.load(full), array)
    loaded = folder.load(NAME)
    base = loaded
    while isinstance(base, np.ndarray) and base.base is not None:
        base = base.base
    assert type(base).__name__ in ("mmap", "memoryview")


def test_flipped_bits_are_never_silent(tmp_path):
    held = filled(tmp_path / "sound")
    rng = random.Random(0)
    paths = files(tmp_path / "sound")
    count = int(os.environ.get("PYIMG_FLIPS", "300"))
    for path in paths:
        sound, before = path.read_bytes(), path.stat()
        for i in range(count // len(paths)):
            at = rng.randrange(len(sound))
            damaged = bytearray(sound)
            damaged[at] ^= 1 << rng.randrange(8)
            path.write_bytes(damaged)
            if i % 2:
                # As when a disk decays: the time of the file does not change.
                os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
            assert check(tmp_path / "sound", held) <= len(held)
        path.write_bytes(sound)
    assert check(tmp_path / "sound", held) == len(held)


def test_every_truncation_is_noticed(tmp_path):
    held = filled(tmp_path / "sound")
    most = int(os.environ.get("PYIMG_CUTS", "150"))
    for path in files(tmp_path / "sound"):
        sound = path.read_bytes()
        step = max(1, len(sound) // most)
        for length in [*range(0, len(sound), step), len(sound) - 1]:
            path.write_bytes(sound[:length])
            assert check(tmp_path / "sound", held) < len(held)
        path.write_bytes(sound)


def test_one_damaged_record_costs_one_result(tmp_path):
    held = filled(tmp_path / "store")
    segments = [p for p in files(tmp_path / "store") if p.suffix == ".seg"]
    path = max(segments, key=lambda p: p.stat().st_size)
    data = bytearray(path.read_bytes())
    data[data.index(b"\xabREC", 40) + 30] ^= 255
    path.write_bytes(data)
    assert check(tmp_path / "store", held) == len(held) - 1


def test_missing_and_foreign_files(tmp_path):
    held = filled(tmp_path / "store")
    (tmp_path / "store" / "README").write_text("mine")
    (tmp_path / "store" / "objects" / "00" / "x").write_text("mine")
    (tmp_path / "store" / "segments" / "notes.txt").write_text("mine")
    next((tmp_path / "store").rglob("*.npy")).unlink()
    assert check(tmp_path / "store", held) == len(held) - 1
    store = select(str(tmp_path / "store"))
    store.cleanup([])
    store.sweep()
    store.pack()
    assert len(list((tmp_path / "store").rglob("README"))) == 1
    assert (tmp_path / "store" / "objects" / "00" / "x").exists()
    assert (tmp_path / "store" / "segments" / "notes.txt").exists()
    store.close()


@pytest.mark.parametrize("kind", ["link", "pipe", "folder"])
def test_links_pipes_and_folders_are_no_results(tmp_path, kind):
    held = filled(tmp_path / "store")
    path = next((tmp_path / "store").rglob("*.npy"))
    shutil.move(path, tmp_path / "elsewhere")
    {"link": lambda: path.symlink_to(tmp_path / "elsewhere"), "pipe": lambda: os.mkfifo(path), "folder": path.mkdir}[kind]()
    assert check(tmp_path / "store", held) == len(held) - 1


def test_a_linked_folder_leads_nowhere(tmp_path):
    filled(tmp_path / "store")
    outside = tmp_path / "outside"
    shutil.move(tmp_path / "store" / "objects", outside)
    (tmp_path / "store" / "objects").symlink_to(outside)
    store = select(str(tmp_path / "store"))
    with pytest.raises(OSError):
        store.put(NAME, np.zeros(50_000))


def test_packing_keeps_everything(tmp_path):
    held = filled(tmp_path / "store")
    more = select(str(tmp_path / "store"))
    more.put(b"more", 1)
    more.invalidate(names(1))
    more.commit([], [Failure(b"failed", {"error": "E"})])
    more.close()
    reader, packer = select(str(tmp_path / "store")), select(str(tmp_path / "store"))
    reader.refresh()
    assert packer.pack() == len(held)
    packer.close()
    again = select(str(tmp_path / "store"))
    assert len(list((tmp_path / "store" / "segments").iterdir())) == 1
    assert set(again.list()) == {*list(held)[1:], b"more"}
    assert set(again.failures()) == {b"failed"}
    assert again.generation(names(1)[0]) == 1
    # One who looked before finds what has moved.
    assert reader.load(names(2)[1]) == "two"
    assert check(tmp_path / "store", held) == len(held) - 1


def test_debris_of_the_dead_is_swept(tmp_path):
    pid = os.fork()
    if pid == 0:
        store = select(str(tmp_path / "store"))
        store.claim([b"held"])
        store._write_file(Result(b"orphan", encode(np.zeros(50_000))))
        os._exit(0)
    os.waitpid(pid, 0)
    store = select(str(tmp_path / "store"))
    store.put(b"mine", np.ones(50_000))
    assert store.sweep(dry_run=True) == 2
    assert store.sweep() == 2
    assert store.sweep() == 0
    assert not list((tmp_path / "store").rglob("phan.*"))
    # Dead on this host: taken over at once.
    assert store.leases()[b"held"]["alive"] is False
    assert store.claim([b"held"]) == {b"held": 0}
    assert store.load("mine").sum() == 50_000
    store.close()


def test_a_full_disk_leaves_nothing_half_written(tmp_path):
    import resource

    path = tmp_path / "store"
    filled(path)
    before = [p for p in files(path)]
    pid = os.fork()
    if pid == 0:
        import signal

        code = 3
        try:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
            store = select(str(path))
            for value in (np.zeros(10_000), [1] * 3000):
                try:
                    for i in range(30):
                        store.put(b"new%d" % i, value)
                except OSError:
                    code -= 1
            store.put(b"small", 1)
            store.close()
            code -= 1
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    store = select(str(path))
    assert store.load("small") == 1
    assert store.scars == 0
    assert store.verify() == []
    assert store.sweep() == 0
    assert set(before) <= set(files(path))
    store.close()


def test_leases_of_other_hosts_expire_by_our_own_clock(monkeypatch):
    import time

    who = {**identity("t"), "host": "elsewhere", "lease": 30.0}
    now = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    watch = Watch()
    assert not watch.dead(who, b"1")
    now[0] += 29
    assert not watch.dead(who, b"1")
    now[0] += 5
    assert not watch.dead(who, b"2")
    now[0] += 29
    assert not watch.dead(who, b"2")
    now[0] += 2
    assert watch.dead(who, b"2")
    # Jumps of the wall clock do not matter: nobody looks at it.
    assert not watch.dead({**who, "token": "u", "since": 0}, b"1")
    assert LEASE > 0


def test_locks_of_other_hosts_in_a_folder(folder, monkeypatch):
    from types import SimpleNamespace

    from pyimg.tasks.store import lease

    clock = [1000.0]
    monkeypatch.setattr(lease, "time", SimpleNamespace(monotonic=lambda: clock[0], time=lambda: 0.0))
    monkeypatch.setattr(lease, "_here", lambda: ("elsewhere", "boot", "ns"))
    other = select(folder.folder.path)
    assert other.claim([NAME]) == {NAME: 0}
    other._leases._heart.stop()
    # It beats, so it is alive, however late.
    for _ in range(5):
        other._leases._renew()
        assert folder.claim([NAME]) == {}
        clock[0] += 0.9 * LEASE
    assert folder.claim([NAME]) == {}
    clock[0] += 0.2 * LEASE
    assert folder.claim([NAME]) == {NAME: 0}
    # It was only slow: it finds out when it gives up, and leaves our lock alone.
    other._leases._beaten -= LEASE
    other.release([NAME])
    assert NAME in folder.leases()
    other.close()


def test_without_hard_links(folder, monkeypatch):
    import errno

    def no_link(*args, **kwargs):
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", no_link)
    other = select(folder.folder.path)
    assert folder.claim([NAME]) == {NAME: 0}
    assert other.claim([NAME]) == {}
    folder._leases._renew()
    folder.release([NAME])
    assert other.claim([NAME]) == {NAME: 0}
    other.close()


def test_a_read_only_folder_can_be_read(tmp_path):
    held = filled(tmp_path / "store")
    for path in [*files(tmp_path / "store"), *[p for p in (tmp_path / "store").rglob("*") if p.is_dir()], tmp_path / "store"]:
        path.chmod(0o500 if path.is_dir() else 0o400)
    try:
        assert check(tmp_path / "store", held) == len(held)
    finally:
        for path in [tmp_path / "store", *(tmp_path / "store").rglob("*")]:
            path.chmod(0o700 if path.is_dir() else 0o600)


def test_a_clock_that_jumps_back_changes_nothing(store, place, monkeypatch):
    import time

    real = time.time
    store.put(NAME, "old")
    store.commit([], [Failure(b"fails", {"error": "old"})])
    monkeypatch.setattr(time, "time", lambda: real() - 3600)
    store.put(NAME, "new")
    store.commit([], [Failure(b"fails", {"error": "new"})])
    other = select(place) if place != "dict_store" else store
    other.refresh()
    assert store.load(NAME) == other.load(NAME) == "new"
    assert other.failure(b"fails")["error"] == "new"
    other.close()


def test_who_takes_a_task_while_its_arguments_are_invalidated_is_seen(folder, monkeypatch):
    below, above = names(2)
    folder.put(below, 1)
    other = select(folder.folder.path)
    other.refresh()
    claims, real = {}, folder.folder.list

    def listing(name):
        found = real(name)
        if name == "locks" and not claims:
            # Just after the first look at the locks, before anything is written.
            claims.update(other.claim([above]))
        return found

    monkeypatch.setattr(folder.folder, "list", listing)
    folder.invalidate([below, above])
    assert claims == {above: 0}
    assert other.commit([result(other, above, "made of what is gone", claims[above])]) == {above}
    other.close()


@pytest.mark.parametrize("reverse", [False, True])
def test_a_result_from_the_future_does_not_outlive_its_invalidation(tmp_path, monkeypatch, reverse):
    """Whatever the order in which segments are read: an old result with a late date must not hide the one after it."""
    now = time.time
    for off, step in ((1e6, "put"), (0, "invalidate"), (-1e6, "put")):
        monkeypatch.setattr(time, "time", lambda off=off: now() + off)
        store = select(str(tmp_path / "store"))
        store.refresh()
        store.put(NAME, off) if step == "put" else store.invalidate([NAME])
        store.close()
    names = sorted((tmp_path / "store" / "segments").iterdir(), key=lambda p: p.stat().st_mtime_ns)
    assert len(names) == 3
    first, gone, last = (p.name for p in names)
    order = [last, first, gone] if reverse else [first, gone, last]
    store = select(str(tmp_path / "store"))
    list_ = store.folder.list
    monkeypatch.setattr(store.folder, "list", lambda folder: order if folder == "segments" else list_(folder))
    assert store.load(NAME) == -1e6
