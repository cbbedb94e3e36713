"""Addresses of Redis servers: what redis-py is given, our prefix, and a word of warning."""

import hashlib
import ipaddress
import os
import sys
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

__all__ = ["address", "warn_of_plain"]

_warned = set()


def _parts(url):
    # jug's users write ``redis:host``.
    parts = urlsplit(url if "//" in url else url.replace(":", "://", 1))
    return parts, dict(parse_qsl(parts.query, keep_blank_values=True))


def address(url: str, project: str | None) -> tuple[str, bytes]:
    """Return an URL for redis-py and the prefix of all keys.

    Parameters
    ----------
    url : str
        ``redis[s]://[user:password@]host[:port][/database][?prefix=NAME]``; further words are for redis-py.
    project : str or None
        Path of the jugfile, from which the prefix is made if the URL has none.

    Raises
    ------
    ValueError
        If port or database are no numbers.
    """
    parts, query = _parts(url)
    query.pop("trusted", None)
    prefix = query.pop("prefix", None)
    if prefix is None:
        prefix = "default"
        if project is not None:
            stem = os.path.basename(project).removesuffix(".py")
            prefix = f"{stem}-{hashlib.blake2b(os.fsencode(os.path.realpath(project)), digest_size=4).hexdigest()}"
    database = parts.path.strip("/")
    if database and not database.isdecimal():
        raise ValueError(f"the database of a Redis server is a number, not {database!r}")
    if parts.port is not None and parts.port < 1:
        raise ValueError(f"a Redis server has no port {parts.port}")
    return urlunsplit((parts.scheme, parts.netloc or "localhost:6379", parts.path, urlencode(query), "")), f"pyimg:{prefix}:".encode()


def _is_here(host):
    if host is None or host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def warn_of_plain(url: str) -> None:
    """Warn, once, of a connection over a network that others may listen to or change.

    Parameters
    ----------
    url : str
        Silent for ``rediss://``, for this machine, for ``safe:`` before it and for ``?trusted=1`` in it.
    """
    if not url.startswith("redis:"):
        return
    parts, query = _parts(url)
    host = parts.hostname
    if _is_here(host) or host in _warned or query.get("trusted") in ("1", "yes", "true"):
        return
    _warned.add(host)
    sys.stderr.write(
        f"pyimg: warning: the connection to {host} is not encrypted: whoever can reach or change it can change results, and "
        "results that are pickles run as code when they are loaded. Use rediss:// with a password, put `safe:` before the "
        "URL, or add ?trusted=1 if the network is yours alone.\n"
    )
