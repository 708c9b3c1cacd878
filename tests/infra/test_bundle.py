"""The zip holds what a function needs, compiled, and is the same for the same sources."""

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from infra import bundle
from tests.infra.conftest import ROOT

IMPORTS = """
import importlib, pathlib, sys
sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])
for path in sorted(pathlib.Path(sys.argv[1], "chalicelib").rglob("*.py")):
    importlib.import_module(".".join(path.relative_to(sys.argv[1]).with_suffix("").parts).removesuffix(".__init__"))
import app, botocore.session
session = botocore.session.get_session()
for service in sys.argv[2:]:
    session.create_client(service, region_name="eu-north-1", aws_access_key_id="x", aws_secret_access_key="y")
print(botocore.__file__)
"""


@pytest.mark.slow
def test_the_package_is_small_repeatable_and_imports_everything_with_nothing_else_installed(tmp_path: Path) -> None:
    first, second = (bundle.build(ROOT, tmp_path / name, machine="x86_64") for name in ("1.zip", "2.zip"))
    assert first.read_bytes() == second.read_bytes()
    assert first.stat().st_size <= bundle.LIMIT_BYTES
    zipfile.ZipFile(first).extractall(tmp_path / "task")
    command = [sys.executable, "-I", "-S", "-c", IMPORTS, str(tmp_path / "task"), *bundle.SERVICES]
    assert subprocess.run(command, check=True, capture_output=True, text=True).stdout.startswith(str(tmp_path))


@pytest.mark.slow
def test_there_are_wheels_for_both_machines_and_byte_code_for_every_module(tmp_path: Path) -> None:
    for machine in bundle.MACHINES:
        names = zipfile.ZipFile(bundle.build(ROOT, tmp_path / machine, machine=machine)).namelist()
        assert any(name.endswith(f"{bundle.MACHINES[machine]}-linux-gnu.so") for name in names)
        modules = {name.removesuffix(".py") for name in names if name.endswith(".py")}
        compiled = {name.replace("__pycache__/", "").split(".cpython-")[0] for name in names if name.endswith(".pyc")}
        assert modules == compiled


def test_every_service_that_we_call_keeps_its_model() -> None:
    sources = (path.read_text() for path in (ROOT / "chalicelib").rglob("*.py"))
    called = {name for text in sources for name in re.findall(r'client\("(\w+)"', text)}
    assert called <= set(bundle.SERVICES)


def test_only_the_models_of_called_services_stay_and_they_are_unpacked(tmp_path: Path) -> None:
    data = tmp_path / "data"
    for service in ("sqs", "ec2"):
        for model in ("service-2.json.gz", "waiters-2.json"):
            (data / service / "2012").mkdir(parents=True, exist_ok=True)
            (data / service / "2012" / model).write_bytes(bundle.gzip.compress(b"{}") if model.endswith("gz") else b"{}")
    (data / "endpoints.json").write_text(json.dumps({"partitions": [{"services": {"sqs": {}, "ec2": {}}}]}))
    bundle.trim(data)
    assert sorted(path.relative_to(data).as_posix() for path in data.rglob("*.json")) == ["endpoints.json", "sqs/2012/service-2.json"]
    assert json.loads((data / "endpoints.json").read_text()) == {"partitions": [{"services": {"sqs": {}}}]}


def test_equal_trees_make_equal_zips_whatever_their_times(tmp_path: Path) -> None:
    (tmp_path / "tree" / "b").mkdir(parents=True)
    (tmp_path / "tree" / "a.py").write_text("a = 1\n")
    (tmp_path / "tree" / "b" / "c.py").write_text("c = 1\n")
    bundle.write_zip(tmp_path / "tree", tmp_path / "1.zip")
    (tmp_path / "tree" / "a.py").touch()
    bundle.write_zip(tmp_path / "tree", tmp_path / "2.zip")
    assert (tmp_path / "1.zip").read_bytes() == (tmp_path / "2.zip").read_bytes()
    assert zipfile.ZipFile(tmp_path / "1.zip").namelist() == ["a.py", "b/c.py"]
