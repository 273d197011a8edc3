"""One-time codes by mail and SMS, which the endpoint keeps instead of sending."""

import hmac
import json
import secrets

import textmessages
from ministack.services import cognito
from userpools import messages, senders, triggers
from userpools.rules import Call, CognitoError, attributes_of
from userpools.signin import sessions
from userpools.signin.guesses import guess

MISMATCH = CognitoError("CodeMismatchException", "Invalid code or auth state for the user.")
# The parameter with the code, by challenge.
PARAMETERS = {"SMS_MFA": "SMS_MFA_CODE", "SMS_OTP": "SMS_OTP_CODE", "EMAIL_OTP": "EMAIL_OTP_CODE"}
# Digits of a first factor, and of a second one.
FIRST_DIGITS, SECOND_DIGITS = 8, 6


def ask(sign_in, challenge, factor, address=None):
    """Sends a code and asks for it. A made-up user gets none."""
    by_mail = challenge.startswith("EMAIL")
    digits = FIRST_DIGITS if factor == "first" else SECOND_DIGITS
    code = f"{secrets.randbelow(10**digits):0{digits}}"
    attribute = "email" if by_mail else "phone_number"
    to = address or (attributes_of(sign_in.user).get(attribute) if sign_in.sub else sign_in.name)
    if sign_in.sub and not hand_over(sign_in, attribute, to, code):
        (send_mail if by_mail else send_message)(sign_in, to, code)
    parameters = {
        "CODE_DELIVERY_DELIVERY_MEDIUM": "EMAIL" if by_mail else "SMS",
        "CODE_DELIVERY_DESTINATION": messages.masked(to),
        "USER_ID_FOR_SRP": sign_in.user_id,
    }
    return sessions.ask(
        sign_in, challenge, parameters, code=code if sign_in.sub else None, factor=factor, address=address
    )


def check(sign_in, responses):
    """Refuses a wrong code."""
    parameter = PARAMETERS[sign_in.challenge]
    given = responses.get(parameter)
    if not given:
        raise CognitoError("InvalidParameterException", f"Missing required parameter {parameter}")
    code = sign_in.data["code"]
    is_right = lambda: code is not None and hmac.compare_digest(code.encode(), str(given).encode())  # noqa: E731
    if not guess((sign_in.key, "code"), is_right):
        raise MISMATCH


def hand_over(sign_in, attribute, to, code):
    """Lets the pool's own sender send the code, if it has one."""
    data = {"UserPoolId": sign_in.pool["Id"], "ClientId": sign_in.client["ClientId"], "ClientMetadata": sign_in.metadata or None}
    # The address may be one that the user is proving.
    attributes = {**triggers.known(sign_in.user), attribute: to}
    return senders.send(
        Call("InitiateAuth", data), attribute, "CustomMessage_Authentication", sign_in.user_id, attributes, code
    )


def send_mail(sign_in, to, code):
    pool = sign_in.pool
    settings = pool.get("EmailMfaConfiguration") or {}
    custom = customise(sign_in)
    subject = custom.get("emailSubject") or settings.get("Subject") or "Your sign-in code"
    text = messages.checked(custom.get("emailMessage"), "emailBody") or settings.get("Message") or "Your sign-in code is {####}."
    deliver(sign_in, to, subject, text, code)


def send_message(sign_in, to, code):
    settings = sign_in.pool.get("SmsMfaConfiguration") or {}
    custom = messages.checked(customise(sign_in).get("smsMessage"), "smsMessage")
    text = custom or settings.get("SmsAuthenticationMessage") or "Your authentication code is {####}."
    textmessages.send(to, text.replace(triggers.CODE, code))


def deliver(sign_in, to, subject, text, code):
    user = {"Username": sign_in.user_id}
    cognito._deliver_cognito_email(
        sign_in.pool, to, subject, text.replace(triggers.CODE, code), "CognitoVerificationMessage", user
    )


def customise(sign_in):
    """The texts of the CustomMessage trigger. Source: Developer Guide, "Custom message Lambda trigger"."""
    return triggers.run_custom_message(
        sign_in.pool,
        "CustomMessage_Authentication",
        sign_in.user_id,
        triggers.known(sign_in.user),
        sign_in.metadata,
        username_parameter=None,
    )


def as_list(values):
    return json.dumps(values, separators=(",", ":"))
