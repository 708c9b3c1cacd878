"""The zip holds what a function needs, compiled, and is the same for the same sources."""

import json
import marshal
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest

from chalicelib.errors import BadConfiguration
from infra import bundle
from infra.functions import ENTRIES
from tests.infra.conftest import ROOT

# The two entries share blueprints with app.py, and a blueprint knows one application only.
IMPORTS = """
import importlib, pathlib, sys
sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])
for path in sorted(pathlib.Path(sys.argv[1], "chalicelib").rglob("*.pyc")):
    if path.parent.name != "entries":
        importlib.import_module(".".join(path.relative_to(sys.argv[1]).with_suffix("").parts).removesuffix(".__init__"))
import app
print(app.__file__)
"""
ENTERS = "import importlib, sys; sys.path.insert(0, sys.argv[1]); print(importlib.import_module(sys.argv[2]).__file__)"
# Magic number, flags and the hash of the source, PEP 552.
HEADER = 16
BARE = [sys.executable, "-I", "-S", "-B"]


@pytest.mark.slow
def test_the_package_is_small_repeatable_and_imports_everything_with_nothing_else_installed(tmp_path: Path) -> None:
    first, second = (bundle.build(ROOT, tmp_path / name, machine="x86_64") for name in ("1.zip", "2.zip"))
    assert first.read_bytes() == second.read_bytes()
    assert first.stat().st_size <= bundle.LIMIT_BYTES
    zipfile.ZipFile(first).extractall(tmp_path / "task")
    task = str(tmp_path / "task")
    entries = [["-c", ENTERS, task, module.rpartition(".")[0]] for module in ENTRIES.values()]
    for run in (["-c", IMPORTS, task], *entries, [str(ROOT / "tests" / "infra" / "packaged.py"), task]):
        assert subprocess.run([*BARE, *run], check=True, capture_output=True, text=True).stdout.startswith(task)


@pytest.mark.slow
def test_there_are_wheels_for_both_machines_and_byte_code_in_the_place_of_every_source(tmp_path: Path) -> None:
    for machine in bundle.MACHINES:
        archive = zipfile.ZipFile(bundle.build(ROOT, tmp_path / machine, machine=machine))
        names = archive.namelist()
        assert any(name.endswith(f"{bundle.MACHINES[machine]}-linux-gnu.so") for name in names)
        compiled = {name.removesuffix(".pyc") for name in names if name.endswith(".pyc")}
        sources = {name.removesuffix(".py") for name in names if name.endswith(".py")}
        assert {"app", "botocore/session", "chalicelib/handlers/entries/api"} <= compiled
        assert sources == {f"sources/{name}" for name in compiled if name.split("/")[0] in ("app", "chalicelib")}


@pytest.mark.slow
def test_a_traceback_finds_the_lines_of_our_own_modules(tmp_path: Path) -> None:
    archive = zipfile.ZipFile(bundle.build(ROOT, tmp_path / "1.zip", machine="x86_64"))
    ours = [name for name in archive.namelist() if name.startswith("chalicelib/") and name.endswith(".pyc")]
    shown = {marshal.loads(archive.read(name)[HEADER:]).co_filename.removeprefix("/var/task/") for name in ours}
    assert shown == {f"sources/{name.removesuffix('c')}" for name in ours} < set(archive.namelist())


def test_equal_trees_make_equal_zips_whatever_their_times(tmp_path: Path) -> None:
    (tmp_path / "tree" / "b").mkdir(parents=True)
    (tmp_path / "tree" / "a.py").write_text("a = 1\n")
    (tmp_path / "tree" / "b" / "c.py").write_text("c = 1\n")
    bundle.write_zip(tmp_path / "tree", tmp_path / "1.zip")
    (tmp_path / "tree" / "a.py").touch()
    bundle.write_zip(tmp_path / "tree", tmp_path / "2.zip")
    assert (tmp_path / "1.zip").read_bytes() == (tmp_path / "2.zip").read_bytes()
    assert zipfile.ZipFile(tmp_path / "1.zip").namelist() == ["a.py", "b/c.py"]


def test_a_package_is_not_built_with_a_price_list_that_lacks_a_price(tmp_path: Path) -> None:
    listed = json.loads((ROOT / "infra" / "prices.json").read_text("utf-8"))
    del listed["prices"]["sqs"]["requests"]
    (tmp_path / "prices.json").write_text(json.dumps(listed))
    with pytest.raises(BadConfiguration, match=r"sqs\.requests is missing"):
        bundle._add_prices(tmp_path / "prices.json", tmp_path / "code" / "prices.json")


def test_the_package_has_the_document_of_the_api_where_the_api_looks_for_it(tmp_path: Path) -> None:
    from chalicelib.handlers.api_reference import PLACE

    target = tmp_path / "docs" / "openapi.json"
    bundle._add_document(ROOT / "docs" / "openapi.json", target)
    assert PLACE == ROOT / "docs" / "openapi.json"
    assert json.loads(target.read_text("utf-8")) == json.loads(PLACE.read_text("utf-8"))
    assert len(zlib.compress(target.read_bytes(), 9)) < 100_000
