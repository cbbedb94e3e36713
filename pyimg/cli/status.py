"""Count the tasks of a jugfile by state: failed, waiting for others, ready to run, complete, being run.

Exit code: 0 if all are complete, else 1.
"""

from ..tasks import options as common

HELP = "count the tasks by state"


def arguments(parser):
    parser.add_argument("--timings", dest="status_timings", action="store_true", help="how long the tasks took, and where")
    parser.add_argument("--cache", dest="status_cache", action="store_true", help="remember the tasks; read the jugfile again only when it, or what it was read from, has changed")
    parser.add_argument("--cache-file", dest="status_cache_file", default=common.STATUS_CACHE, metavar="FILE", help="where to (default: %(default)s)")
    parser.add_argument("--clear", dest="status_cache_clear", action="store_true", help="with --cache: remove it and do no more")
    common.add_common(parser)


def run(options):
    from ..tasks.project import from_cache, from_options
    from ..tasks.report import changed_code, sentence, state_counts, status_table, timings

    if options.status_cache and options.status_cache_clear:
        from ..tasks.snapshot import clear

        if not clear(options.status_cache_file):
            raise ValueError(f"{options.status_cache_file} is no status cache: not removed")
        return 0
    project = from_cache(options, options.status_cache_file) if options.status_cache else from_options(options)
    counts = state_counts(project)
    print(sentence(counts) if options.short else status_table(counts))
    if options.status_timings:
        print(timings(project))
    if project.damaged:
        print(f"{project.damaged} results are damaged: they will be computed again.")
    for line in changed_code(project):
        print(line)
    if project.barrier and not options.short:
        print("The jugfile waits at a barrier: more tasks may follow.")
    left = sum(sum(c.values()) for word, c in counts.items() if word != "complete")
    return 1 if left or project.barrier else 0
