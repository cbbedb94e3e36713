"""Files change all or nothing, whatever happens meanwhile."""

import os
import sys

import pytest

from pyimg._replacing import replacing


def write(path):
    with replacing(path) as file:
        file.write(b"new")


def interrupted(work, count):
    """Let `work` be interrupted, as by Ctrl-C, at its `count`-th step; tell if it came so far."""
    steps = 0

    def trace(frame, event, argument):
        nonlocal steps
        frame.f_trace_opcodes = True
        if event == "opcode":
            steps += 1
            if steps == count:
                sys.settrace(None)
                raise KeyboardInterrupt
        return trace

    before = sys.gettrace()
    try:
        sys.settrace(trace)
        work()
    except KeyboardInterrupt:
        return True
    finally:
        sys.settrace(before)
    return False


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # a file that nobody got is closed by its end
def test_no_moment_of_ctrl_c_leaves_anything(tmp_path):
    path = tmp_path / "größe"
    seen, count = set(), 0
    while True:
        path.write_bytes(b"old")
        count += 1
        reached = interrupted(lambda: write(path), count)
        assert os.listdir(tmp_path) == ["größe"], count
        seen.add(path.read_bytes())
        if not reached:
            break
    assert count > 100
    assert seen == {b"old", b"new"}


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_permissions(tmp_path):
    new, kept, private = (tmp_path / name for name in ("new", "kept", "private"))
    for old, mode in ((kept, 0o640), (private, 0o666)):
        old.touch()
        old.chmod(mode)
    before = os.umask(0o027)
    try:
        write(new)
        write(kept)
        with replacing(private, private=True) as file:
            file.write(b"new")
    finally:
        os.umask(before)
    assert [path.stat().st_mode & 0o777 for path in (new, kept, private)] == [0o640, 0o640, 0o600]
    assert kept.read_bytes() == b"new"


def test_errors_name_the_file_and_leave_the_old_one(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"old")
    with pytest.raises(ZeroDivisionError), replacing(path) as file:
        file.write(b"half")
        1 / 0  # noqa: B018
    assert path.read_bytes() == b"old"
    with pytest.raises(FileNotFoundError, match="nowhere"):
        write(tmp_path / "nowhere" / "b")
    with pytest.raises(IsADirectoryError):
        write(tmp_path)
    assert os.listdir(tmp_path) == ["a"]


@pytest.mark.skipif(os.name != "posix", reason="links and pipes of POSIX")
def test_links_and_devices_stay(tmp_path):
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "link").symlink_to("a")
    write(tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "a").read_bytes() == b"new"
    write("/dev/null")
    with replacing(tmp_path / "link", private=True) as file:  # nobody else says where it is written
        file.write(b"secret")
    assert not (tmp_path / "link").is_symlink()
    assert (tmp_path / "a").read_bytes() == b"new"


def test_names_as_long_as_the_system_allows(tmp_path):
    path = tmp_path / ("ü" * 127)
    write(path)
    assert path.read_bytes() == b"new"
