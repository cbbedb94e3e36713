"""Read every stored result and check its digest. Nothing stored is run.

Damaged results are forgotten, so that the next `execute` computes them again. Exit code: 1 if there were any.
"""

from ..tasks import options as common

HELP = "read every stored result and check its digest"


def arguments(parser):
    parser.add_argument("-n", "--dry-run", dest="verify_dry_run", action="store_true", help="only report")
    common.add_common(parser)


def run(options):
    from ..tasks.project import from_options

    store = from_options(options, read=False).store
    damaged = list(store.begin(check=True))
    count = len(store.names()) + len(damaged)
    damaged = sorted({*damaged, *store.verify()})
    for name in damaged:
        print(f"damaged: {name.decode()}")
    print(f"{count - len(damaged)} results are sound, {len(damaged)} are damaged.")
    scars = store.scars
    if scars:
        print(f"{scars} stretches of records make no sense; the results that were there count as missing.")
    if damaged and not options.verify_dry_run:
        store.invalidate(damaged, force=True)
    if scars and not options.verify_dry_run:
        # What makes sense is copied, the rest goes.
        store.pack()
    return 1 if damaged or scars else 0
