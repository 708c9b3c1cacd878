"""CloudFormation's intrinsic functions and resources as plain values."""

from typing import Any

Json = dict[str, Any]
KEPT: Json = {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"}


def ref(name: str) -> Json:
    return {"Ref": name}


def att(name: str, attribute: str = "Arn") -> Json:
    return {"Fn::GetAtt": [name, attribute]}


def sub(text: str) -> Json:
    return {"Fn::Sub": text}


def resource(kind: str, properties: Json, **attributes: object) -> Json:
    return {"Type": kind, "Properties": properties, **attributes}


def policy(*statements: Json) -> Json:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def camel(name: str) -> str:
    """The logical id Chalice gives to a function of this name: on_inbound → OnInbound."""
    return "".join(part.capitalize() for part in name.split("_"))
