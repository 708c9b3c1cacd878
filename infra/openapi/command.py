"""python -m infra openapi: writes the document of the API and what is made from it."""

import argparse
import json
import sys
from pathlib import Path

from infra.openapi import python_client, typescript_client
from infra.openapi.document import PLACE, ROOT, stray, undeclared, written


def main(arguments: list[str]) -> int:
    argparse.ArgumentParser(prog="python -m infra openapi", description=__doc__).parse_args(arguments)
    for path, text in made().items():
        if not path.exists() or path.read_text("utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
            print(f"wrote {path.relative_to(ROOT)}")
    if missing := undeclared():
        print(f"not declared in infra/openapi/routes_<topic>.py, or without their shapes: {', '.join(missing)}", file=sys.stderr)
    if stray():
        print(f"declared, but there are no such routes: {', '.join(stray())}", file=sys.stderr)
    return 1 if missing or stray() else 0


def made() -> dict[Path, str]:
    """Every file that follows from the code, with what it should say."""
    text = written()
    told = json.loads(text)
    return {PLACE: text, **python_client.files(told), **typescript_client.files(told)}
