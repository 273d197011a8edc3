"""Attributes of messages of SQS and SNS, in the words of either.

Sources: LocalStack's tests that were validated against AWS (test_sqs.py, test_sns.py), AWS SDKs' issues.
"""

import re

from models.errors import Refused

PREFIXES = ("Binary", "Number", "String")


def is_number(text):
    """Up to 38 digits of a decimal number, as in BigDecimal."""
    return re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", text, re.ASCII) is not None


def sqs_fault(attributes):
    """Why SQS refuses the attributes; None if it accepts them."""
    if len(attributes) > 10:
        return f"Number of message attributes [{len(attributes)}] exceeds the allowed maximum [10]."
    for name, attribute in attributes.items():
        kind = attribute.get("DataType") or ""
        prefix = kind.partition(".")[0]
        value = attribute.get("BinaryValue" if prefix == "Binary" else "StringValue")
        if not name:
            return "The request must contain non-empty message attribute name."
        if not re.fullmatch(r"[\w.-]+", name, re.ASCII):
            return (
                "Message (user) attributes name can only contain upper and lower score characters, digits, "
                "periods, hyphens and underscores. "
            )
        if not kind:
            return f"Message (user) attribute '{name}' must contain a non-empty attribute type."
        if prefix not in PREFIXES:
            return (
                f"The type of message (user) attribute '{name}' is invalid. You must use only the following "
                "supported type prefixes: Binary, Number, String."
            )
        if not value:
            return f"Message (user) attribute '{name}' must contain a non-empty value of type '{prefix}'."
        if prefix == "Number" and not is_number(value):
            return f"Can't cast the value of message (user) attribute '{name}' to a number."
    return None


def check_sns(attributes):
    for name, attribute in attributes.items():
        if fault := sns_fault(name, attribute):
            raise Refused("ParameterValueInvalid", fault)


def sns_fault(name, attribute):
    kind = attribute.get("DataType") or ""
    prefix = kind.partition(".")[0]
    value = attribute.get("BinaryValue" if prefix == "Binary" else "StringValue")
    if not name:
        return "The request must contain non-empty message attribute name."
    if not kind:
        return f"The message attribute '{name}' must contain non-empty message attribute type."
    if prefix not in PREFIXES:
        return (
            f"The message attribute '{name}' has an invalid message attribute type, the set of supported type "
            "prefixes is Binary, Number, and String."
        )
    if not value:
        return f"The message attribute '{name}' must contain non-empty message attribute value for message attribute type '{kind}'."
    if prefix == "Number" and not is_number(value):
        return f"Could not cast message attribute '{name}' value to number."
    return None
