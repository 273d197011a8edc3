"""The lockout after wrong passwords and codes.

After n failures, a user waits 2^(n-5) seconds, up to about 15 minutes. Attempts within that time are refused and not counted.
A success, or 15 minutes without attempts, resets the count. Source: Cognito Developer Guide, "Authentication with Amazon
Cognito user pools" ("Lockout behavior for failed sign-in attempts"), and for codes "Adding MFA to a user pool".
"""

import threading
import time

from userpools.rules import CognitoError

FREE_FAILURES = 5
LONGEST_WAIT = RESET_AFTER = 15 * 60

_lock = threading.Lock()
# (failures, time of the last attempt) by user and kind of secret.
_failures = {}


def guess(key, is_right):
    """Whether a secret is right. Guesses are checked one after the other, so that parallel ones count too."""
    with _lock:
        now = time.time()
        count, last = _failures.get(key, (0, 0))
        if now - last >= RESET_AFTER:
            count = 0
        if count >= FREE_FAILURES and now < last + min(2 ** (count - FREE_FAILURES), LONGEST_WAIT):
            raise CognitoError("NotAuthorizedException", "Password attempts exceeded")
        if is_right():
            _failures.pop(key, None)
            return True
        for old, (_, at) in list(_failures.items()):
            if now - at >= RESET_AFTER:
                del _failures[old]
        _failures[key] = count + 1, now
        return False
