"""The rules of each operation of Cognito user pools.

    @before("SignUp", "AdminCreateUser")
    def check(call): ...                       # raises a CognitoError to refuse the call

    @around("ConfirmSignUp")
    def verify(call, proceed): ...             # returns proceed(), or something else; proceed() may raise a CognitoError

    @serves("VerifyUserAttribute")
    def verify_user_attribute(call): ...       # an operation that MiniStack lacks, or in place of its own

They run after MiniStack's checks of the signature, the client's secret and the access token. Operations run
in threads of their own, several at once, so what may happen once must be decided by one step, such as `dict.pop`,
or within `with lock:`. Triggers call back, so never hold the lock while one may run.
"""

import ast
import functools
import json
import re
import threading
from collections import defaultdict

from ministack.core.iam_actions import unsigned_operations
from ministack.services import cognito

lock = threading.RLock()
# By operation.
chains = defaultdict(list)
served = {}


class CognitoError(Exception):
    """An error of Cognito, such as CodeMismatchException."""

    def __init__(self, type, message):
        super().__init__(message)
        self.type, self.message = type, message

    @classmethod
    def of(cls, response):
        """MiniStack's error. It prints what a failed trigger returned as Python does."""
        error = json.loads(response[2])
        text = error.get("message", "")
        return trigger_failure(text) or cls(error.get("__type", "InternalErrorException"), text)

    def response(self):
        return cognito.error_response_json(self.type, self.message, 400)


class Call:
    """A call of an operation. `data` is its input, which rules may change."""

    def __init__(self, operation, data):
        self.operation, self.data = operation, data

    @functools.cached_property
    def claims(self):
        """The claims of the access token, which MiniStack has verified. Empty without one."""
        return cognito._token_claims(self.data.get("AccessToken"))

    @functools.cached_property
    def client_id(self):
        return self.data.get("ClientId") or self.claims.get("client_id")

    @functools.cached_property
    def pool(self):
        """Raises a CognitoError if there is none."""
        if "UserPoolId" in self.data:
            pool_id = self.data["UserPoolId"]
            pool, missing = cognito._user_pools.get(pool_id), f"User pool {pool_id} does not exist."
        elif self.claims:
            pool_id = str(self.claims.get("iss")).rsplit("/", 1)[-1]
            pool, missing = cognito._user_pools.get(pool_id), "Access Token does not belong to a user pool."
        else:
            pool = cognito._pool_for_client(self.client_id)[0]
            missing = f"User pool client {self.client_id} does not exist."
        if not pool:
            raise CognitoError("ResourceNotFoundException", missing)
        return pool

    @functools.cached_property
    def client(self):
        """The app client; None for operations of administrators without one."""
        return self.pool["_clients"].get(self.client_id)

    @property
    def user(self):
        """The stored user of the access token or of the Username; None if there is none."""
        if "AccessToken" in self.data:
            return cognito._token_owner(self.claims) or None
        return cognito._resolve_user(self.pool, self.data.get("Username"))[0]

    @property
    def is_admin(self):
        return self.operation.startswith("Admin")

    def check_client(self):
        """Refuses the tokens of an app client that was deleted."""
        if self.claims and self.client is None:
            raise CognitoError("ResourceNotFoundException", f"User pool client {self.client_id} does not exist.")


def before(*operations):
    def register(check):
        @around(*operations)
        def checked(call, proceed):
            check(call)
            return proceed()

        return check

    return register


def around(*operations):
    def register(rule):
        for operation in operations:
            chains[operation].append(rule)
        return rule

    return register


def serves(operation):
    def register(serve):
        served[operation] = serve
        return serve

    return register


def attributes_of(user):
    """The attributes by name. A change of them changes nothing stored."""
    return cognito._attr_list_to_dict(user.get("Attributes", []))


def set_attributes(user, changes):
    """Stores attributes by name. Those without a value are removed, and an address with its verification."""
    with lock:
        merged = {name: value for name, value in {**attributes_of(user), **changes}.items() if value}
        for name in ("email", "phone_number"):
            if name in changes and name not in merged:
                merged.pop(f"{name}_verified", None)
        user["Attributes"] = cognito._dict_to_attr_list(merged)
        user["UserLastModifiedDate"] = cognito._now_epoch()


def install(read_input):
    run = cognito._run_idp_handler
    dispatch = cognito._dispatch_idp

    def run_with_rules(handler, operation, data):
        try:
            data = read_input(operation, data)
        except CognitoError as error:
            return error.response()
        return run(with_rules(handler, operation), operation, data)

    async def dispatch_with_own(operation, data):
        if operation not in served:
            return await dispatch(operation, data)
        return await cognito.run_reentrant(run_with_rules, None, operation, data)

    # MiniStack's check of its constant codes.
    cognito._confirmation_code_error = lambda *_: None
    cognito._run_idp_handler = run_with_rules
    cognito._dispatch_idp = dispatch_with_own
    cognito._UNSIGNED_IDP_ACTIONS.update(unsigned_operations("cognito-idp"))


def with_rules(handler, operation):
    """The operation's handler within its rules."""

    def handle(data):
        call = Call(operation, data)
        serve = served[operation] if operation in served else functools.partial(hand_over, handler)
        proceed = lambda: serve(call) or {}  # noqa: E731
        for rule in reversed(chains[operation]):
            proceed = functools.partial(rule, call, proceed)
        try:
            call.check_client()
            return cognito.json_response(proceed() or {})
        except CognitoError as error:
            return error.response()

    return handle


def hand_over(handler, call):
    """MiniStack's output, or its error as a CognitoError."""
    try:
        response = handler(call.data)
    except RuntimeError as error:
        raise trigger_failure(str(error)) or error from None
    if response[0] != 200:
        raise CognitoError.of(response)
    return json.loads(response[2])


FAILURE = re.compile(r"(\w+)(?: returned)? error: (\{'errorMessage': .*\})", re.DOTALL)


def trigger_failure(text):
    """Cognito's error for a trigger that failed: `CreateAuthChallenge returned error: {'errorMessage': 'No.', …}`."""
    failure = FAILURE.fullmatch(text)
    if failure is None:
        return None
    reason = ast.literal_eval(failure[2])["errorMessage"]
    return CognitoError("UserLambdaValidationException", f"{failure[1]} failed with error {reason}.")
