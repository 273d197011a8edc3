"""The pages' HTML. Texts of users and apps are escaped; scripts run only on the page for passkeys."""

import hashlib
import base64
import html
import json
from urllib.parse import urlencode

from userpools.managedlogin import look
from userpools.signin import steps

STYLE = """
body{margin:0;min-height:100vh;display:grid;place-items:center;font:16px/1.5 system-ui,sans-serif;background:#f3f4f6;color:#111827}
main{box-sizing:border-box;width:min(24rem,92vw);padding:2rem;border-radius:12px;background:#fff;box-shadow:0 1px 4px #0003}
h1{margin:0 0 1rem;font-size:1.4rem}img{max-width:100%;max-height:5rem}label,button,.way{display:block;margin-top:.8rem}
input{box-sizing:border-box;width:100%;padding:.6rem;font:inherit;border:1px solid #9ca3af;border-radius:6px}
button,.way{box-sizing:border-box;width:100%;padding:.6rem;font:inherit;text-align:center;border:1px solid #1d4ed8;border-radius:6px}
button{background:#1d4ed8;color:#fff;cursor:pointer}.way{color:#1d4ed8;text-decoration:none}
[role=alert]{padding:.6rem;border-radius:6px;background:#fee2e2;color:#991b1b}code,label,p{overflow-wrap:anywhere}
"""
# Sends the passkey's proof as the form's answer.
PASSKEY = """
const form = document.forms[0], options = JSON.parse(form.dataset.options);
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (each) => each.charCodeAt(0));
options.challenge = bytes(options.challenge);
options.allowCredentials.forEach((each) => (each.id = bytes(each.id)));
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    form.answer.value = JSON.stringify(await navigator.credentials.get({ publicKey: options }));
  } catch {
    return;
  }
  form.submit();
});
"""
FACTORS = {
    "EMAIL_OTP": "Code by mail",
    "PASSWORD": "Password",
    "SMS_MFA": "Code by text message",
    "SMS_OTP": "Code by text message",
    "SOFTWARE_TOKEN_MFA": "Code of an authenticator app",
    "WEB_AUTHN": "Passkey",
}
esc = html.escape


def digest_of(text):
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def headers(css):
    return {
        "Content-Type": "text/html; charset=utf-8",
        "Cache-Control": "no-store",
        # No form-action: browsers apply it to the redirect to the app as well.
        "Content-Security-Policy": (
            f"default-src 'none'; style-src 'sha256-{digest_of(css)}'; script-src 'sha256-{digest_of(PASSKEY)}'; "
            "img-src data:; base-uri 'none'; frame-ancestors 'none'"
        ),
        # Without a referrer, browsers hide the origin of the page's own form.
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }


def show(page, key, fault):
    heading, fields = BODIES[page.challenge](page)
    alert = f'<p role="alert">{esc(fault)}</p>' if fault else ""
    # Cognito's address for a replica is chosen by the client.
    hidden = f'<input type="hidden" name="page" value="{key}"><input type="hidden" name="client_id" value="{esc(page.request.client_id)}">'
    options = (page.asked.get("ChallengeParameters") or {}).get("CREDENTIAL_REQUEST_OPTIONS", "")
    form = fields and f'<form method="post" action="/login" data-options="{esc(options)}">{hidden}{fields}</form>'
    script = f"<script>{PASSKEY}</script>" if options else ""
    others = "" if page.challenge else ways(page.request)
    own = look.of(page.request)
    return document(200, heading, f"{own.logo}<h1>{esc(heading)}</h1>{alert}{form}{others}{script}", own)


def refuse(message, status=400):
    return document(status, "Sign-in", f'<h1>Sign-in</h1><p role="alert">{esc(message)}</p>')


def document(status, title, body, own=look.Look()):
    css = STYLE + own.css
    page = (
        '<!DOCTYPE html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{esc(title)}</title>{own.icon}<style>{css}</style><main>{body}</main></html>"
    )
    return status, headers(css), page.encode()


def ways(request):
    """Links to the client's identity providers."""
    names = [name for name in request.providers if name != "COGNITO" and name in (request.pool.get("_identity_providers") or {})]
    parameters = {"client_id": request.client_id, "redirect_uri": request.redirect_uri, "response_type": "code"}
    rest = {name: getattr(request, name) for name in ("scope", "state", "nonce", "code_challenge", "code_challenge_method")}
    given = {name: value for name, value in {**parameters, **rest}.items() if value}
    return "".join(
        f'<a class="way" href="{esc("/oauth2/authorize?" + urlencode({**given, "identity_provider": name}))}">Continue with {esc(name)}</a>'
        for name in names
    )


def entry(label, name="answer", kind="text", value="", complete="off", **more):
    others = "".join(f' {key}="{esc(str(text))}"' for key, text in more.items())
    return (
        f'<label>{esc(label)}<input name="{esc(name)}" type="{kind}" value="{esc(value)}" autocomplete="{complete}" required{others}></label>'
    )


def button(label="Continue", value=None):
    chosen = "" if value is None else f' name="answer" value="{esc(value)}"'
    return f"<button{chosen}>{esc(label)}</button>"


def first(page):
    if "COGNITO" not in page.request.providers:
        return "Sign in", ""
    name = entry("Username", "username", value=page.name, complete="username webauthn", autofocus="")
    password = "" if page.chooses else entry("Password", "password", "password", complete="current-password")
    return "Sign in", name + password + button("Continue" if page.chooses else "Sign in")


def password(page):
    return f"Password of {page.name}", entry("Password", kind="password", complete="current-password") + button("Sign in")


def code(page):
    told = page.asked.get("ChallengeParameters") or {}
    to = told.get("CODE_DELIVERY_DESTINATION")
    sent = f"<p>A code was sent to {esc(to)}.</p>" if to else "<p>Your authenticator app shows the code.</p>"
    return "Enter the code", sent + entry("Code", complete="one-time-code", inputmode="numeric") + button()


def choose(page):
    told = page.asked.get("ChallengeParameters") or {}
    choices = page.asked.get("AvailableChallenges") or json.loads(told["MFAS_CAN_CHOOSE"])
    return "Choose how to sign in", "".join(button(FACTORS.get(each, each), each) for each in choices)


def new_password(page):
    told = page.asked["ChallengeParameters"]
    missing = json.loads(told["requiredAttributes"])
    own = "".join(entry(name.removeprefix(steps.PREFIX), name) for name in missing)
    new = entry("New password", kind="password", complete="new-password")
    again = entry("New password again", "again", "password", complete="new-password")
    return "Choose a new password", new + again + own + button()


def set_up(page):
    if secret := page.asked.get("SecretCode"):
        shown = f"<p>Enter this key into your authenticator app:</p><p><code>{esc(secret)}</code></p>"
        return "Set up an authenticator app", shown + entry("Its code", complete="one-time-code") + button()
    can = json.loads(page.asked["ChallengeParameters"]["MFAS_CAN_SETUP"])
    if "SOFTWARE_TOKEN_MFA" in can:
        return "A second factor is needed", button("Set up an authenticator app")
    if "EMAIL_OTP" in can:
        return "A second factor is needed", entry("Email address for codes", "email", "email") + button()
    return "A second factor is needed, which an administrator must set up", ""


def passkey(_):
    return "Use your passkey", '<input type="hidden" name="answer">' + button("Continue with the passkey")


BODIES = {
    "": first,
    "EMAIL_OTP": code,
    "MFA_SETUP": set_up,
    "NEW_PASSWORD_REQUIRED": new_password,
    "PASSWORD": password,
    "SELECT_CHALLENGE": choose,
    "SELECT_MFA_TYPE": choose,
    "SMS_MFA": code,
    "SMS_OTP": code,
    "SOFTWARE_TOKEN_MFA": code,
    "WEB_AUTHN": passkey,
}
