"""Requests of the protocols JSON 1.0 and 1.1."""

import json

from models import checks, constraints, errors, types
from models.model import BY_TARGET, load


def check(target, body):
    prefix, _, operation = target.rpartition(".")
    if prefix not in BY_TARGET:
        return None
    model = load(BY_TARGET[prefix])
    try:
        if operation not in model.operations:
            raise errors.Refused("UnknownOperationException")
        value = parse(body)
        shape = model.input_of(operation)
        if shape:
            types.check(model, shape, value)
            # SQS has messages of its own, which MiniStack knows.
            if model.name != "sqs" and (failures := constraints.failures(model, shape, value)):
                raise errors.Refused("ValidationException", constraints.summary(failures))
            checks.run(model, operation, value)
        return None
    except RecursionError:
        return errors.as_json(model, errors.Refused("SerializationException"))
    except types.WrongType as wrong:
        return errors.as_json(model, errors.Refused("SerializationException", wrong.message), "Message")
    except errors.Refused as refused:
        return errors.as_json(model, refused)


def parse(body):
    """A JSON object. Arrays have a message, other texts none."""
    try:
        value = json.loads(body, parse_constant=no_constant)
    except ValueError:
        raise types.WrongType() from None
    if isinstance(value, list):
        raise types.WrongType(types.CORAL.LIST)
    if not isinstance(value, dict):
        raise types.WrongType()
    return value


def no_constant(_name):
    """NaN and Infinity, which only Python reads."""
    raise ValueError
