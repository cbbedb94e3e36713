"""Remove results that no task of the jugfile needs, locks and other traces of dead workers, marks of failure.

The locks of living workers are left alone (but with --force), and so is everything that is not the store's own. While
the jugfile waits at a barrier its later tasks are not known: then no results are removed (but with --force).
"""

from ..tasks import options as common

HELP = "remove results that no task needs, and what dead workers left"


def arguments(parser):
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--locks-only", dest="cleanup_locks_only", action="store_true", help="leave the results alone")
    which.add_argument("--failed-only", dest="cleanup_failed_only", action="store_true", help="remove marks of failure only")
    which.add_argument("--keep-locks", dest="cleanup_keep_locks", action="store_true", help="leave the locks alone")
    parser.add_argument("--force", dest="cleanup_force", action="store_true", help="locks of the living, and results behind a barrier, too")
    parser.add_argument("-n", "--dry-run", dest="cleanup_dry_run", action="store_true", help="only say what would be removed")
    common.add_common(parser)


def run(options):
    from ..tasks.project import from_options

    project = from_options(options, read=not (options.cleanup_locks_only or options.cleanup_failed_only))
    store, dry = project.store, options.cleanup_dry_run
    verb = "Would remove" if dry else "Removed"
    if options.cleanup_failed_only:
        failures = list(store.failures())
        print(f"{verb} {len(failures) if dry else store.clear_failures(failures)} failure locks")
        return 0
    if not options.cleanup_locks_only:
        if project.barrier and not options.cleanup_force:
            print("The jugfile waits at a barrier: results behind it would be lost, so none are removed (--force removes them).")
        else:
            names = sorted(store.names() - project.graph.tasks.keys())
            count = len(names) if dry else len(store.invalidate(names))
            print(f"{verb} {count} objects")
        swept = store.sweep(dry_run=dry)
        if swept:
            print(f"{verb} {swept} files of dead workers")
    if not options.cleanup_keep_locks:
        failures = list(store.failures())
        count = store.break_leases(dead_only=not options.cleanup_force, dry_run=dry)
        count += len(failures) if dry else store.clear_failures(failures)
        print(f"{verb} {count} locks")
        living = len(project.held())
        if living:
            print(f"{living} locks of living workers are left alone")
    return 0
