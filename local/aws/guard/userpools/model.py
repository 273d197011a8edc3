"""Reads the input of every operation by AWS's own model of Cognito, as Cognito does before anything else."""

import json
import re

from models import constraints, types
from models.model import load
from userpools.rules import CognitoError

# The model forbids spaces inside a password. The Developer Guide, "Adding user pool password requirements", calls
# them symbols; passwords.py checks the rest.
PASSWORD = re.compile(r"Value at '\w*[pP]assword' .* pattern: \[\\S\]\+")
# It also knows only prefixes of Cognito's own domain. Developer Guide, "Using your own domain for managed login".
OWN_DOMAIN = re.compile(r"Value '([a-z0-9-]+\.)+[a-z0-9-]+' at 'domain' .* pattern: .*")


def read(operation, data):
    """The members that the operation has; what is null counts as absent.

    Cognito ignores others. Here, another ClientId or UserPoolId would choose whose rules are applied.
    Raises a CognitoError that names every violation.
    """
    model = load("cognito-idp")
    shape = model.input_of(operation) if operation in model.operations else None
    if shape is None:
        return {}
    try:
        types.check(model, shape, data)
        # Halves of characters, which JSON may have and UTF-8 may not.
        json.dumps(data, ensure_ascii=False).encode()
    except types.WrongType as wrong:
        raise CognitoError("SerializationException", wrong.message) from None
    except UnicodeEncodeError:
        raise CognitoError("SerializationException", "The input has a text that is no Unicode.") from None
    failures = [
        each
        for each in constraints.failures(model, shape, data)
        if not PASSWORD.fullmatch(each) and not OWN_DOMAIN.fullmatch(each)
    ]
    if failures:
        raise CognitoError("InvalidParameterException", constraints.summary(failures))
    members = model.shapes[shape]["members"]
    return {name: value for name, value in data.items() if name in members and value is not None}
