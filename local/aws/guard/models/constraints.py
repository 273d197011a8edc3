"""Values that break a constraint of the model, in the words of AWS's validation."""

import functools
import re

# Classes of characters that Python's patterns lack. Those of letters and marks allow all that is visible, so neither
# controls nor what only changes how a text looks (Unicode's class Cf), nor private characters.
INVISIBLE = (
    r"\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u206f\ud800-\uf8ff\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3"
    r"\U0001d173-\U0001d17a\U000e0001-\U000e007f\U000f0000-\U0010ffff"
)
VISIBLE, PRINTABLE = rf"[^\s{INVISIBLE}]", rf"[^{INVISIBLE}]"
CLASSES = {
    r"\p{ASCII}": r"[\x00-\x7f]",
    r"[^_\p{Z}]": r"[^_\s]",
    r"[\p{L}\p{M}\p{S}\p{N}\p{P}]": VISIBLE,
    **{rf"[\p{{L}}\p{{M}}\p{{S}}\p{{N}}\p{{P}}{more}]": PRINTABLE for more in (r"\s", r"\s*", r"\p{Z}", r"\t\n\r ")},
}
NUMBERS = ("integer", "long", "float", "double")


def failures(model, shape_name, value, path=""):
    """A sentence for each broken constraint."""
    shape = model.shapes[shape_name]
    found = [f"Value{shown(shape, value)} at '{path}' failed to satisfy constraint: {rule}" for rule in broken(shape, value)]
    kind = shape["type"]
    if kind == "structure":
        if not is_constrained(model.name, shape_name):
            return found
        for name in shape.get("required", ()):
            if value.get(name) is None:
                found.append(
                    f"Value null at '{below(path, name)}' failed to satisfy constraint: Member must not be null"
                )
        for name, member in shape["members"].items():
            if value.get(name) is not None:
                found += failures(model, member["shape"], value[name], below(path, name))
    elif kind == "list" and is_constrained(model.name, shape_name):
        for index, each in enumerate(value, 1):
            if each is not None:
                found += failures(model, shape["member"]["shape"], each, f"{path}.{index}.member")
    elif kind == "map" and is_constrained(model.name, shape_name):
        for key, each in value.items():
            if each is not None:
                found += failures(model, shape["value"]["shape"], each, f"{path}.{key}.member")
    return found


def summary(failures):
    plural = "s" if len(failures) > 1 else ""
    return f"{len(failures)} validation error{plural} detected: {'; '.join(failures)}"


def below(path, name):
    own = name[:1].lower() + name[1:]
    return f"{path}.{own}" if path else own


def broken(shape, value):
    """The rules that a value breaks."""
    kind, low, high = shape["type"], shape.get("min"), shape.get("max")
    if kind in NUMBERS:
        measure, what = value, "value"
    elif kind == "blob":
        measure, what = len(value) // 4 * 3 - value.count("=", -2), "length"
    elif kind in ("string", "list", "map"):
        measure, what = len(value), "length"
    else:
        return
    if "pattern" in shape and (pattern := compiled(shape["pattern"])) and not pattern.fullmatch(value):
        yield f"Member must satisfy regular expression pattern: {shape['pattern']}"
    if "enum" in shape and value not in shape["enum"]:
        yield f"Member must satisfy enum value set: [{', '.join(shape['enum'])}]"
    if low is not None and measure < low:
        yield f"Member must have {what} greater than or equal to {low}"
    if high is not None and measure > high:
        yield f"Member must have {what} less than or equal to {high}"


def shown(shape, value):
    """A value in a message; secret ones are left out."""
    if shape.get("sensitive"):
        return ""
    if shape["type"] == "blob":
        size = len(value) // 4 * 3 - value.count("=", -2)
        return f" 'java.nio.HeapByteBuffer[pos=0 lim={size} cap={size}]'"
    return f" '{value}'"


@functools.cache
def compiled(pattern):
    """A pattern of Java's; None for one that Python does not know."""
    for java, python in CLASSES.items():
        pattern = pattern.replace(java, python)
    try:
        return re.compile(pattern)
    except re.error:
        return None


@functools.cache
def is_constrained(service, shape_name):
    """Whether a shape, or one inside of it, has a constraint. Most items of DynamoDB have none."""
    from models.model import load

    shapes = load(service).shapes
    seen, open_names = set(), [shape_name]
    while open_names:
        name = open_names.pop()
        if name in seen:
            continue
        seen.add(name)
        shape = shapes[name]
        if shape.get("required") or {"min", "max", "pattern", "enum"} & shape.keys():
            return True
        parts = [*shape.get("members", {}).values(), *(shape[part] for part in ("member", "value") if part in shape)]
        open_names += [part["shape"] for part in parts]
    return False
