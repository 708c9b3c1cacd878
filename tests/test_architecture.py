"""The laws of the house, checked over the source: who imports whom, one door each, one clock, and the limits of size and shape."""

import ast
import io
import re
import statistics
import subprocess
import sys
import tokenize
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from app import app

ROOT = Path(__file__).parents[1]
Function = ast.FunctionDef | ast.AsyncFunctionDef

# Each room of chalicelib and the rooms it may import from; externals have doors of their own below.
MAY_IMPORT = {
    "app": {"handlers"},
    "handlers": {"handlers", "actions", "storage", "outside", "settings", "clock", "pure"},
    "actions": {"storage", "outside", "settings", "pure"},
    "storage": {"storage", "settings", "pure"},
    "outside": {"outside", "settings", "pure"},
    "settings": {"pure"},
    "clock": set(),
    "pure": {"pure"},
}
# Each package from elsewhere and the one room, or module, that may import it.
DOORS = {
    "chalice": ("app", "handlers"),
    "aws_lambda_powertools": ("handlers",),
    "pynamodb": ("storage",),
    "botocore": ("outside", "chalicelib.agent", "chalicelib.attributes"),
    "urllib3": ("outside",),
    "msgspec": ("chalicelib.codec",),
    "nh3": ("chalicelib.markup",),
    "snowballstemmer": ("chalicelib.search.stems",),
}
# The same for the standard library's ways out of the process.
NETWORK = ("http.client", "http.server", "ftplib", "imaplib", "poplib", "smtplib", "socket", "ssl", "urllib.request")
WORLD: tuple[str, ...] = ("asyncio", "io.open", "logging", "multiprocessing", "os", "pathlib", "random", "secrets", "shutil", "sqlite3")
WORLD += ("subprocess", "tempfile", "threading", "time", "uuid")
# Makers of random ids and keys; what a rule needs of them it gets as a value. And a lock, because msgspec needs one.
MAKERS = {"chalicelib.ids": ("secrets",), "chalicelib.codec": ("threading",)}
WALL_CLOCK = {"utcnow", "today", "time_ns", "localtime", "gmtime", "ctime", "formatdate", "make_msgid", "uuid1"}
ENVIRONMENT = {"environ", "environb", "getenv", "getenvb", "putenv"}
# A webhook must not import every channel, so this table of our own modules is loaded by name.
LOADS_BY_NAME = ("chalicelib.channels.registry",)
SIDE_DOORS = {"importlib", "runpy", "__import__", "exec", "eval"}
# Where everything is caught: the edge of each handler, and the local runner where it stands for Lambda itself.
EDGES = ("chalicelib.handlers.edge", "infra.local.functions")
# What a route needs of storage/ beside what `readings` and the features' actions load for the caller: none of it is a stored object.
GATED = "chalicelib.handlers.api_"
NOT_GATED = (
    "chalicelib.storage.history.Command", "chalicelib.storage.history.Outcome", "chalicelib.storage.seen", "chalicelib.storage.uploads",
    "chalicelib.storage.jobs", "chalicelib.storage.feed.settled",
)  # fmt: skip
VAGUE_MODULES = {"util", "utils", "helper", "helpers", "common", "misc"}
VAGUE_CLASSES = ("Manager", "Helper", "Processor")
MODULE_LINES, BODY_LINES, PARAMETERS, NESTING = 400, 50, 5, 3
NESTS = (ast.If, ast.For, ast.While, ast.With, ast.Try, ast.Match)
SILENCED = re.compile(r"noqa(: *[A-Z]+\d+(, *[A-Z]+\d+)*)?|type: *ignore(\[[\w, -]+\])?")
HEAVY = {"boto3", "pydantic", "aws_xray_sdk"}


@dataclass(frozen=True)
class Module:
    """One source file, read once."""

    name: str
    source: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.source)

    @cached_property
    def nodes(self) -> list[ast.AST]:
        return list(ast.walk(self.tree))

    @property
    def room(self) -> str:
        top, *rest = self.name.split(".")
        if top != "chalicelib":
            return top
        return "actions" if "actions" in rest[1:] else rest[0] if rest and rest[0] in MAY_IMPORT else "pure"

    @property
    def imports(self) -> Iterator[str]:
        """Everything imported anywhere in the module, imports for types and inside functions included."""
        for node in self.nodes:
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                package = self.name.split(".")[: -node.level] if node.level else []
                yield from (".".join([*package, *filter(None, [node.module]), alias.name]) for alias in node.names)

    @property
    def comments(self) -> Iterator[str]:
        tokens = tokenize.generate_tokens(io.StringIO(self.source).readline)
        return (token.string for token in tokens if token.type == tokenize.COMMENT)

    @property
    def functions(self) -> Iterator[Function]:
        return (node for node in self.nodes if isinstance(node, Function))


def read(*roots: str) -> list[Module]:
    paths = [path for root in roots for path in ([ROOT / root] if root.endswith(".py") else sorted((ROOT / root).rglob("*.py")))]
    return [Module(_dotted(path.relative_to(ROOT)), path.read_text("utf-8")) for path in paths]


def _dotted(path: Path) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


APPLICATION = read("app.py", "chalicelib")
OURS = [*APPLICATION, *read("infra", "bench")]
EVERYTHING = [*OURS, *read("tests")]
NAMES = {module.name for module in EVERYTHING}


# -- the laws: each yields what breaks it --


def rooms(module: Module) -> Iterator[str]:
    for name in module.imports:
        target = _ours(name)
        if target and (Module(target, "").room not in MAY_IMPORT[module.room] or not target.startswith("chalicelib")):
            yield f"{module.room} imports {target}"


def _ours(name: str) -> str:
    """The module of ours that an import reaches, or nothing."""
    if name.split(".")[0] not in ("app", "chalicelib", "infra", "tests", "bench", "vuoro_client"):
        return ""
    return name if name in NAMES else name.rpartition(".")[0] or name


def doors(module: Module) -> Iterator[str]:
    for name in module.imports:
        package = name.split(".")[0]
        if package in sys.stdlib_module_names or _ours(name):
            continue
        if not {module.room, module.name} & set(DOORS.get(package, ())):
            yield f"{package} has no door here"


def network(module: Module) -> Iterator[str]:
    if module.room != "outside":
        yield from (f"{name} belongs in outside/" for name in module.imports if _within(name, NETWORK))


def purity(module: Module) -> Iterator[str]:
    if module.room != "pure":
        return
    allowed = MAKERS.get(module.name, ())
    yield from (f"a rule imports {name}" for name in module.imports if _within(name, WORLD) and not _within(name, allowed))
    calls = (node.func for node in module.nodes if isinstance(node, ast.Call))
    yield from (f"a rule calls {call.id}" for call in calls if isinstance(call, ast.Name) and call.id in ("open", "print", "input"))


def _within(name: str, packages: tuple[str, ...]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def one_clock(module: Module) -> Iterator[str]:
    if module.name == "chalicelib.clock":
        return
    attributes = {ast.unparse(node) for node in module.nodes if isinstance(node, ast.Attribute)}
    words = {name.split(".")[-1] for name in attributes | set(module.imports)}
    calls = words & WALL_CLOCK | (attributes | set(module.imports)) & {"datetime.now", "datetime.datetime.now", "time.time"}
    yield from (f"{call} tells the time" for call in sorted(calls))


def one_environment(module: Module) -> Iterator[str]:
    if module.name != "chalicelib.settings":
        words = {node.attr for node in module.nodes if isinstance(node, ast.Attribute)} | {name.split(".")[-1] for name in module.imports}
        yield from (f"{word} is read in settings.py only" for word in words & ENVIRONMENT)


def no_side_doors(module: Module) -> Iterator[str]:
    if module.name in LOADS_BY_NAME:
        return
    words = {node.id for node in module.nodes if isinstance(node, ast.Name)} | {name.split(".")[0] for name in module.imports}
    yield from (f"{word} hides an import" for word in words & SIDE_DOORS)


def cheap_dataclasses(module: Module) -> Iterator[str]:
    if module.name != "chalicelib.values" and "dataclasses.dataclass" in module.imports:
        yield "dataclass comes from chalicelib.values"


def features_apart(module: Module) -> Iterator[str]:
    """Features meet through events; only a handler puts two actions in a row."""
    if module.room == "actions":
        own = ".".join(module.name.split(".")[:2])
        targets = {target for name in module.imports if (target := _ours(name)) and Module(target, "").room == "actions"}
        yield from (f"calls {target}" for target in targets if not target.startswith(f"{own}."))


def one_gate(module: Module) -> Iterator[str]:
    """A route loads nothing by itself: the one door to each kind of object is where it is decided what the caller may see."""
    if module.name.startswith(GATED):
        stored = (name for name in module.imports if _within(name, ("chalicelib.storage",)) and not _within(name, NOT_GATED))
        yield from (f"loads past the gate: {name}" for name in stored)


def size(module: Module) -> Iterator[str]:
    lines = len(module.source.splitlines())
    if lines > MODULE_LINES:
        yield f"{lines} lines"
    yield from (f"{function.name} has {body} lines" for function in module.functions if (body := body_lines(function)) > BODY_LINES)


def body_lines(function: Function) -> int:
    """From the first statement after the docstring to the last."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def parameters(module: Module) -> Iterator[str]:
    for function in module.functions:
        positional = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args) if argument.arg not in ("self", "cls")]
        if len(positional) > PARAMETERS:
            yield f"{function.name} takes {len(positional)} positional parameters"


def nesting(module: Module) -> Iterator[str]:
    yield from (f"{function.name} nests {deep} deep" for function in module.functions if (deep := _depth(function)) > NESTING)


def _depth(node: ast.AST) -> int:
    deepest = max((_depth(child) for child in ast.iter_child_nodes(node) if not isinstance(child, Function | ast.ClassDef)), default=0)
    is_elif = isinstance(node, ast.If) and len(node.orelse) == 1 and isinstance(node.orelse[0], ast.If)
    return deepest + (isinstance(node, NESTS) and not is_elif)


def docstring(module: Module) -> Iterator[str]:
    if module.source.strip() and not ast.get_docstring(module.tree):
        yield "says nowhere what it is for"


def exact_excepts(module: Module) -> Iterator[str]:
    if module.name not in EDGES:
        handlers = (node for node in module.nodes if isinstance(node, ast.ExceptHandler))
        yield from (f"catches everything in line {node.lineno}" for node in handlers if _is_broad(node) and not _passes_on(node))


def _is_broad(handler: ast.ExceptHandler) -> bool:
    named = {node.id for node in ast.walk(handler.type) if isinstance(node, ast.Name)} if handler.type else {"BaseException"}
    return bool(named & {"Exception", "BaseException"})


def _passes_on(handler: ast.ExceptHandler) -> bool:
    """Tidies up and raises the same fault again."""
    return isinstance(handler.body[-1], ast.Raise) and handler.body[-1].exc is None


def exact_names(module: Module) -> Iterator[str]:
    if VAGUE_MODULES & set(module.name.split(".")):
        yield "its name says nothing"
    classes = (node.name for node in module.nodes if isinstance(node, ast.ClassDef))
    yield from (f"class {name}" for name in classes if name.endswith(VAGUE_CLASSES))


def nothing_left_over(module: Module) -> Iterator[str]:
    for comment in module.comments:
        yield from (f"{mark} in a comment" for mark in ("TODO", "FIXME", "XXX", "pragma: no cover") if mark in comment)
        if SILENCED.search(comment) and len(SILENCED.sub("", comment).strip(" #-,.:")) < 8:
            yield f"silenced without a reason: {comment}"


Law = Callable[[Module], Iterator[str]]
OF_THE_APPLICATION: tuple[Law, ...] = (
    rooms, doors, network, purity, one_clock, one_environment, no_side_doors, cheap_dataclasses, features_apart, one_gate, nesting,
)  # fmt: skip
OF_ALL_CODE: tuple[Law, ...] = (size, parameters, exact_excepts, exact_names)
OF_EVERY_FILE: tuple[Law, ...] = (docstring, nothing_left_over)
LAWS = (
    *((law, APPLICATION) for law in OF_THE_APPLICATION),
    *((law, OURS) for law in OF_ALL_CODE),
    *((law, EVERYTHING) for law in OF_EVERY_FILE),
)


@pytest.mark.parametrize(("law", "modules"), LAWS, ids=[law.__name__ for law, _ in LAWS])
def test_a_law_holds_everywhere(law: Law, modules: list[Module]) -> None:
    faults = [f"{module.name}: {fault}" for module in modules for fault in law(module)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("law", "name", "source"),
    [
        (rooms, "chalicelib.tickets.merging", "from chalicelib.storage import rows"),
        (rooms, "chalicelib.tickets.merging", "from chalicelib import clock"),
        (rooms, "chalicelib.tickets.merging", "from ..storage import rows"),
        (rooms, "chalicelib.tickets.actions", "def late():\n    from chalicelib.handlers import edge"),
        (rooms, "chalicelib.storage.merging", "from chalicelib.outside import queues"),
        (rooms, "app", "from chalicelib.tickets import actions"),
        (rooms, "chalicelib.handlers.merging", "import infra.stack"),
        (doors, "chalicelib.tickets.merging", "import botocore.session"),
        (doors, "chalicelib.outside.merging", "import boto3"),
        (doors, "chalicelib.storage.merging", "from chalice import Blueprint"),
        (doors, "chalicelib.tickets.merging", "import msgspec"),
        (network, "chalicelib.tickets.actions", "from urllib.request import urlopen"),
        (purity, "chalicelib.tickets.merging", "import random"),
        (purity, "chalicelib.tickets.merging", "from pathlib import Path"),
        (purity, "chalicelib.tickets.merging", "print('here')"),
        (one_clock, "chalicelib.tickets.actions", "at = datetime.now(UTC)"),
        (one_clock, "chalicelib.handlers.merging", "import time\nat = time.time()"),
        (one_clock, "chalicelib.tickets.merging", "from email.utils import make_msgid"),
        (one_environment, "chalicelib.tickets.actions", "import os\nos.environ['HOME']"),
        (one_environment, "chalicelib.tickets.actions", "from os import getenv"),
        (no_side_doors, "chalicelib.tickets.merging", "import importlib"),
        (cheap_dataclasses, "chalicelib.tickets.merging", "from dataclasses import dataclass, field"),
        (features_apart, "chalicelib.tickets.actions", "from chalicelib.surveys import actions"),
        (one_gate, "chalicelib.handlers.api_more", "from chalicelib.storage import history"),
        (one_gate, "chalicelib.handlers.api_more", "from chalicelib.storage.history import load"),
        (one_gate, "chalicelib.handlers.api_more", "def f():\n    from chalicelib.storage import people as rows"),
        (one_gate, "chalicelib.handlers.api_more", "import chalicelib.storage.tickets"),
        (nesting, "chalicelib.tickets.merging", "def f(a):\n if a:\n  for b in a:\n   if b:\n    with b:\n     pass"),
        (size, "infra.long", "x = 1\n" * 401),
        (size, "infra.long", "def f():\n" + " x = 1\n" * 51),
        (parameters, "infra.wide", "def f(a, b, c, d, e, g): ..."),
        (exact_excepts, "infra.brave", "try:\n  f()\nexcept (ValueError, Exception):\n  pass"),
        (exact_excepts, "infra.brave", "try:\n  f()\nexcept:\n  pass"),
        (exact_names, "chalicelib.tickets.utils", ""),
        (exact_names, "chalicelib.tickets.merging", "class MergeManager: ..."),
        (docstring, "tests.silent", "x = 1"),
        (nothing_left_over, "tests.later", "# TODO: later"),
        (nothing_left_over, "tests.later", "x = f()  # noqa: S101"),
        (nothing_left_over, "tests.later", "x = f()  # type: ignore[misc] # noqa: S101"),
    ],
)  # fmt: skip
def test_a_planted_fault_is_found(law: Law, name: str, source: str) -> None:
    assert list(law(Module(name, source)))


def test_elif_is_no_deeper_than_if() -> None:
    chain = "def f(a):\n if a == 1:\n  x = 1\n" + " elif a == 2:\n  x = 2\n" * 5
    assert list(nesting(Module("chalicelib.tickets.merging", chain))) == []


def test_functions_stay_short() -> None:
    bodies = sorted(body_lines(function) for module in APPLICATION for function in module.functions)
    assert statistics.median(bodies) <= 8
    assert bodies[int(len(bodies) * 0.95)] <= 30


def test_every_folder_is_a_package_because_it_is_shipped_as_one() -> None:
    folders = {path.parent for path in (ROOT / "chalicelib").rglob("*.py")}
    assert [str(folder.relative_to(ROOT)) for folder in folders if not (folder / "__init__.py").exists()] == []


def test_every_package_from_elsewhere_is_pinned() -> None:
    assert _not_pinned(APPLICATION, "requirements.txt", but=("chalice",)) == set()
    assert _not_pinned(EVERYTHING, "requirements.txt", "requirements-dev.txt") == set()


def _not_pinned(modules: list[Module], *files: str, but: tuple[str, ...] = ()) -> set[str]:
    pins = "".join((ROOT / file).read_text("utf-8") for file in files)
    pinned = {_plain(name) for name in re.findall(r"^([\w.-]+)(?:\[.*\])?==", pins, re.MULTILINE)}
    known = packages_distributions()
    roots = {name.split(".")[0] for module in modules for name in module.imports if not _ours(name)}
    imported = roots - sys.stdlib_module_names - set(but)
    return {name for name in imported if not pinned & {_plain(package) for package in known.get(name, [])}}


def _plain(package: str) -> str:
    return package.lower().replace("_", "-")


# -- what Lambda does with the handlers --

TRIGGERS = {source.name: source.handler_string.rpartition(".")[0] for source in app.event_sources}


def test_no_two_handlers_have_the_same_name() -> None:
    """Chalice looks at this only when it deploys."""
    names = [source.name for source in app.event_sources] + ["api_handler"]
    assert [name for name, count in Counter(names).items() if count > 1] == []


@pytest.mark.parametrize("module", ["app", *sorted(set(TRIGGERS.values()))])
def test_a_handler_starts_alone_bare_and_light(module: str) -> None:
    """Lambda imports a queue handler's own module, never app.py; an empty environment must do for that."""
    run = subprocess.run(
        [sys.executable, "-c", f"import sys, {module}; print(*sys.modules)"], cwd=ROOT, env={}, capture_output=True, text=True, check=True
    )
    assert (HEAVY | {"app"} - {module}) & set(run.stdout.split()) == set()
