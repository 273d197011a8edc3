"""The flow USER_AUTH, in which the user chooses the first factor.

Source: Cognito Developer Guide, "Manage authentication methods in AWS SDKs" (choice-based authentication); API Reference,
"SignInPolicyType".
"""

from userpools.passkeys import signin as passkeys
from userpools.rules import CognitoError, attributes_of
from userpools.settings import mfa
from userpools.signin import codes, factors, passwords, sessions, steps

ONE_TIME = {"EMAIL_OTP": "email", "SMS_OTP": "phone_number"}


def available(sign_in):
    """The first factors of a user. Those of a made-up user are the pool's."""
    allowed = mfa.first_factors(sign_in.pool)
    own = ["PASSWORD", "PASSWORD_SRP"] if "PASSWORD" in allowed else []
    # A user with a second factor begins with the password.
    if sign_in.pool.get("MfaConfiguration") == "ON":
        return own
    if sign_in.sub and factors.of_user(sign_in.pool, sign_in.user):
        return own
    attributes = attributes_of(sign_in.user) if sign_in.sub else None
    for factor, attribute in ONE_TIME.items():
        has_address = attributes.get(attribute) if attributes is not None else ("@" in sign_in.name) == (attribute == "email")
        if factor in allowed and has_address:
            own.append(factor)
    if "WEB_AUTHN" in allowed and sign_in.sub and passkeys.usable(sign_in.pool, sign_in.user):
        own.append("WEB_AUTHN")
    return own


def begin(sign_in, parameters):
    own = available(sign_in)
    if parameters.get("PREFERRED_CHALLENGE") in own:
        return start(sign_in, parameters["PREFERRED_CHALLENGE"], parameters)
    return {**sessions.ask(sign_in, "SELECT_CHALLENGE", choices=own), "AvailableChallenges": own}


def select(sign_in, responses):
    if responses.get("ANSWER") not in sign_in.data["choices"]:
        raise CognitoError("InvalidParameterException", "Invalid ANSWER. Choose one of AvailableChallenges.")
    return start(sign_in, responses["ANSWER"], responses)


def start(sign_in, factor, parameters):
    """Begins a factor, or finishes it if its parameters came along."""
    if factor == "WEB_AUTHN":
        return passkeys.ask(sign_in)
    if factor in ONE_TIME:
        return codes.ask(sign_in, factor, "first")
    if factor == "PASSWORD" and parameters.get("PASSWORD"):
        passwords.check(sign_in, parameters["PASSWORD"])
        return steps.proceed(sign_in)
    if factor == "PASSWORD_SRP" and parameters.get("SRP_A"):
        return passwords.ask_proof(sign_in, parameters["SRP_A"], has_session=True)
    return sessions.ask(sign_in, factor)


def prove_passkey(sign_in, responses):
    passkeys.check(sign_in, responses)
    return steps.proceed(sign_in)


def respond(sign_in, responses):
    """The response to the challenges PASSWORD and PASSWORD_SRP."""
    factor = sign_in.challenge
    parameter = "PASSWORD" if factor == "PASSWORD" else "SRP_A"
    if not responses.get(parameter):
        raise CognitoError("InvalidParameterException", f"Missing required parameter {parameter}")
    return start(sign_in, factor, responses)
