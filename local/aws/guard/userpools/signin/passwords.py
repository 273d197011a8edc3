"""The first factor: a password, sent as it is or proven by SRP."""

import hashlib
import hmac
import secrets
import uuid

from ministack.services import cognito
from userpools import names
from userpools.rules import CognitoError, attributes_of
from userpools.signin import devices, sessions
from userpools.signin.guesses import guess

INCORRECT = CognitoError("NotAuthorizedException", "Incorrect username or password.")
# Makes up users that do not exist. Their names and salts can't be told from real ones.
_secret = secrets.token_bytes(32)


def hides_users(client):
    return client.get("PreventUserExistenceErrors") == "ENABLED"


def begin(call, name):
    """The sign-in of a user, who may not exist."""
    if not name or not isinstance(name, str):
        raise CognitoError("InvalidParameterException", "Missing required parameter USERNAME")
    if call.client is None:
        raise CognitoError("ResourceNotFoundException", f"User pool client {call.client_id} does not exist.")
    user = find(call.pool, name)
    if user is None and not hides_users(call.client):
        raise CognitoError("UserNotFoundException", "User does not exist.")
    # Before the password is checked. Source: amazon-cognito-identity-js, issue 288.
    if user is not None and user.get("UserStatus") == "UNCONFIRMED":
        raise CognitoError("UserNotConfirmedException", "User is not confirmed.")
    parameters = call.data.get("AuthParameters") or {}
    return sessions.SignIn(
        pool=call.pool,
        client=call.client,
        name=name,
        user_id=user["Username"] if user else made_up_name(call.pool, name),
        sub=attributes_of(user)["sub"] if user else None,
        device_key=parameters.get("DEVICE_KEY"),
        metadata=call.data.get("ClientMetadata") or {},
    )


def find(pool, name):
    """A user by name or alias. Unlike operations of administrators, a sign-in does not accept the sub."""
    user = cognito._resolve_user(pool, name)[0]
    if user is not None and user["Username"] != name and attributes_of(user).get("sub") == name:
        return None
    return user


def made_up_name(pool, name):
    """The same for each sign-in, as Cognito's. Source: Developer Guide, "Managing user existence error responses"."""
    if not pool.get("UsernameAttributes"):
        return name
    name = names.folded(pool, name)
    return str(uuid.UUID(bytes=_digest(pool, name)[:16], version=4))


def _digest(pool, name):
    return hmac.new(_secret, f"{pool['Id']}:{name}".encode(), hashlib.sha256).digest()


def check(sign_in, password):
    """Refuses a wrong password."""
    def is_right():
        stored = (sign_in.known or {}).get("_password")
        return bool(stored) and hmac.compare_digest(stored.encode(), str(password).encode())

    if not guess((sign_in.key, "password"), is_right):
        record_failure(sign_in)
        raise INCORRECT
    check_status(sign_in)


def check_status(sign_in):
    """Refuses a right password of a user who may not use it. Others do not learn that a user is disabled. Source:
    Developer Guide, "Managing user existence error responses"."""
    if cognito._password_signin_refused(sign_in.user):
        raise INCORRECT
    if sign_in.user.get("UserStatus") == "RESET_REQUIRED":
        raise CognitoError("PasswordResetRequiredException", "Password reset required for the user")
    sign_in.note_password(sign_in.user)


def record_failure(sign_in):
    if user := sign_in.known:
        failed = (("Password", "Failure"),)
        cognito._record_auth_event(sign_in.pool, user, {}, "SignIn", "Fail", failed)


def ask_proof(sign_in, srp_a, has_session):
    """PASSWORD_VERIFIER. Without a session, the secret block takes its place."""
    if not srp_a:
        raise CognitoError("InvalidParameterException", "Missing required parameter SRP_A")
    if not cognito._SRP_A_RE.match(str(srp_a)):
        raise CognitoError(
            "InvalidParameterException",
            f"1 validation error detected: Value '{srp_a}' at 'sRPA' failed to satisfy constraint: "
            "Member must satisfy regular expression pattern: ^[0-9a-fA-F]+$",
        )
    block = sessions.new_name()
    user = sign_in.known
    parameters, state = cognito._srp_challenge(sign_in.pool["Id"], user, sign_in.user_id, srp_a, block)
    if user is None:
        seed = str(uuid.UUID(bytes=_digest(sign_in.pool, f"salt:{sign_in.name}")[:16], version=4))
        state["salt"] = parameters["SALT"] = cognito._srp_salt(
            sign_in.user_id if sign_in.pool.get("UsernameAttributes") else seed
        )
    name = None if has_session else block
    output = sessions.ask(sign_in, "PASSWORD_VERIFIER", parameters, name, srp=state)
    if not has_session:
        del output["Session"]
    return output


def verify(call):
    """The sign-in whose password the response proves."""
    responses = call.data.get("ChallengeResponses") or {}
    if refusal := cognito._srp_response_format_error(responses):
        raise CognitoError.of(refusal)
    name = call.data.get("Session") or responses["PASSWORD_CLAIM_SECRET_BLOCK"]
    try:
        sign_in = sessions.find(call, name, "PASSWORD_VERIFIER")
    except CognitoError:
        if call.data.get("Session"):
            raise
        # The block is no name of a session: the proof is of another sign-in.
        raise INCORRECT from None
    state = sign_in.data["srp"]

    def is_right():
        user = sign_in.known
        return user is not None and cognito._srp_proof_valid(sign_in.pool["Id"], user, state, responses)

    # A wrong proof leaves the challenge open. A right one ends it.
    if not guess((sign_in.key, "password"), is_right):
        record_failure(sign_in)
        raise INCORRECT
    device_key = responses.get("DEVICE_KEY") or sign_in.device_key
    # The client then forgets the device and proves the password again.
    devices.check_known(sign_in.pool, sign_in.user, device_key)
    sessions.end(name, sign_in)
    sign_in.device_key = device_key
    sign_in.metadata = call.data.get("ClientMetadata") or {}
    check_status(sign_in)
    return sign_in
