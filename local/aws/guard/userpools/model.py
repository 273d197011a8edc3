"""Checks the input of every operation against AWS's own model of Cognito, as Cognito does before anything else."""

import re

from models import constraints, types
from models.model import load
from userpools.rules import CognitoError

# The model forbids spaces inside a password. The Developer Guide, "Adding user pool password requirements", calls
# them symbols; passwords.py checks the rest.
PASSWORD = re.compile(r"Value at '\w*[pP]assword' .* pattern: \[\\S\]\+")


def check(operation, data):
    """Raises a CognitoError that names every violation. What is null counts as absent."""
    model = load("cognito-idp")
    shape = model.input_of(operation) if operation in model.operations else None
    if shape is None:
        return
    try:
        types.check(model, shape, data)
    except types.WrongType as wrong:
        raise CognitoError("SerializationException", wrong.message) from None
    failures = [each for each in constraints.failures(model, shape, data) if not PASSWORD.fullmatch(each)]
    if failures:
        raise CognitoError("InvalidParameterException", constraints.summary(failures))
