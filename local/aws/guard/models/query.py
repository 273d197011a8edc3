"""Requests of the query protocol: fields of a form, as `MessageAttributes.entry.1.Value.DataType`."""

import re
from urllib.parse import parse_qsl

from models import checks, constraints, errors
from models.model import BY_SCOPE, load

BROKEN_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})")


def check(query, body, service):
    """query: the parameters of the URL, as lists by name"""
    model = load(BY_SCOPE[service])
    try:
        if BROKEN_ESCAPE.search(body):
            raise errors.Refused("MalformedQueryString", "The query string contains a syntax error.", 404)
        fields = {name: values[0] for name, values in query.items()}
        fields |= dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
        run(model, fields)
        return None
    except errors.Refused as refused:
        return errors.as_xml(model, refused)


def run(model, fields):
    operation = fields.get("Action", "")
    # MiniStack refuses unknown actions, and checks what SQS's messages have (entries.py).
    shape = model.input_of(operation) if operation in model.operations else None
    if shape is None:
        return
    if model.name == "sqs":
        check_numbers(model, shape, fields)
        check_names(fields)
        return
    value = Form(model, fields).read(shape, "") or {}
    if failures := constraints.failures(model, shape, value):
        raise errors.Refused("ValidationError", constraints.summary(failures))
    checks.run(model, operation, value)


def check_numbers(model, shape, fields):
    for name, member in model.shapes[shape]["members"].items():
        kind = model.shapes[member["shape"]]["type"]
        if kind == "integer" and not re.fullmatch(r"[+-]?\d+", fields.get(name, "0")):
            raise errors.Refused(
                "InvalidParameterValue",
                f"Value {fields[name]} for parameter {name} is invalid. Reason: Must be an integer.",
            )


def check_names(fields):
    """MiniStack leaves out attributes without a name."""
    values = (match for name in fields if (match := re.fullmatch(r"(.*MessageAttribute\.\d+)\.Value\..*", name)))
    if any(not fields.get(f"{match[1]}.Name") for match in values):
        raise errors.Refused(
            "InvalidParameterValue", "The request must contain non-empty message attribute name."
        )


class Form:
    """Reads the structure that a form's fields stand for."""

    def __init__(self, model, fields):
        self._model = model
        self._fields = fields

    def read(self, shape_name, prefix):
        """The value at a prefix; None if there is none."""
        shape = self._model.shapes[shape_name]
        kind = shape["type"]
        if kind == "structure":
            members = {
                name: self.read(member["shape"], joined(prefix, member.get("locationName", name)))
                for name, member in shape["members"].items()
            }
            found = {name: value for name, value in members.items() if value is not None}
            return found or None
        if kind == "list":
            item = shape["member"]
            start = prefix if shape.get("flattened") else joined(prefix, item.get("locationName", "member"))
            return [self.read(item["shape"], f"{start}.{number}") for number in self._numbers(start)] or None
        if kind == "map":
            return self._map(shape, prefix)
        text = self._fields.get(prefix)
        return text if text is None else scalar(kind, text)

    def _map(self, shape, prefix):
        start = prefix if shape.get("flattened") else joined(prefix, "entry")
        key = shape["key"].get("locationName", "key")
        value = shape["value"].get("locationName", "value")
        pairs = [
            (self._fields.get(f"{start}.{number}.{key}", ""), self.read(shape["value"]["shape"], f"{start}.{number}.{value}"))
            for number in self._numbers(start)
        ]
        return {name: each if each is not None else {} for name, each in pairs} or None

    def _numbers(self, start):
        """The numbers of a list's items that any field has."""
        found = re.compile(re.escape(start) + r"\.(\d+)(?:\.|$)")
        return sorted({int(match[1]) for name in self._fields if (match := found.match(name))})


def joined(prefix, name):
    return f"{prefix}.{name}" if prefix else name


def scalar(kind, text):
    try:
        if kind in ("integer", "long"):
            return int(text)
        if kind in ("float", "double"):
            return float(text)
    except ValueError:
        raise errors.Refused("MalformedInput", f"{text!r} is not a number.") from None
    if kind == "boolean" and text not in ("true", "false"):
        raise errors.Refused("MalformedInput", f"{text!r} is not a Boolean.")
    return text
