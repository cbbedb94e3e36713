"""``python -m pyimg``: the command line."""

from .cli import main

raise SystemExit(main())
