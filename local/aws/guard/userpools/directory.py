"""Lists, groups and deletions of users.

Sources: API Reference, "ListUsers" (Filter, AttributesToGet), "UpdateGroup", "DeleteUser".
"""

import json
import os
import re

from ministack.services import cognito
from userpools.rules import CognitoError, around, attributes_of, lock, serves

FILTER = re.compile(r'\s*"?([\w:]+)"?\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*', re.ASCII)
with open(os.path.join(os.path.dirname(__file__), *[os.pardir] * 4, "project/userPools/searchable.json")) as file:
    SEARCHABLE = json.load(file)
CASE_SENSITIVE = {"username", "status"}


def filter_users(users, text):
    """In place of MiniStack's, which ignores a filter that it can't read."""
    parts = FILTER.fullmatch(text)
    if parts is None:
        raise CognitoError("InvalidParameterException", "Error while parsing filter.")
    name, operator, value = parts[1], parts[2], re.sub(r"\\(.)", r"\1", parts[3])
    if name not in SEARCHABLE:
        raise CognitoError("InvalidParameterException", f"User attribute {name} is not supported in filters.")
    fold = (lambda text: text) if name in CASE_SENSITIVE else str.casefold
    matches = str.startswith if operator == "^=" else str.__eq__
    return [user for user in users if matches(fold(searched(user, name)), fold(value))]


def searched(user, name):
    if name == "username":
        return user["Username"]
    if name == "status":
        return "Enabled" if user.get("Enabled", True) else "Disabled"
    if name == "cognito:user_status":
        return user["UserStatus"]
    return attributes_of(user).get(name, "")


@around("ListUsers")
def list_wanted(call, proceed):
    output, wanted = proceed(), call.data.get("AttributesToGet")
    if wanted:
        for user in output["Users"]:
            user["Attributes"] = [each for each in user["Attributes"] if each["Name"] in wanted]
    return output


@serves("UpdateGroup")
def update_group(call):
    group = call.pool["_groups"].get(call.data.get("GroupName"))
    if group is None:
        raise CognitoError("ResourceNotFoundException", f"Group {call.data.get('GroupName')} not found.")
    with lock:
        group.update({name: call.data[name] for name in ("Description", "RoleArn", "Precedence") if name in call.data})
        group["LastModifiedDate"] = cognito._now_epoch()
    return {"Group": cognito._group_out(group)}


@around("DeleteUser", "AdminDeleteUser")
def delete_user(call, proceed):
    """Ends the user's sessions and memberships, so that a new user of the same name inherits none."""
    user, pool = call.user, call.pool
    output = proceed()
    if user is None:
        return output
    name = user["Username"]
    with lock:
        cognito._revoked_tokens.update(user.get("_origin_jtis", []))
        for token, entry in list(cognito._refresh_tokens.items()):
            if entry.get("username") == name and entry.get("pool_id") == pool["Id"]:
                cognito._refresh_tokens.pop(token, None)
        for group in pool["_groups"].values():
            group["_members"] = [member for member in group.get("_members", []) if member != name]
    return output


cognito._apply_user_filter = filter_users
