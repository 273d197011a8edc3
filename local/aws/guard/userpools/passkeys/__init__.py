"""Passkeys: their registration by signed-in users, and the sign-in with them.

Sources: W3C, "Web Authentication: Level 3", 7 (WebAuthn Relying Party Operations); Cognito Developer Guide, "Authentication
flows" (passkey sign-in); API Reference, "StartWebAuthnRegistration", "CompleteWebAuthnRegistration", "WebAuthnConfigurationType".
"""
