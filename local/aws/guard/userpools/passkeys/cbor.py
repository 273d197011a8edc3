"""Decodes the part of CBOR that authenticators send. Source: CTAP 2.1, 8 (Message Encoding); RFC 8949."""

DEEPEST = 8
SIMPLE = {20: False, 21: True, 22: None}


def decode(data, start=0, depth=0):
    """The item that begins at `start`, and where it ends. Raises a ValueError if there is none."""
    if depth > DEEPEST:
        raise ValueError("too deep")
    kind, value, at = head(data, start)
    if kind == 0:
        return value, at
    if kind == 1:
        return -1 - value, at
    if kind in (2, 3):
        if value > len(data) - at:
            raise ValueError("ends too early")
        content = bytes(data[at : at + value])
        return content if kind == 2 else content.decode(), at + value
    if kind == 4:
        items = []
        for _ in range(value):
            item, at = decode(data, at, depth + 1)
            items.append(item)
        return items, at
    if kind == 5:
        return entries(data, at, value, depth)
    if kind == 7 and value in SIMPLE:
        return SIMPLE[value], at
    raise ValueError("not a type of CTAP")


def entries(data, at, count, depth):
    found = {}
    for _ in range(count):
        key, at = decode(data, at, depth + 1)
        if not isinstance(key, (int, str)) or key in found:
            raise ValueError("not a unique key")
        found[key], at = decode(data, at, depth + 1)
    return found, at


def head(data, start):
    """The type of an item, its length or value, and where its content begins."""
    if start >= len(data):
        raise ValueError("ends too early")
    kind, short = data[start] >> 5, data[start] & 31
    if short < 24:
        return kind, short, start + 1
    if short > 27 or kind == 7:
        raise ValueError("not an encoding of CTAP")
    end = start + 1 + 2 ** (short - 24)
    if end > len(data):
        raise ValueError("ends too early")
    return kind, int.from_bytes(data[start + 1 : end], "big"), end
