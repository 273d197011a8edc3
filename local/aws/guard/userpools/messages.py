"""Sends codes, with the texts of the pool or of its CustomMessage trigger, unless the pool has a sender of its own.

Sources: Cognito Developer Guide, "Custom message Lambda
trigger", "Email settings for user pools"; API Reference, "CodeDeliveryDetailsType".
"""

import hashlib
import re

import textmessages
from ministack.services import cognito
from userpools import senders, triggers
from userpools.rules import CognitoError

MEDIUM = {"email": "EMAIL", "phone_number": "SMS"}
PATTERN = r"[\p{L}\p{M}\p{S}\p{N}\p{P}\s*]*\{####\}[\p{L}\p{M}\p{S}\p{N}\p{P}\s*]*"


def send_code(call, source, user, attribute, address, code):
    """Sends a code to an address or number, and returns where to, as the response says it."""
    # The address may be one that the user is proving.
    known = {**triggers.known(user), attribute: address}
    if senders.send(call, attribute, source, user["Username"], known, code):
        return delivery(attribute, address)
    request = {"codeParameter": triggers.CODE, "linkParameter": triggers.LINK, "usernameParameter": None}
    texts = {"smsMessage": None, "emailMessage": None, "emailSubject": None}
    custom = triggers.run(call, source, user["Username"], triggers.known(user), request, texts) or {}
    name = cognito._template_username(call.pool, user["Username"], cognito._attr_list_to_dict(user["Attributes"]))
    if attribute == "phone_number":
        text = checked(custom.get("smsMessage"), "smsMessage") or text_of(call.pool, "SmsMessage")
        textmessages.send(address, cognito._expand_template(text, name, code))
        return delivery(attribute, address)
    subject, body = cognito._resolve_verification_template(call.pool, by_link=False)
    subject = custom.get("emailSubject") or subject
    body = checked(custom.get("emailMessage"), "emailBody") or body
    cognito._deliver_cognito_email(
        call.pool,
        address,
        cognito._expand_template(subject, name, code),
        cognito._expand_template(body, name, code),
        type_name="CognitoVerificationMessage",
        extra={"Username": user["Username"], "AttributeName": attribute},
    )
    return delivery(attribute, address)


def text_of(pool, name):
    template = pool.get("VerificationMessageTemplate") or {}
    return template.get(name) or pool.get("SmsVerificationMessage") or "Your verification code is {####}."


def checked(message, place):
    if message and triggers.CODE not in message:
        raise CognitoError(
            "InvalidParameterException",
            f"1 validation error detected: Value '{message}' at '{place}' failed to satisfy constraint: "
            f"Member must satisfy regular expression pattern: {PATTERN}",
        )
    return message


def delivery(attribute, address):
    return {"Destination": masked(address), "DeliveryMedium": MEDIUM[attribute], "AttributeName": attribute}


def masked(address):
    """`j***@e***` or `+*******5678`."""
    if re.fullmatch(r"\+\d+", address):
        return "+" + "*" * 7 + address[-4:]
    name, _, domain = address.partition("@")
    return f"{name[:1]}***@{domain[:1]}***"


def simulated(call):
    """Where a code would go if the user existed. The same for each name, and like that of users who do."""
    name = str(call.data.get("Username"))
    if "@" in name:
        return delivery("email", name)
    if re.fullmatch(r"\+\d+", name):
        return delivery("phone_number", name)
    letters = [chr(97 + byte % 26) for byte in hashlib.sha256(f"{call.pool['Id']}{name}".encode()).digest()]
    return delivery("email", f"{letters[0]}@{letters[1]}")
