"""JSON of the wrong type, in the words of AWS's parsers.

DynamoDB has a parser of its own. Sources: its messages as architect/dynalite recorded them (test/helpers.js);
those of the other services as recorded from Athena on 2026-09-23 (athena-local, error responses) and from
Kinesis (mhart/kinesalite, test/helpers.js).
"""

import base64
import binascii


class WrongType(Exception):
    """`message` is empty for text that is no JSON."""

    def __init__(self, message=""):
        super().__init__(message)
        self.message = message


NUMBERS = ("integer", "long", "float", "double")
JAVA = {
    "string": "String",
    "character": "String",
    "integer": "Integer",
    "long": "Long",
    "float": "Float",
    "double": "Double",
    "boolean": "Boolean",
}


def check(model, shape_name, value, in_container=False):
    """Raises WrongType if the value is not of the shape. Null is as good as nothing."""
    if value is None:
        return
    shape = model.shapes[shape_name]
    words = DYNAMODB if model.name.startswith("dynamodb") else CORAL
    kind = shape["type"]
    if kind == "structure":
        if not isinstance(value, dict):
            raise WrongType(words.structure(value, shape_name, in_container))
        members = shape["members"]
        for name, each in value.items():
            if name in members:
                check(model, members[name]["shape"], each)
    elif kind == "list":
        if not isinstance(value, list):
            raise WrongType(words.list(value))
        for each in value:
            check(model, shape["member"]["shape"], each, True)
    elif kind == "map":
        if not isinstance(value, dict):
            raise WrongType(words.map(value, shape["value"]["shape"]))
        for each in value.values():
            check(model, shape["value"]["shape"], each, True)
    elif isinstance(value, (dict, list)):
        raise WrongType(words.container(value, kind))
    elif kind == "blob":
        words.blob(value)
    elif not is_scalar(kind, value):
        raise WrongType(words.scalar(value, JAVA[kind]))


def is_scalar(kind, value):
    if kind == "boolean":
        return isinstance(value, bool)
    if kind in NUMBERS:
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    # Timestamps are numbers or texts.
    return kind == "timestamp" or isinstance(value, str)


def token(value):
    """The name of a JSON value in messages."""
    if isinstance(value, bool):
        return "TRUE_VALUE" if value else "FALSE_VALUE"
    return "STRING_VALUE" if isinstance(value, str) else "NUMBER_VALUE"


def base64_fault(text):
    """Why a text is not Base64; None if it is."""
    if len(text) % 4:
        return f"Base64 encoded length is expected a multiple of 4 bytes but found: {len(text)}"
    try:
        base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return "Invalid last non-pad Base64 character dectected"
    return None


class CORAL:
    MAP = "Start of structure or map found where not expected."
    LIST = "Start of list found where not expected"

    @classmethod
    def container(cls, value, _kind):
        return cls.LIST if isinstance(value, list) else cls.MAP

    @classmethod
    def structure(cls, value, _name, _in_container):
        return cls.LIST if isinstance(value, list) else "Expected null"

    @classmethod
    def list(cls, value):
        return cls.MAP if isinstance(value, dict) else "Expected list or null"

    @classmethod
    def map(cls, value, _values):
        return cls.LIST if isinstance(value, list) else "Expected map or null"

    @staticmethod
    def scalar(value, java):
        article = "an" if java == "Integer" else "a"
        return f"{token(value)} can not be converted to {article} {java}"

    @classmethod
    def blob(cls, value):
        if not isinstance(value, str):
            raise WrongType(cls.scalar(value, "Blob"))
        if fault := base64_fault(value):
            raise WrongType(f"'{value}' can not be converted to a Blob: {fault}")


class DYNAMODB:
    MAP = "Start of structure or map found where not expected"
    PACKAGE = "com.amazonaws.dynamodb.v20120810."

    @classmethod
    def container(cls, value, kind):
        java = "nio.ByteBuffer" if kind == "blob" else f"lang.{JAVA.get(kind, 'String')}"
        return f"Unrecognized collection type class java.{java}" if isinstance(value, list) else cls.MAP

    @classmethod
    def structure(cls, value, name, in_container):
        if isinstance(value, list):
            return f"Unrecognized collection type class {cls.PACKAGE}{name}"
        return "Unexpected value type in payload" if in_container else "Unexpected field type"

    @classmethod
    def list(cls, value):
        return cls.MAP if isinstance(value, dict) else "Unexpected field type"

    @classmethod
    def map(cls, value, values):
        if not isinstance(value, list):
            return "Unexpected field type"
        return f"Unrecognized collection type java.util.Map<java.lang.String, {cls.PACKAGE}{values}>"

    @staticmethod
    def scalar(value, java):
        if java == "Boolean" and isinstance(value, str):
            return "Unexpected token received from parser"
        name = "DECIMAL_VALUE" if isinstance(value, float) else token(value)
        return f"{name} cannot be converted to {java}"

    @staticmethod
    def blob(value):
        if not isinstance(value, str):
            raise WrongType("only base-64-encoded strings are convertible to bytes")
        if fault := base64_fault(value):
            raise WrongType(fault)
