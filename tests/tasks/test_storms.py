"""Killed workers, killed servers, changes in mid-run: nothing is lost, nothing finished is run again, nobody helps.

Larger by ``PYIMG_STORM=10 pytest tests/tasks/test_storms.py``.
"""

import os
import random
import signal
import time
from collections import Counter

import pytest

SIZE = float(os.environ.get("PYIMG_STORM", "1"))

JUGFILE = """
import os, time
def log(word):
    # One write: lines of several workers do not mix.
    fd = os.open("log", os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(fd, (word + "\\n").encode())
    os.close(fd)
@TaskGenerator
def leaf(i):
    log(f"begin:leaf{i}:{os.getpid()}")
    time.sleep(0.005)
    log(f"end:leaf{i}:{os.getpid()}")
    return [i] * (i % 50) if i % 10 else bytes(60_000)
@TaskGenerator
def join(i, parts):
    log(f"begin:join{i}:{os.getpid()}")
    log(f"end:join{i}:{os.getpid()}")
    return i + sum(map(len, parts))
leaves = [leaf(i) for i in range(COUNT)]
joins = [join(i, leaves[i : i + 5]) for i in range(0, COUNT, 5)]
total = join(-1, [[v] for v in joins])
"""


def expected(count):
    sizes = [i % 50 if i % 10 else 60_000 for i in range(count)]
    return [i + sum(sizes[i : i + 5]) for i in range(0, count, 5)]


def children(pid):
    try:
        with open(f"/proc/{pid}/task/{pid}/children") as file:
            return [int(w) for w in file.read().split()]
    except OSError:
        return []


def no_overlap(lines):
    """Nobody began a task that another living worker was in the middle of: all begun by the living have ended once."""
    ended = Counter(line.split(":")[1] for line in lines if line.startswith("end"))
    return ended


@pytest.fixture(params=["file", "redis"])
def stormy(request, project):
    """A project on each kind of store."""
    if request.param == "redis":
        server = request.getfixturevalue("redis_server")
        project.jugdir = f"{server.url}?prefix={project.folder.name}-{random.random()}"
    return project


def test_kill_9_storm(stormy):
    count, kills = int(120 * SIZE), int(20 * SIZE)
    stormy.write(JUGFILE.replace("COUNT", str(count)))
    rng = random.Random(1)
    workers = [stormy.start("execute", "-j", "2") for _ in range(4)]
    for _ in range(kills):
        time.sleep(rng.uniform(0.02, 0.25))
        which = rng.randrange(len(workers))
        worker = workers[which]
        # A child, or the parent with all its children.
        inner = children(worker.pid)
        target = rng.choice([worker.pid, *inner])
        try:
            os.kill(target, signal.SIGKILL)
        except ProcessLookupError:
            pass
        if target == worker.pid:
            worker.communicate()
            workers[which] = stormy.start("execute", "-j", "2")
    for worker in workers:
        worker.communicate(timeout=300)
    # A task that its worker was killed in counts as failed for that run; the next run needs no help.
    stormy.run("execute", "-j", "2", timeout=300)
    assert stormy.values("joins", "total") == [expected(count), len(expected(count)) - 1]
    assert "All tasks complete" in stormy.run("status", "--short")
    ended = no_overlap(stormy.log())
    lost = sum(n - 1 for n in ended.values())
    # Run again at most for what the killed had finished and not yet stored.
    assert lost <= kills * 20, ended
    stormy.run("execute")
    assert no_overlap(stormy.log()) == ended


def test_many_workers_run_everything_once(stormy):
    count = int(200 * SIZE)
    stormy.write(JUGFILE.replace("COUNT", str(count)))
    workers = [stormy.start("execute", "-j", "2") for _ in range(4)]
    for worker in workers:
        out, err = worker.communicate(timeout=300)
        assert worker.returncode == 0, out + err
    begun = Counter(line.split(":")[1] for line in stormy.log() if line.startswith("begin"))
    assert set(begun.values()) == {1}
    assert len(begun) == count + len(expected(count)) + 1
    assert stormy.values("joins") == [expected(count)]


def test_wall_clocks_that_jump(stormy):
    """Each worker's clock is days off and jumps by hours between tasks; some are killed meanwhile."""
    count = int(100 * SIZE)
    jumps = """
import time
_clock, _off = time.time, [random.uniform(-1, 1) * 1e6]
time.time = lambda: _clock() + _off[0]
def jump(task): _off[0] += random.uniform(-1, 1) * 1e4
hooks.register_hook_once("execute.task-pre-execute", "jump", jump)
"""
    stormy.write("import random\n" + jumps + JUGFILE.replace("COUNT", str(count)))
    workers = [stormy.start("execute", "-j", "2") for _ in range(4)]
    time.sleep(0.4)
    for pid in children(workers[0].pid)[:1]:
        os.kill(pid, signal.SIGKILL)
    for worker in workers:
        worker.communicate(timeout=300)
    stormy.run("execute", timeout=300)
    assert stormy.values("joins", "total") == [expected(count), len(expected(count)) - 1]
    before = stormy.log()
    stormy.run("invalidate", "--name", "leaf")
    stormy.run("execute", "-j", "2", timeout=300)
    stormy.run("execute")
    after = Counter(line.split(":")[1] for line in stormy.log()[len(before) :] if line.startswith("begin"))
    assert set(after.values()) == {1}
    assert len(after) == count + len(expected(count)) + 1
    assert stormy.values("joins") == [expected(count)]


def test_a_full_disk_stops_a_run_and_no_more(project):
    """No file may grow beyond what large results need; later it may."""
    project.write("""
        import os, resource, signal
        import numpy as np
        if os.path.exists("full"):
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
        @TaskGenerator
        def image(i): return np.full(12_000 + 1000 * i, i)
        @TaskGenerator
        def mean(x): return float(x.mean())
        @TaskGenerator
        def table(i): return list(range(1000))
        means = [mean(image(i)) for i in range(20)]
        tables = [table(i) for i in range(40)]
    """)
    (project.folder / "full").touch()
    for _ in range(3):
        out = project.run("execute", "-j", "2", code=1)
        assert "the store cannot be used" in out and "are left" in out
    assert "0 are damaged" in project.run("verify")
    (project.folder / "full").unlink()
    project.run("execute", "-j", "2")
    assert project.values("means", "tables") == [[float(i) for i in range(20)], [list(range(1000))] * 40]
    assert "0 are damaged" in project.run("verify")
    project.run("cleanup")
    assert len(list((project.folder / "jugfile.jugdata" / "objects").rglob("*.npy"))) == 20


def test_redis_restarts(project, redis_server):
    project.jugdir = f"{redis_server.url}?prefix=restarts{random.random()}"
    count = int(150 * SIZE)
    project.write(JUGFILE.replace("COUNT", str(count)))
    workers = [project.start("execute", "-j", "2") for _ in range(2)]
    for _ in range(2):
        time.sleep(0.6)
        redis_server.stop()
        time.sleep(0.2)
        redis_server.start()
    for worker in workers:
        out, err = worker.communicate(timeout=300)
        assert worker.returncode == 0, out + err
    assert project.values("joins") == [expected(count)]


def test_dropped_connections(project, redis_server):
    import redis

    project.jugdir = f"{redis_server.url}?prefix=drops{random.random()}"
    count = int(150 * SIZE)
    project.write(JUGFILE.replace("COUNT", str(count)))
    worker = project.start("execute", "-j", "2")
    client = redis.Redis.from_url(redis_server.url)
    while worker.poll() is None:
        time.sleep(0.1)
        client.client_kill_filter(_type="normal", skipme=True)
    client.close()
    out, err = worker.communicate(timeout=300)
    assert worker.returncode == 0, out + err
    assert project.values("joins") == [expected(count)]


def test_two_projects_on_one_server(tmp_path, redis_server):
    from pyimg.tasks.store import select

    stores = [select(redis_server.url, project=str(tmp_path / name / "jugfile.py")) for name in "ab"]
    for i, store in enumerate(stores):
        store.put(b"same", i)
    assert [s.load("same") for s in stores] == [0, 1]
    assert stores[1].cleanup([]) == 1
    assert stores[0].list() == [b"same"]
    assert stores[1].leases() == {} and stores[1].list() == []
    for store in stores:
        store.cleanup([])
        store.close()


def test_addresses(redis_server):
    import redis

    from pyimg.tasks.store.address import address as parsed

    assert parsed("redis:", None)[0] == "redis://localhost:6379"
    with pytest.raises(ValueError, match="number"):
        parsed("redis://host/name", None)
    url, prefix = parsed("rediss://me:secret@host:7/3?prefix=p&socket_timeout=5", "x/jugfile.py")
    assert url == "rediss://me:secret@host:7/3?socket_timeout=5" and prefix == b"pyimg:p:"
    admin = redis.Redis.from_url(redis_server.url)
    admin.acl_setuser("reader", enabled=True, passwords=["+word"], keys=["*"], commands=["+@all"])
    from pyimg.tasks.store import select

    address = redis_server.url.replace("//", "//reader:word@").replace("/0", "/5") + "?prefix=acl"
    store = select(address)
    store.put(b"one", 1)
    assert redis.Redis.from_url(redis_server.url.replace("/0", "/5")).exists("pyimg:acl:r:one")
    store.close()
    with pytest.raises(PermissionError, match="refuses"):
        select(address.replace("word", "wrong")).refresh()
    with pytest.raises(redis.exceptions.ConnectionError):
        select("redis://127.0.0.1:1/").refresh()
    admin.close()


def test_plain_connections_over_a_network_are_warned_of(capsys, monkeypatch):
    from pyimg.tasks.store import address, select

    pytest.importorskip("redis")
    monkeypatch.setattr(address, "_warned", set())
    for url in ("redis://127.0.0.1:1/", "redis:", "redis://[::1]/", "rediss://host/", "safe:redis://host/", "redis://host/?trusted=1"):
        select(url)
        assert capsys.readouterr().err == ""
    for _ in range(2):
        select("redis://me:secret@host/")
    told = capsys.readouterr().err
    assert told.count("not encrypted") == 1 and "secret" not in told


def test_the_log_does_not_grow(redis_server, monkeypatch):
    from pyimg.tasks.store import redis as module
    from pyimg.tasks.store import select

    monkeypatch.setattr(module, "LOG_MOST", 20)
    place = f"{redis_server.url}?prefix=log{random.random()}"
    writer, often, seldom = select(place), select(place), select(place)
    seldom.refresh()
    for i in range(200):
        writer.put(b"n%d" % (i % 90), i)
        if i % 7 == 0:
            writer.remove(b"n%d" % (i % 90))
        often.refresh()
        assert often.names() == writer.names()
    assert writer.redis.llen(writer._key(b"log")) <= 20
    lost = {b"n%d" % (i % 90) for i in range(198) if i % 7 == 0} - writer.names()
    seldom.refresh()
    assert seldom.names() == writer.names() and seldom.load("n19") == 199 and lost
    for store in (writer, often, seldom):
        store.cleanup([])
        store.close()


def test_damage_on_the_server(redis_server):
    import redis

    from pyimg.tasks.errors import DamagedError
    from pyimg.tasks.store import select

    store = select(f"{redis_server.url}?prefix=damage{random.random()}")
    client = redis.Redis.from_url(redis_server.url)
    key = store._key(b"r:", b"one")
    store.put(b"one", list(range(20)))
    sound = client.get(key)
    for bit in range(0, len(sound) * 8, 5):
        damaged = bytearray(sound)
        damaged[bit // 8] ^= 1 << bit % 8
        client.set(key, bytes(damaged))
        store._seen = None
        store.refresh()
        try:
            assert store.load("one") == list(range(20))
        except DamagedError:
            assert not store.has(b"one")
    for length in range(0, len(sound), 3):
        client.set(key, sound[:length])
        store._seen = None
        store.refresh()
        with pytest.raises(DamagedError):
            store.get(b"one")
    store.cleanup([])
    store.close()
    client.close()


def test_large_values_in_pieces(redis_server, monkeypatch):
    import numpy as np

    from pyimg.tasks.store import redis as module
    from pyimg.tasks.store import select

    monkeypatch.setattr(module, "PIECE", 10_000)
    store = select(f"{redis_server.url}?prefix=pieces{random.random()}")
    array = np.random.default_rng(0).random(10_000)
    store.put(b"one", array)
    assert np.array_equal(store.load("one"), array)
    assert len(list(store.redis.scan_iter(match=store._key(b"c:*")))) == 9
    assert store.sweep() == 0
    store.redis.set(store._key(b"c:gone:0:0"), b"x")
    assert store.sweep(dry_run=True) == store.sweep() == 1
    store.remove("one")
    assert not list(store.redis.scan_iter(match=store._key(b"c:*")))
    store.close()


def test_jugfiles_on_redis(project, redis_server):
    project.jugdir = f"{redis_server.url}?prefix=verbs{random.random()}"
    project.write(JUGFILE.replace("COUNT", "10") + "@TaskGenerator\ndef wrong(): raise ValueError('no')\nw = wrong()\nj = join(7, [w])\n")
    out = project.run("execute", "-j", "2", code=1)
    assert "ValueError: no" in out
    assert "12 complete" not in project.run("status", "--short", code=1)
    assert "ValueError: no" in project.run("why", "wrong")
    project.write(JUGFILE.replace("COUNT", "10"))
    project.run("check")
    assert "Removed 1 locks" in project.run("cleanup")
    project.run("invalidate", "--name", "leaf")
    project.run("check", code=1)
    project.run("execute")
    project.run("verify")
    assert "Removed 13 results" in project.run("gc", "--max-size", "0")
