"""Show the status of a jugfile in a browser.

The page changes nothing. It refreshes itself every three seconds, or as ?refresh=SECONDS says (0: never).
"""

from ..tasks import options as common

HELP = "show the status in a browser"


def arguments(parser):
    parser.add_argument("--port", dest="webstatus_port", type=int, default=8080, help="(default: 8080)")
    parser.add_argument("--ip", dest="webstatus_ip", default="localhost", help="address to listen at (default: localhost)")
    common.add_common(parser)


def page(counts, title: str, refresh: int | None = None) -> str:
    """Return the page."""
    from html import escape

    words = list(counts)
    names = sorted({n for c in counts.values() for n in c})
    rows = "".join(
        f"<tr><td>{escape(n)}</td>" + "".join(f"<td>{counts[w][n]}</td>" for w in words) + "</tr>" for n in [*names]
    )
    totals = "".join(f"<td>{sum(counts[w].values())}</td>" for w in words)
    again = f'<meta http-equiv="refresh" content="{int(refresh)}">' if refresh else ""
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">{again}<title>{escape(title)}</title>'
        "<style>body{font-family:sans-serif;margin:2em}td,th{padding:.2em 1em;text-align:right}"
        "td:first-child,th:first-child{text-align:left}tr:last-child{font-weight:bold;border-top:1px solid}"
        "table{border-collapse:collapse}</style></head>"
        f"<body><h1>{escape(title)}</h1><table><tr><th>Task name</th>{''.join(f'<th>{w.capitalize()}</th>' for w in words)}</tr>"
        f"{rows}<tr><td>Total</td>{totals}</tr></table></body></html>"
    )


def server(project, options):
    """Return a server that is ready to serve."""
    from http.server import BaseHTTPRequestHandler, HTTPServer
    from urllib.parse import parse_qs, urlsplit

    from ..tasks.report import state_counts

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            where = urlsplit(self.path)
            if where.path != "/":
                self.send_error(404)
                return
            word = parse_qs(where.query).get("refresh", [""])[0]
            project.store.refresh()
            body = page(state_counts(project), options.jugfile, int(word) if word.isdecimal() else 3).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass

    return HTTPServer((options.webstatus_ip, options.webstatus_port), Handler)


def run(options):
    from ..tasks.project import from_options

    with server(from_options(options), options) as served:
        print(f"http://{options.webstatus_ip}:{served.server_port}/ (Ctrl-C ends it)", flush=True)
        served.serve_forever()
    return 0
