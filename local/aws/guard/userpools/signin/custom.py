"""The custom flow, whose steps the pool's triggers decide.

Source: Cognito Developer Guide, "Custom authentication challenge Lambda triggers".
"""

from ministack.services import cognito
from userpools import triggers
from userpools.rules import CognitoError
from userpools.signin import passwords, sessions, steps, tokens

# As MiniStack's.
MOST_ANSWERS = cognito._MAX_CHALLENGE_ATTEMPTS


def told_of_missing_users(build):
    """The trigger's event, which says whether the user exists."""

    def build_event(pool_id, client_id, username, attributes, session, *rest):
        event = build(pool_id, client_id, username, attributes, session, *rest)
        event["request"]["userNotFound"] = session.get("user_not_found", False)
        return event

    return build_event


for _name in ("define", "create", "verify"):
    _builder = f"_build_{_name}_auth_challenge_event"
    setattr(cognito, _builder, told_of_missing_users(getattr(cognito, _builder)))


def begin(sign_in, parameters):
    if not (sign_in.pool.get("LambdaConfig") or {}).get("DefineAuthChallenge"):
        raise CognitoError(
            "InvalidParameterException", "Custom auth lambda trigger is not configured for the user pool."
        )
    sign_in.history = {
        "pool_id": sign_in.pool["Id"],
        "client_id": sign_in.client["ClientId"],
        "username": sign_in.user_id,
        "challenges": [],
        "last_challenge_metadata": None,
        "user_not_found": sign_in.sub is None,
    }
    if parameters.get("CHALLENGE_NAME") == "SRP_A" or parameters.get("SRP_A"):
        if not cognito._SRP_A_RE.match(str(parameters.get("SRP_A") or "")):
            raise CognitoError("InvalidParameterException", "Missing required parameter SRP_A")
        note(sign_in, "SRP_A")
    return advance(sign_in, parameters.get("SRP_A"))


def note(sign_in, challenge):
    """Tells the triggers that a challenge of Cognito's was passed."""
    if sign_in.history is not None:
        cognito._append_challenge_to_session(sign_in.history, challenge, True, None, {}, {})


def advance(sign_in, srp_a=None):
    """Lets the trigger decide on the next step."""
    step = run(cognito._invoke_define_auth_challenge_trigger, sign_in, sign_in.metadata)
    if step.get("failAuthentication"):
        raise passwords.INCORRECT
    if step.get("issueTokens"):
        return end(sign_in)
    challenge = step.get("challengeName")
    if challenge in ("PASSWORD_VERIFIER", "SRP_A"):
        return passwords.ask_proof(sign_in, srp_a, has_session=True)
    if challenge != "CUSTOM_CHALLENGE":
        raise CognitoError("InvalidLambdaResponseException", "DefineAuthChallenge response invalid")
    return pose(sign_in)


def end(sign_in):
    if sign_in.sub is None:
        raise passwords.INCORRECT
    sign_in.history = None
    if sign_in.user.get("UserStatus") == "FORCE_CHANGE_PASSWORD":
        return steps.ask_new_password(sign_in)
    return tokens.issue(sign_in)


def pose(sign_in):
    answered = [each for each in sign_in.history["challenges"] if each["challengeName"] == "CUSTOM_CHALLENGE"]
    if len(answered) >= MOST_ANSWERS:
        raise passwords.INCORRECT
    created = run(cognito._invoke_create_auth_challenge_trigger, sign_in, sign_in.metadata)
    public = {name: str(value) for name, value in (created.get("publicChallengeParameters") or {}).items()}
    cognito._append_challenge_to_session(
        sign_in.history,
        "CUSTOM_CHALLENGE",
        None,
        created.get("challengeMetadata"),
        public,
        created.get("privateChallengeParameters") or {},
    )
    return sessions.ask(sign_in, "CUSTOM_CHALLENGE", {"USERNAME": sign_in.user_id, **public})


def answer(sign_in, responses):
    if not responses.get("ANSWER"):
        raise CognitoError("InvalidParameterException", "Missing required parameter ANSWER")
    verified = run(
        cognito._invoke_verify_auth_challenge_trigger, sign_in, responses["ANSWER"], sign_in.metadata
    )
    cognito._update_pending_challenge_result(sign_in.history, verified.get("answerCorrect") is True)
    return advance(sign_in)


def run(invoke, sign_in, *rest):
    """The response of a trigger."""
    attributes = triggers.known(sign_in.user) if sign_in.sub else {}
    event, refusal = invoke(
        sign_in.pool["Id"], sign_in.client["ClientId"], sign_in.user_id, attributes, sign_in.history, *rest
    )
    if refusal:
        raise CognitoError.of(refusal)
    return (event or {}).get("response") or {}
