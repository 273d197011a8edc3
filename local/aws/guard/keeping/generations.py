"""The generations of an endpoint's state on disk, each of them whole.

A generation is a manifest and a part for each service. Parts are encrypted (AES-256-GCM), because services keep
passwords, refresh tokens, secrets and keys as they are; a part's name has a keyed hash of its content. A manifest is
written when its parts are on the disk, and replaces the one before in one step, so a generation is there as a whole or
not at all. Kept are the latest generation, the one before, and a copy of the one that the latest start has read. Parts
that a generation has in common with the one before are not written again.

A folder has: `generation.json`, `generation.previous.json`, `parts/`, `started/` (the copy).
"""

import hashlib
import hmac
import json
import os
import shutil
import zlib

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

FORMAT = 1
LATEST, PREVIOUS, STARTED, PARTS = "generation.json", "generation.previous.json", "started", "parts"
NONCE_BYTES = 12


class Damaged(Exception):
    """A generation can't be read as a whole."""


class Generations:
    def __init__(self, folder, key):
        """`key` has 32 bytes."""
        self.folder = folder
        self._cipher = AESGCM(key)
        self._key = hmac.new(key, b"names of parts", hashlib.sha256).digest()

    def exist(self):
        return any(os.path.exists(path) for path in self._manifests())

    def read(self):
        """The newest generation that is whole, as its manifest, its parts (bytes by name), and what is damaged."""
        damage = []
        for path in self._manifests():
            try:
                manifest = read_manifest(path)
                parts = self._parts(os.path.dirname(path), manifest)
                if damage:
                    self._promote(path, manifest)
                return manifest, parts, damage
            except FileNotFoundError as missing:
                if missing.filename != path:
                    damage.append(f"{missing.filename} is missing")
            except (Damaged, OSError) as error:
                damage.append(str(error))
        return None, {}, damage

    def _manifests(self):
        names = (LATEST, PREVIOUS, os.path.join(STARTED, LATEST))
        return [os.path.join(self.folder, name) for name in names]

    def _parts(self, folder, manifest):
        return {name: self._open(os.path.join(folder, PARTS, file), name) for name, file in manifest["parts"].items()}

    def _promote(self, path, manifest):
        """Makes an older generation the latest one, because that is damaged."""
        os.makedirs(os.path.join(self.folder, PARTS), mode=0o700, exist_ok=True)
        for file in manifest["parts"].values():
            source, target = (os.path.join(folder, PARTS, file) for folder in (os.path.dirname(path), self.folder))
            if source != target:
                shutil.copyfile(source, target)
        write_file(os.path.join(self.folder, LATEST), json.dumps(manifest, indent=1).encode())

    def write(self, parts, about):
        """Writes a generation, unless nothing differs from the latest one. Returns its manifest, or None."""
        latest = self._latest()
        files = {name: f"{name}-{self._hash(content)}" for name, content in parts.items()}
        if latest and latest["parts"] == files:
            return None
        folder = os.path.join(self.folder, PARTS)
        os.makedirs(folder, mode=0o700, exist_ok=True)
        for name, file in files.items():
            if not latest or latest["parts"].get(name) != file:
                write_file(os.path.join(folder, file), self._seal(name, parts[name]))
        sync_folder(folder)
        manifest = {**about, "format": FORMAT, "number": (latest["number"] if latest else 0) + 1, "parts": files}
        if latest:
            os.replace(copied(os.path.join(self.folder, LATEST)), os.path.join(self.folder, PREVIOUS))
        write_file(os.path.join(self.folder, LATEST), json.dumps(manifest, indent=1).encode())
        sync_folder(self.folder)
        self._remove_others({*files.values(), *(latest["parts"].values() if latest else ())})
        return manifest

    def keep_copy(self):
        """Copies the latest generation, which was read as a whole, in place of the copy of an earlier start."""
        latest = self._latest()
        target, new = os.path.join(self.folder, STARTED), os.path.join(self.folder, f"{STARTED}.new")
        if not latest:
            return
        shutil.rmtree(new, ignore_errors=True)
        os.makedirs(os.path.join(new, PARTS), mode=0o700)
        for file in latest["parts"].values():
            shutil.copyfile(os.path.join(self.folder, PARTS, file), os.path.join(new, PARTS, file))
        shutil.copyfile(os.path.join(self.folder, LATEST), os.path.join(new, LATEST))
        shutil.rmtree(target, ignore_errors=True)
        os.rename(new, target)

    def _latest(self):
        try:
            return read_manifest(os.path.join(self.folder, LATEST))
        except (Damaged, OSError):
            return None

    def _remove_others(self, used):
        folder = os.path.join(self.folder, PARTS)
        for file in os.listdir(folder):
            if file not in used:
                os.remove(os.path.join(folder, file))

    def _hash(self, content):
        return hmac.new(self._key, content, hashlib.sha256).hexdigest()[:32]

    def _seal(self, name, content):
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, zlib.compress(content, 1), name.encode())

    def _open(self, path, name):
        with open(path, "rb") as file:
            sealed = file.read()
        try:
            return zlib.decompress(self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], name.encode()))
        except (InvalidTag, ValueError, zlib.error):
            raise Damaged(f"{path} is damaged, or encrypted with another key") from None


def read_manifest(path):
    with open(path, "rb") as file:
        content = file.read()
    try:
        manifest = json.loads(content)
        if isinstance(manifest["format"], int) and isinstance(manifest["number"], int) and manifest["parts"] is not None:
            return manifest
    except (ValueError, KeyError, TypeError):
        pass
    raise Damaged(f"{path} is damaged")


def write_file(path, content):
    """Writes a file that is there as a whole or not at all, also after a power cut, and only for this user."""
    new = f"{path}.new"
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(new, path)


def copied(path):
    copy = f"{path}.copy"
    shutil.copyfile(path, copy)
    return copy


def sync_folder(folder):
    """Makes the renaming of files in it last."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
