"""`status --cache` says what `status` says, without reading the jugfile again where that is not needed."""


def ended(process):
    """Return exit code and output of a command that may fail."""
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


def test_cached_status_is_never_wrong(project):
    """The jugfile is read again only if it, or what it was read from, has changed; results are always counted afresh."""
    folder = project.folder
    (folder / "helper.py").write_text("COUNT = 2\n")
    (folder / "data").mkdir()
    (folder / "data" / "1.txt").write_text("1")
    (folder / "list.txt").write_text("5\n")
    project.write("""
        import glob, os, sys
        sys.path.insert(0, os.getcwd())
        from helper import COUNT
        open("read.log", "a").write("x")
        @TaskGenerator
        def double(x): return 2 * x
        @TaskGenerator
        def size(path): return os.path.getsize(path)
        xs = [double(i) for i in range(COUNT)] + [double(int(w)) for w in open("list.txt")]
        ys = [size(timed_path(p)) for p in sorted(glob.glob("data/*.txt"))]
        if "more" in sys.argv: double(10)
        double(xs[0])
    """)

    CACHE = ("--cache-file", "precious")

    def reads():
        return (folder / "read.log").stat().st_size if (folder / "read.log").exists() else 0

    def status(*words, again):
        before = reads()
        code, out, _ = ended(project.start("status", *words, "--cache"))
        assert reads() - before == again
        assert (code, out) == ended(project.start("status", *(w for w in words if w not in CACHE)))[:2]
        return code

    assert status(again=1) == 1
    assert status(again=0) == 1
    project.run("execute")
    assert status(again=0) == 0
    project.run("invalidate", "--name", "double")
    assert status(again=0) == 1
    assert status("jugfile.py", "more", again=1) == 1
    project.run("execute", "jugfile.py", "more")
    for change in (
        lambda: (folder / "helper.py").write_text("COUNT = 30\n"),
        lambda: (folder / "list.txt").write_text("5\n600\n"),
        lambda: (folder / "data" / "2.txt").write_text("2"),
        lambda: (folder / "data" / "1.txt").write_text("new"),
        lambda: (folder / "jugfile.py").write_text((folder / "jugfile.py").read_text() + "double(99)\n"),
    ):
        change()
        assert status(again=1) == 1
        project.run("execute")
        assert status(again=0) == 0
    # A file that is not ours is left alone, and the answer is right all the same.
    (folder / "precious").write_text("precious")
    assert status(*CACHE, again=1) == 0
    assert (folder / "precious").read_text() == "precious"
    project.run("status", "--cache", "--clear", *CACHE, code=1)
    (folder / ".jugstatus.sqlite3").write_text("broken")
    assert status(again=1) == 0
    assert status(again=0) == 0
    project.run("status", "--cache", "--clear")
    assert not (folder / ".jugstatus.sqlite3").exists()


def test_cached_status_of_jugfiles_that_ask_for_results(project):
    project.write("""
        @TaskGenerator
        def n(): return 2
        @TaskGenerator
        def double(x): return 2 * x
        for i in range(bvalue(n())): double(i)
    """)
    lines = []
    for verb in ("execute", None, "invalidate --name n", "execute", None):
        for _ in range(2):
            cached, plain = (ended(project.start("status", *words)) for words in (["--cache"], []))
            assert cached == plain
        lines.append(cached)
        if verb:
            project.run(*verb.split())
    assert len(set(lines)) == 2


def test_cached_status_on_redis(project, redis_server):
    """A connection of the store's own is nothing that the jugfile depends on; no password is written down."""
    project.jugdir = f"{redis_server.url}?prefix=cached"
    project.write("Task(pow, 2, 3)\nopen('read.log', 'a').write('x')")
    for _ in range(2):
        assert ended(project.start("status", "--cache", "--short"))[::2] == (1, "")
    assert (project.folder / "read.log").read_text() == "x"
    project.run("execute")
    assert ended(project.start("status", "--cache", "--short")) == (0, "All tasks complete (1 tasks).\n", "")
    assert redis_server.url not in (project.folder / ".jugstatus.sqlite3").read_text()
