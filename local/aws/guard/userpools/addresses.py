"""Changes of a user's email address and phone number, and the codes that prove the new ones.

Sources: Cognito Developer Guide, "Verifying updates to email addresses and phone numbers"; API Reference,
"UpdateUserAttributes", "AdminUpdateUserAttributes", "GetUserAttributeVerificationCode", "VerifyUserAttribute",
"UserAttributeUpdateSettingsType".
"""

from ministack.services import cognito
from userpools import accounts, codes, messages, names
from userpools.rules import CognitoError, attributes_of, lock, serves, set_attributes

ADDRESSES = ("email", "phone_number")


@serves("UpdateUserAttributes")
@serves("AdminUpdateUserAttributes")
def update(call):
    user = accounts.required_user(call)
    changes = cognito._attr_list_to_dict(call.data.get("UserAttributes") or [])
    before, pool = attributes_of(user), call.pool
    verified = pool.get("AutoVerifiedAttributes") or []
    kept = (pool.get("UserAttributeUpdateSettings") or {}).get("AttributesRequireVerificationBeforeUpdate") or []
    to_prove = {}
    for name in ADDRESSES:
        if name not in changes or changes[name] == before.get(name):
            continue
        codes.forget(user, f"attribute:{name}")
        if changes.get(f"{name}_verified") == "true" or not changes[name]:
            continue
        if name in verified:
            to_prove[name] = changes[name]
        if name in kept and name in verified and before.get(name):
            # Taken over once the user proves it.
            check_free(pool, user, name, changes.pop(name))
        else:
            changes[f"{name}_verified"] = "false"
    with lock:
        names.check_aliases(pool, user, {**attributes_of(user), **changes} if call.is_admin else changes)
        set_attributes(user, changes)
    sent = [send(call, user, "CustomMessage_UpdateUserAttribute", *each) for each in to_prove.items()]
    return {} if call.is_admin else {"CodeDeliveryDetailsList": sent}


def check_free(pool, user, name, address):
    if name in (pool.get("UsernameAttributes") or []):
        names.claim(pool, user, name, address)


def send(call, user, source, name, address):
    code = codes.issue(user, f"attribute:{name}", name, address)
    return messages.send_code(call, source, user, name, address, code)


@serves("GetUserAttributeVerificationCode")
def get_verification_code(call):
    user, name = accounts.required_user(call), address_name(call)
    pending = codes.issued(user, f"attribute:{name}")
    address = pending["address"] if pending else attributes_of(user).get(name)
    if not address:
        raise CognitoError("InvalidParameterException", f"User does not have a {name} to verify.")
    codes.count_attempt(user, call.operation)
    return {"CodeDeliveryDetails": send(call, user, "CustomMessage_VerifyUserAttribute", name, address)}


@serves("VerifyUserAttribute")
def verify(call):
    user, name = accounts.required_user(call), address_name(call)
    codes.count_attempt(user, call.operation)
    with lock:
        proof = codes.take(user, f"attribute:{name}", call.data.get("Code"))
        names.claim(call.pool, user, name, proof["address"])
        set_attributes(user, {name: proof["address"], f"{name}_verified": "true"})


def address_name(call):
    name = call.data.get("AttributeName")
    if name not in ADDRESSES:
        raise CognitoError("InvalidParameterException", f"Invalid attribute name: {name}. Use email or phone_number.")
    return name
