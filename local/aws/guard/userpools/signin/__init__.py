"""Sign-in to user pools: flows, challenges, factors, devices and tokens.

MiniStack has the users, SRP, the custom flow's triggers and tokens. Here are the sessions between the requests of a
sign-in, and what each request may do. Sources: Cognito Developer Guide, "Authentication with Amazon Cognito user pools"; API
Reference, "InitiateAuth", "RespondToAuthChallenge".
"""

from userpools.signin import devices, initiate, oauth, preferences, refresh, respond, softwaretokens  # noqa: F401
