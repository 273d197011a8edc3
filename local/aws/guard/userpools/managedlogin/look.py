"""The look of a client's pages: colours, logo, icon and background of its style, as far as these pages have such parts.

A style comes from whoever may deploy, so nothing in it may run. Images are shown as images, in which browsers run no
script; colours and lengths are read as such, and everything else is left out. Sources: API Reference, "AssetType",
"CreateManagedLoginBranding" (Settings).
"""

import re
from dataclasses import dataclass

from userpools.settings import branding

MEDIA_TYPES = {"ICO": "x-icon", "JPEG": "jpeg", "PNG": "png", "SVG": "svg+xml", "WEBP": "webp"}
LIGHT, DARK, DYNAMIC = "LIGHT", "DARK", "DYNAMIC"
# CSS by where the settings have a colour, within `lightMode` or `darkMode`.
COLORS = {
    ("components", "pageBackground", "", "color"): "body{background-color:%s}",
    ("components", "form", "", "backgroundColor"): "main{background-color:%s}",
    ("components", "pageText", "", "bodyColor"): "body{color:%s}",
    ("components", "pageText", "", "headingColor"): "h1{color:%s}",
    ("components", "primaryButton", "defaults", "backgroundColor"): "button{background-color:%s;border-color:%s}",
    ("components", "primaryButton", "defaults", "textColor"): "button{color:%s}",
    ("components", "secondaryButton", "defaults", "backgroundColor"): ".way{background-color:%s}",
    ("components", "secondaryButton", "defaults", "borderColor"): ".way{border-color:%s}",
    ("components", "secondaryButton", "defaults", "textColor"): ".way{color:%s}",
    ("componentClasses", "input", "defaults", "backgroundColor"): "input{background-color:%s}",
    ("componentClasses", "input", "defaults", "borderColor"): "input{border-color:%s}",
    ("componentClasses", "inputLabel", "", "textColor"): "label{color:%s}",
}
RADII = {
    ("components", "form"): "main{border-radius:%gpx}",
    ("componentClasses", "buttons"): "button,.way{border-radius:%gpx}",
    ("componentClasses", "input"): "input{border-radius:%gpx}",
}


@dataclass(frozen=True)
class Look:
    css: str = ""
    # HTML of a document's head, and of the top of its form.
    icon: str = ""
    logo: str = ""


def of(request):
    style = branding.of_client(request.pool, request.client_id) or {}
    settings, assets = style.get("Settings"), style.get("Assets") or []
    mode = at(settings, "categories", "global", "colorSchemeMode")
    first, second = {DARK: (DARK, None), DYNAMIC: (LIGHT, DARK)}.get(mode, (LIGHT, None))
    css = radii(settings) + colors(settings, assets, first)
    if second:
        css += f"@media(prefers-color-scheme:dark){{{colors(settings, assets, second)}}}"
    return Look(css, icon(assets, first), logo(settings, assets, first, second))


def colors(settings, assets, mode):
    member = "darkMode" if mode == DARK else "lightMode"
    css = ""
    for (part, name, state, key), rule in COLORS.items():
        color = at(settings, part, name, member, *([state] if state else []), key)
        if isinstance(color, str) and re.fullmatch(r"[0-9a-fA-F]{8}", color):
            css += rule.replace("%s", f"#{color}")
    image = source(assets, "PAGE_BACKGROUND", mode)
    if image and at(settings, "components", "pageBackground", "image", "enabled") is not False:
        css += f'body{{background-image:url("{image}");background-size:cover}}'
    return css


def radii(settings):
    lengths = {rule: at(settings, *where, "borderRadius") for where, rule in RADII.items()}
    return "".join(
        rule % length
        for rule, length in lengths.items()
        if isinstance(length, (int, float)) and not isinstance(length, bool) and 0 <= length <= 100
    )


def icon(assets, mode):
    images = (source(assets, category, mode) for category in ("FAVICON_SVG", "FAVICON_ICO"))
    found = next(filter(None, images), None)
    return f'<link rel="icon" href="{found}">' if found else ""


def logo(settings, assets, mode, other):
    image = source(assets, "FORM_LOGO", mode)
    if not image or at(settings, "components", "form", "logo", "enabled") is False:
        return ""
    dark = other and source(assets, "FORM_LOGO", other)
    choice = f'<source srcset="{dark}" media="(prefers-color-scheme: dark)">' if dark else ""
    return f'<picture>{choice}<img alt="" src="{image}"></picture>'


def source(assets, category, mode):
    """An image's address: that of the mode, or the one for any mode. None without one."""
    for wanted in (mode, DYNAMIC):
        for asset in assets:
            if asset.get("Category") == category and asset.get("ColorMode") == wanted:
                media_type, content = MEDIA_TYPES.get(asset.get("Extension")), asset.get("Bytes")
                if media_type and isinstance(content, str) and re.fullmatch(r"[A-Za-z0-9+/]+={0,2}", content):
                    return f"data:image/{media_type};base64,{content}"
    return None


def at(value, *path):
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value
