"""YAML as a plain tree of dicts, lists and text, with the line of every field; what a text means the schema decides."""

import yaml

from infra.deskfile.faults import Fault, Faults

Tree = dict[str, "Tree"] | list["Tree"] | str | None
STANDARD = "tag:yaml.org,2002:"
ALLOWED = frozenset(STANDARD + name for name in ("map", "seq", "str", "null", "bool", "int", "float", "timestamp", "merge", "value"))


def parse(source: str, faults: Faults) -> Tree:
    """None for nothing that could be read. Scalars stay as written, so that the language code `no` is not taken for a false."""
    try:
        root = yaml.compose(source, Loader=yaml.SafeLoader)
    except yaml.YAMLError as fault:
        _report_syntax(fault, faults)
        return None
    if root is None:
        faults.give_up("", "the file is empty")
        return None
    return _walk(root, "", (), faults)


def below(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _report_syntax(fault: yaml.YAMLError, faults: Faults) -> None:
    mark = getattr(fault, "problem_mark", None)
    faults.lines[""] = mark.line + 1 if mark else 1
    faults.give_up("", f"this is not YAML: {getattr(fault, 'problem', None) or fault}")


def _walk(node: yaml.Node, path: str, around: tuple[yaml.Node, ...], faults: Faults) -> Tree:
    faults.lines.setdefault(path, node.start_mark.line + 1)
    if node.tag not in ALLOWED:
        faults.give_up(path, f"the tag {node.tag} is not allowed")
        return None
    if any(node is one for one in around):
        faults.give_up(path, "refers to itself")
        return None
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, around, faults)
    if isinstance(node, yaml.SequenceNode):
        return [_walk(item, f"{path}[{index}]", (*around, node), faults) for index, item in enumerate(node.value)]
    return None if node.tag == f"{STANDARD}null" else str(node.value)


def _mapping(node: yaml.MappingNode, path: str, around: tuple[yaml.Node, ...], faults: Faults) -> Tree:
    found: dict[str, Tree] = {}
    for key, value in node.value:
        name = str(key.value)
        here = below(path, name)
        line = key.start_mark.line + 1
        if name in found:
            faults.errors.append(_twice(here, line, faults))
            continue
        faults.lines[here] = line
        found[name] = _walk(value, here, (*around, node), faults)
    return found


def _twice(path: str, line: int, faults: Faults) -> Fault:
    return Fault(line, path, f"is given twice, first in line {faults.line(path)}")
