"""Checks requests by the services' own models before MiniStack takes them, which accepts more than AWS.

The models are botocore's. A request that does not fit is refused in the service's own words: so broken
escaping in a mapping template, or a wrong type, shows on this machine as it would on AWS.

- types.py: JSON of the wrong type
- constraints.py: missing values, lengths, ranges, patterns, enumerations
- jsonProtocol.py, query.py, restProtocol.py: the protocols
- checks.py, entries.py: what a service checks beyond its model, for the request or for one of its entries
"""

import re

from models import entries

SCOPE = re.compile(r"Credential=[^/]+/[^/]+/[^/]+/([^/]+)/")


def use():
    """Adds the checks of single entries of a request, whose others succeed."""
    entries.use()


async def check(request):
    """The response to a request that the service refuses: status, headers and body. None if it is valid."""
    # Loaded by the first request: the start takes long enough.
    from models import jsonProtocol, query, restProtocol
    from models.model import BY_SCOPE

    if target := request.header("x-amz-target"):
        return jsonProtocol.check(target, await request.body())
    scope = SCOPE.search(request.header("authorization"))
    if scope is None:
        return None
    # Fields of the query protocol stand in the URL, in a form, or in both.
    is_form = request.header("content-type").lower().startswith("application/x-www-form-urlencoded")
    if is_form or "Action" in request.query:
        if scope[1] in BY_SCOPE:
            return query.check(request.query, await request.body() if is_form else b"", scope[1])
    return await restProtocol.check(request, scope[1])
