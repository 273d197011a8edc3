"""The verification of identities in SES. MiniStack verifies all at once; domains with DKIM may wait for their records here.

`PALISADE_SES_VERIFICATION_MS` is how long that takes, also for domains of an earlier start. Cognito refuses senders before.

Source: SES API v2 Reference, "GetEmailIdentity" (VerificationStatus, VerifiedForSendingStatus).
"""

import json
import os
import re
import time

from ministack.services import ses_v2

IDENTITIES = "/v2/email/identities"
# Since when an identity waits for its verification, in its record.
SINCE = "WaitsSince"
DELAY = float(os.environ.get("PALISADE_SES_VERIFICATION_MS", "0")) / 1000


def use():
    serve = ses_v2.handle_request

    async def handle_request(method, path, headers, body, query_params):
        status, response_headers, content = await serve(method, path, headers, body, query_params)
        if status != 200:
            return status, response_headers, content
        if method == "POST" and path == IDENTITIES:
            given = json.loads(body)
            if DELAY and given.get("DkimSigningAttributes"):
                record = ses_v2._identities[given["EmailIdentity"]]
                record.update({"VerifiedForSendingStatus": False, SINCE: time.time()})
                content = changed(content, {"VerifiedForSendingStatus": False})
        elif method == "GET" and (match := re.fullmatch(IDENTITIES + r"/([^/]+)", path)):
            verified = is_verified(match[1])
            status_now = {
                "VerifiedForSendingStatus": verified,
                "VerificationStatus": "SUCCESS" if verified else "PENDING",
            }
            content = changed(content, status_now)
        return status, response_headers, content

    ses_v2.handle_request = handle_request


def changed(content, members):
    described = {**json.loads(content), **members}
    described.pop(SINCE, None)
    return json.dumps(described)


def is_verified(identity):
    """Whether mail may be sent from it. One that nobody has created counts as verified, outside of the program."""
    record = ses_v2._identities.get(identity)
    if record and time.time() >= record.get(SINCE, 0) + DELAY:
        record.pop(SINCE, None)
        record["VerifiedForSendingStatus"] = True
    return record is None or record["VerifiedForSendingStatus"]
