"""Managed login, in place of MiniStack's: the authorize endpoint, the pages of a sign-in, single sign-on and sign-out.

A request of an app is checked (request.py) and becomes a page that belongs to the browser (browsers.py). The page goes through the
same steps as a sign-in by the API (flow.py), and ends with an authorization code. Sources: Cognito Developer Guide, "User
pool endpoints and managed login reference". The pages' looks and words (views.py) are not Cognito's.
"""
