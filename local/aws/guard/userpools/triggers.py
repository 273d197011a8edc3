"""Runs a pool's triggers that MiniStack leaves out, or whose failure it words differently.

Source: Cognito Developer Guide, "Customizing user pool workflows with Lambda triggers" and the pages of each trigger.
"""

from ministack.services import cognito, lambda_svc
from userpools.rules import Call, CognitoError, attributes_of

CODE, USER_NAME, LINK = "{####}", "{username}", "{##Click Here##}"
PRE_SIGN_UP = {"autoConfirmUser": False, "autoVerifyEmail": False, "autoVerifyPhone": False}


def run(call, source, name, attributes, request=None, response=None, metadata_as="clientMetadata"):
    """The `response` of the trigger's event; None if the pool has no such trigger.

    metadata_as: the part of the request that has the client's metadata
    """
    trigger = source.split("_")[0]
    function_arn = (call.pool.get("LambdaConfig") or {}).get(trigger)
    if not function_arn:
        return None
    metadata = call.data.get("ClientMetadata")
    request = {"userAttributes": attributes, **(request or {}), **({metadata_as: metadata} if metadata else {})}
    event = {**event_of(call, source, name, request), "response": response or {}}
    return response_of(trigger, invoke(trigger, function_arn, event))


def event_of(call, source, name, request):
    """What the events of all triggers have."""
    return {
        "version": "1",
        "triggerSource": source,
        "region": cognito._pool_region(call.pool["Id"]),
        "userPoolId": call.pool["Id"],
        "userName": name,
        "callerContext": {
            "awsSdkVersion": "aws-sdk-unknown-unknown",
            "clientId": call.client_id or "CLIENT_ID_NOT_APPLICABLE",
        },
        "request": request,
    }


def invoke(trigger, function_arn, event):
    record, config, _ = lambda_svc._get_func_record_for_ref(function_arn)
    if record is None or config is None:
        raise CognitoError(
            "UnexpectedLambdaException", f"{trigger} invocation failed due to error ResourceNotFoundException."
        )
    function = lambda_svc._execution_record_for_config(record, config)
    return lambda_svc._execute_function_with_config_scope(function, event)


def response_of(trigger, result):
    body = result.get("body")
    if result.get("error"):
        reason = body.get("errorMessage") if isinstance(body, dict) else body
        raise CognitoError("UserLambdaValidationException", f"{trigger} failed with error {reason}.")
    response = cognito._extract_trigger_response(body)
    if response is None:
        raise CognitoError("InvalidLambdaResponseException", "Unrecognizable lambda output")
    return response


def known(user):
    """The attributes of a stored user, as triggers get them."""
    return {**attributes_of(user), "cognito:user_status": user["UserStatus"]}


def run_pre_sign_up(call, source, name, attributes):
    validation = {each["Name"]: each.get("Value", "") for each in call.data.get("ValidationData") or []}
    request = {"validationData": validation or None}
    return run(call, source, name, attributes, request, PRE_SIGN_UP) or PRE_SIGN_UP


def run_post_confirmation(call, source, user):
    run(call, source, user["Username"], known(user))


def run_custom_message(pool, source, name, attributes, metadata=None, username_parameter=USER_NAME):
    """In place of MiniStack's, for invitations."""
    call = Call("AdminCreateUser", {"UserPoolId": pool["Id"], "ClientMetadata": metadata})
    request = {"codeParameter": CODE, "usernameParameter": username_parameter}
    texts = {"smsMessage": None, "emailMessage": None, "emailSubject": None}
    return run(call, source, name, attributes, request, texts) or {}


cognito._apply_custom_message_trigger = run_custom_message
