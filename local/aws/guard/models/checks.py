"""What services check beyond their models, for the whole request."""

import json
import re

from models.errors import Refused
from models.messageAttributes import check_sns

STATES = "com.amazonaws.swf.service.v2.model#"


def run(model, operation, value):
    check = CHECKS.get((model.name, operation))
    if check:
        check(value)
    elif model.name == "dynamodb":
        check_attribute_values(value)


# Source of the words: SFN's errors as recorded from AWS on 2026-09-07 (public, a Rust double of it).
def start_execution(value):
    arn = value["stateMachineArn"]
    if not arn.startswith("arn:"):
        raise Refused("InvalidArn", f"Invalid Arn: 'Invalid ARN prefix: {arn}'", package=STATES)
    name = value.get("name")
    if name is not None and (re.search(r'[\s<>{}\[\]?*"#%\\^|~`$&,;:/]', name) or not name.isprintable()):
        raise Refused("InvalidName", f"Invalid Name: '{name}'", package=STATES)
    try:
        json.loads(value.get("input") or "{}")
    except (ValueError, RecursionError) as error:
        message = f"Invalid State Machine Execution Input: '{error}'"
        raise Refused("InvalidExecutionInput", message, package=STATES) from None


NO_TARGET = "Invalid parameter: TopicArn or TargetArn Reason: no value for required parameter"
# Source: Amazon SNS API Reference, "Publish": at most 100 characters, no line breaks or control characters.
SUBJECT = re.compile(r"[^\x00-\x1f\x7f]{1,100}")


def publish(value):
    arn = value.get("TopicArn") or value.get("TargetArn")
    if arn is None and value.get("PhoneNumber") is None:
        raise Refused("InvalidParameter", NO_TARGET)
    if arn is not None and arn.count(":") < 5:
        raise Refused(
            "InvalidParameter",
            "Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, "
            f"not {arn.count(':') + 1}",
        )
    if value["Message"] == "":
        raise Refused("InvalidParameter", "Invalid parameter: Empty message")
    if "Subject" in value and not SUBJECT.fullmatch(value["Subject"]):
        raise Refused("InvalidParameter", "Invalid parameter: Subject")
    if value.get("MessageStructure") == "json":
        check_structure(value["Message"])
    check_sns(value.get("MessageAttributes", {}))


def check_structure(message):
    beginning = "Invalid parameter: Message Structure - "
    try:
        by_protocol = json.loads(message)
    except (ValueError, RecursionError):
        raise Refused("InvalidParameter", beginning + "JSON message body failed to parse") from None
    if not isinstance(by_protocol, dict) or not isinstance(by_protocol.get("default"), str):
        raise Refused("InvalidParameter", beginning + "No default entry in JSON message body")


TYPES = {"S", "N", "B", "SS", "NS", "BS", "M", "L", "NULL", "BOOL"}
EMPTY = "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes"
SEVERAL = (
    "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes"
)


def check_attribute_values(value):
    """Each value of an item has one type. MiniStack checks the rest."""
    for name in ("Item", "Key", "ExclusiveStartKey", "ExpressionAttributeValues"):
        for each in (value.get(name) or {}).values():
            check_attribute_value(each)


def check_attribute_value(value):
    types = [name for name in value or {} if name in TYPES and value[name] is not None]
    if len(types) != 1:
        raise Refused("ValidationException", SEVERAL if types else EMPTY)
    content = value[types[0]]
    for each in content if types[0] == "L" else content.values() if types[0] == "M" else ():
        check_attribute_value(each)


CHECKS = {
    ("sns", "Publish"): publish,
    ("stepfunctions", "StartExecution"): start_execution,
    ("stepfunctions", "StartSyncExecution"): start_execution,
}
