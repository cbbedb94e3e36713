"""Count the tasks of a jugfile by state: failed, waiting for others, ready to run, complete, being run.

Exit code: 0 if all are complete, else 1.
"""

from ..tasks import options as common

HELP = "count the tasks by state"


def arguments(parser):
    parser.add_argument("--timings", dest="status_timings", action="store_true", help="how long the tasks took, and where")
    parser.add_argument("--cache", dest="status_cache", action="store_true", help="accepted for jug's sake: status is fast without")
    parser.add_argument("--cache-file", dest="status_cache_file", metavar="FILE", help="accepted for jug's sake")
    parser.add_argument("--clear", dest="status_clear", action="store_true", help="accepted for jug's sake")
    common.add_common(parser)


def run(options):
    from ..tasks.project import from_options
    from ..tasks.report import changed_code, sentence, state_counts, status_table, timings

    project = from_options(options)
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
