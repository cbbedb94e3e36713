"""What there is to say about a project: states, timings, changed code, the story of a task."""

import time
from collections import Counter, defaultdict

from .call import code_of, told
from .errors import DamagedError, MissingError
from .progress import span
from .snapshot import Known
from .tables import table

__all__ = ["changed_code", "sentence", "state_counts", "status_table", "story", "timings"]


def state_counts(project) -> dict[str, Counter]:
    """Count a project's tasks by state and function name."""
    store = project.store
    return project.graph.states(store.names(), store.failures(), project.held())


def status_table(counts) -> str:
    """Return the table of states."""
    return table([(word.capitalize(), counts[word]) for word in ("failed", "waiting", "ready", "complete", "active")])


def sentence(counts) -> str:
    """Return the states in one sentence."""
    n = {word: sum(c.values()) for word, c in counts.items()}
    if not any(n[word] for word in n if word != "complete"):
        return f"All tasks complete ({n['complete']} tasks)."
    active = f"{n['active']} active" if n["active"] else "none active"
    return f"{n['waiting'] + n['ready']} tasks waiting to be run, {n['failed']} failed, {n['complete']} complete, ({active})."


def print_of(task) -> bytes:
    """Return the fingerprint of the code of a task, or of one that is known from a cache."""
    return task.fingerprint if isinstance(task, Known) else code_of(task.code)


def changed_code(project) -> list[str]:
    """Return a line for each function whose code has changed since results of it were stored."""
    changed, prints = Counter(), project.store.fingerprints()
    for name, task in project.graph.tasks.items():
        then = prints.get(name)
        if then:
            now = print_of(task)
            if then != now and then[:1] == now[:1]:
                changed[task.name] += 1
    return [
        f"The code of {title} has changed since {count} of its results were stored (`pyimg invalidate --name {title}` forgets them)."
        for title, count in sorted(changed.items())
    ]


def timings(project) -> str:
    """Return a table of how long the stored results took, by function name."""
    spent, peaks, hosts = defaultdict(list), Counter(), defaultdict(set)
    for name, task in project.graph.tasks.items():
        if not project.store.has(name):
            continue
        try:
            meta = project.store.meta(name)
        except (DamagedError, MissingError):
            continue
        if "seconds" in meta:
            spent[task.name].append(meta["seconds"])
            peaks[task.name] = max(peaks[task.name], meta.get("peak", 0))
            hosts[task.name].add(meta.get("host", "?"))
    lines = [f"{'Tasks':>8}{'Total':>12}{'Mean s':>12}{'Longest s':>12}{'Peak MB':>10}  Task name (hosts)", "-" * 80]
    for title, times in sorted(spent.items()):
        where = f"{title} ({', '.join(sorted(hosts[title]))})"
        lines.append(
            f"{len(times):>8}{span(sum(times)):>12}{sum(times) / len(times):>12.3g}{max(times):>12.3g}{peaks[title] / 1e6:>10.0f}  {where}"
        )
    return "\n".join([*lines, ""])


def story(project, name: bytes) -> str:
    """Return all that is known of a task: call, state, what it stands on, who holds it, result or failure."""
    graph, store = project.graph, project.store
    task = graph.tasks[name]
    lines = [told(task), f"  hash      {name.decode()}"]
    below = graph.needs.get(name, ())
    missing = [n for n in below if not store.has(n)]
    holder = store.leases().get(name)
    failed = name in store.failures()
    if store.has(name):
        lines.append(f"  state     complete, {store.entry(name)['size']} bytes")
        meta = store.meta(name)
        if "start" in meta:
            when = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(meta["start"]))
            lines.append(f"  computed  {when}, {meta['seconds']:.3g} s, by {meta.get('user')}@{meta.get('host')}, peak {meta['peak'] / 1e6:.0f} MB")
            lines.append(f"  with      {', '.join(f'{k} {v}' for k, v in meta.get('versions', {}).items())}")
        then, now = store.fingerprint(name), code_of(task.code)
        if then and now and then[0] == now[0] and then != now:
            lines.append("  code      has changed since")
    else:
        lines.append(f"  state     {'waiting' if missing else 'held' if holder else 'failed' if failed else 'ready'}")
    if holder:
        alive = "alive" if holder.get("alive") else "dead: it will be taken over"
        lines.append(f"  held by   {holder.get('host')} pid {holder.get('pid')} since {time.ctime(holder.get('since', 0))} ({alive})")
    for n in below:
        title = told(graph.tasks[n]) if n in graph.tasks else "a task of another jugfile"
        lines.append(f"  needs     {'✓' if store.has(n) else '✗'} {n[:12].decode()} {title}")
    users = graph.users.get(name, ())
    lines += [f"  needed by {n[:12].decode()} {told(graph.tasks[n])}" for n in users[:10]]
    if len(users) > 10:
        lines.append(f"            and {len(users) - 10} more")
    if failed and not store.has(name):
        report = store.failure(name)
        lines.append(f"  failed    {time.ctime(report['time'])} on {report.get('host')} pid {report.get('pid')}: {report['error']}")
        lines.append(f"  call      {report.get('call')}")
        lines += ["    " + line for line in report.get("traceback", "").rstrip().splitlines()]
    return "\n".join(lines)
