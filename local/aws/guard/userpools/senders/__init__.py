"""Custom senders: a pool's own functions, which send its mails and text messages in place of Cognito.

Source: Cognito Developer Guide, "Custom sender Lambda triggers" and the pages of both triggers.
"""

import base64
import contextvars
import threading

from ministack.services import cognito
from userpools import triggers
from userpools.rules import CognitoError
from userpools.senders import encryption

# By the attribute with the address: the trigger, as in LambdaConfig, and the type of its request.
TRIGGERS = {
    "email": ("CustomEmailSender", "customEmailSenderRequestV1"),
    "phone_number": ("CustomSMSSender", "customSMSSenderRequestV1"),
}


def send(call, attribute, source, name, attributes, code):
    """Hands a code, or a temporary password, to the pool's sender. False if it has none.

    source: that of the message's texts, such as CustomMessage_SignUp
    """
    trigger, type = TRIGGERS[attribute]
    config = call.pool.get("LambdaConfig") or {}
    if not config.get(trigger):
        return False
    request = {
        "type": type,
        "code": base64.b64encode(encryption.encrypt(code, config["KMSKeyID"], {"userpool-id": call.pool["Id"]})).decode(),
        "clientMetadata": call.data.get("ClientMetadata"),
        "userAttributes": attributes,
    }
    event = triggers.event_of(call, f"{trigger}_{source.split('_', 1)[1]}", name, request)
    # The user does not wait for it, and does not learn that it failed.
    run = contextvars.copy_context().run
    threading.Thread(target=run, args=(invoke, trigger, config[trigger]["LambdaArn"], event), daemon=True).start()
    return True


def invoke(trigger, function_arn, event):
    try:
        result = triggers.invoke(trigger, function_arn, event)
        if result.get("error"):
            cognito.logger.warning("%s failed: %s", trigger, result.get("body"))
    except CognitoError as error:
        cognito.logger.warning("%s: %s", trigger, error.message)
