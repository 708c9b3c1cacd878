"""The look of the local desk's own pages: one frame, one style, light and dark."""

from html import escape

from infra.local.web import Answer, as_html

STYLE = """
:root{color-scheme:light dark;--line:#8884;--soft:#8881;--accent:#2563eb}
@media(prefers-color-scheme:dark){:root{--accent:#7aa2ff}}
*{box-sizing:border-box}body{margin:0;font:16px/1.5 system-ui,sans-serif}
main{max-width:60rem;margin:auto;padding:1rem}h1{font-size:1.4rem;margin:.5rem 0}h2{font-size:1.1rem;margin:1.4rem 0 .3rem}
a{color:var(--accent);text-decoration:none}form{display:flex;gap:.5rem;margin:.8rem 0}nav a{margin-right:1rem}
input{flex:1;min-width:0;font:inherit;padding:.45rem .7rem;border:1px solid var(--line);border-radius:.5rem}
button{font:inherit;padding:.45rem 1rem;border:0;border-radius:.5rem;background:#2563eb;color:#fff}
ol{padding-left:1.4rem}ol>li{margin:.4rem 0}ol pre{margin:.4rem 0;font:.85rem/1.5 ui-monospace,monospace}nav+ul{margin-top:.6rem}
code{overflow-wrap:anywhere}ul{list-style:none;margin:0;padding:0;border:1px solid var(--line);border-radius:.6rem;overflow:hidden}
ul>li+li{border-top:1px solid var(--line)}
ul>li>a,ul>li>div{display:block;padding:.6rem .8rem;color:inherit}ul>li>a:hover{background:var(--soft)}
small{opacity:.7}b{font-weight:600}
pre,iframe{width:100%;border:1px solid var(--line);border-radius:.6rem;margin:0}
pre{padding:.8rem;white-space:pre-wrap;overflow-wrap:anywhere;font:inherit}
iframe{height:26rem;background:#fff}dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem .8rem;font-size:.9rem}
dd{margin:0;overflow-wrap:anywhere}dt{opacity:.7}
table{width:100%;border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums}
th{text-align:left;font-weight:600;opacity:.7}th,td{padding:.25rem .6rem .25rem 0;border-bottom:1px solid var(--line);vertical-align:top}
.n{text-align:right}.n,td:first-child{white-space:nowrap}.sum td{font-weight:600;border-bottom:0}
.wide{overflow-x:auto}
@media(max-width:30rem){dl{grid-template-columns:1fr}dd{margin-bottom:.4rem}}
"""
NAVIGATION = '<nav><a href="/">Everything sent</a><a href="/tickets">Tickets</a><a href="/shop">Shop with the panel</a></nav>'


def page(title: str, body: str, status: int = 200, language: str = "en") -> Answer:
    """A whole page; `title` and `body` are HTML already."""
    metas = '<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">'
    head = f'{metas}<title>{title}</title><link rel="icon" href="data:,"><style>{STYLE}</style>'
    content = f"<main>{NAVIGATION}<h1>{title}</h1>{body}</main>"
    return as_html(f'<!doctype html><html lang="{language}"><head>{head}</head><body>{content}</body></html>', status)


def table(heads: list[str], rows: list[list[str]], numbers: frozenset[int] = frozenset(), *, total: list[str] | None = None) -> str:
    """A table of texts, escaped here; columns in `numbers` stand to the right, `total` is a last bold row."""
    head = "".join(f"<th{_right(place, numbers)}>{escape(name)}</th>" for place, name in enumerate(heads))
    body = "".join(f"<tr>{_cells(row, numbers)}</tr>" for row in rows)
    last = f'<tr class="sum">{_cells(total, numbers)}</tr>' if total else ""
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{body}{last}</tbody></table></div>'


def _cells(row: list[str], numbers: frozenset[int]) -> str:
    return "".join(f"<td{_right(place, numbers)}>{escape(cell)}</td>" for place, cell in enumerate(row))


def _right(place: int, numbers: frozenset[int]) -> str:
    return ' class="n"' if place in numbers else ""
