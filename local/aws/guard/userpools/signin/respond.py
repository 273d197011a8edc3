"""RespondToAuthChallenge and AdminRespondToAuthChallenge."""

from userpools.rules import CognitoError, around, serves
from userpools.signin import choice, codes, custom, devices, factors, initiate, passwords, sessions, softwaretokens, steps


@serves("RespondToAuthChallenge")
@serves("AdminRespondToAuthChallenge")
def respond(call):
    challenge = call.data.get("ChallengeName")
    if challenge == "PASSWORD_VERIFIER":
        return prove_password(call)
    if challenge not in handlers:
        raise CognitoError("InvalidParameterException", f"Unsupported challenge: {challenge}")
    responses = call.data.get("ChallengeResponses") or {}
    with sessions.taken(call, challenge) as sign_in:
        sign_in.metadata = call.data.get("ClientMetadata") or {}
        if not challenge.startswith("DEVICE_"):
            sign_in.device_key = responses.get("DEVICE_KEY") or sign_in.device_key
        return handlers[challenge](sign_in, responses)


def prove_password(call):
    sign_in = passwords.verify(call)
    custom.note(sign_in, "PASSWORD_VERIFIER")
    return steps.proceed(sign_in)


def check_code(sign_in, responses):
    codes.check(sign_in, responses)
    if sign_in.data["factor"] == "first":
        return steps.proceed(sign_in)
    if sign_in.data["address"]:
        softwaretokens.keep_address(sign_in.pool, sign_in.user, sign_in.data["address"])
    return steps.pass_second_factor(sign_in)


def prove_device(sign_in, responses):
    devices.check_proof(sign_in, responses)
    return steps.proceed(sign_in)


handlers = {
    "NEW_PASSWORD_REQUIRED": steps.choose_password,
    "SMS_MFA": check_code,
    "EMAIL_OTP": check_code,
    "SMS_OTP": check_code,
    "SOFTWARE_TOKEN_MFA": softwaretokens.respond,
    "MFA_SETUP": softwaretokens.finish_setup,
    "SELECT_MFA_TYPE": factors.select,
    "SELECT_CHALLENGE": choice.select,
    "WEB_AUTHN": choice.prove_passkey,
    "PASSWORD": choice.respond,
    "PASSWORD_SRP": choice.respond,
    "CUSTOM_CHALLENGE": custom.answer,
    "DEVICE_SRP_AUTH": devices.ask_proof,
    "DEVICE_PASSWORD_VERIFIER": prove_device,
}


@around("ConfirmSignUp")
def offer_sign_in(call, proceed):
    """A session that signs the user in. Source: API Reference, "ConfirmSignUp" (Session)."""
    output = proceed()
    if "ALLOW_USER_AUTH" not in initiate.allowed_flows(call.client):
        return output
    sign_in = passwords.begin(call, call.data["Username"])
    return {**output, "Session": sessions.ask(sign_in, "CONFIRMED_SIGN_UP")["Session"]}
