"""Reads the state when the endpoint starts, and has it written while it runs."""

import asyncio
import contextlib
import datetime
import fcntl
import json
import os

from ministack.services import lambda_svc

import signers
from . import contents, folder, objects, snapshot, state
from .generations import FORMAT, Generations
from .saver import Saver


class Keeper:
    def __init__(self, path, key, ports):
        """`key` has 32 bytes; `ports` are the endpoint's by name."""
        self._path, self._ports = path, ports
        self._lock = folder.lock(path)
        self._generations = Generations(path, key)
        # Whether the generation that was read at the start still has to be copied.
        self._copies = False
        # Sentences for whoever starts the platform.
        self.notes = []
        self.saver = Saver(self._save, self._save_now)

    def restore(self):
        """Gives the services the state of the newest generation that is whole."""
        manifest, parts, damage = self._generations.read()
        self.notes += [f"{each}." for each in damage]
        if manifest is None and damage:
            self.notes.append(f"It starts empty; the files are in {folder.set_aside(self._path)}.")
        elif manifest and manifest["format"] != FORMAT:
            self.notes.append(
                f"The data has format {manifest['format']}, this version reads {FORMAT}. It starts empty; the data is "
                f"in {folder.set_aside(self._path)}."
            )
        elif manifest:
            if damage:
                self.notes.append(f"The data is as it was at {manifest['savedAt']}.")
            self._use(manifest, parts)
        self.notes += [f"Damaged and dropped: {each}." for each in objects.check()]

    def _use(self, manifest, parts):
        if manifest["ministack"] != state.version():
            kept = folder.back_up(self._path, f"{self._path}.ministack-{manifest['ministack']}")
            self.notes.append(f"The data is of MiniStack {manifest['ministack']}; a copy as it was is in {kept}.")
        problems = list(state.restore(parts, [(manifest["ports"][name], port) for name, port in self._ports.items()]))
        if problems:
            kept = folder.back_up(self._path)
            self.notes += [f"Not restored: {each}. A copy of all data is in {kept}." for each in problems]
        else:
            # Older generations may name blobs of code, so they are removed here only.
            lambda_svc.get_state()
        lambda_svc._prune_orphan_code_blobs = lambda referenced: None
        self._copies = True

    async def _save(self):
        written, copy = self._start_copy()
        await asyncio.to_thread(snapshot.result_of, *copy)
        self._note_saved(written)

    def _save_now(self):
        written, copy = self._start_copy()
        snapshot.result_of(*copy)
        self._note_saved(written)

    def _start_copy(self):
        try:
            objects.write_again()
            written = set(objects.unsynced)
            with self._turn() as turn:
                return written, snapshot.start(self._write, {self._lock, turn})
        except OSError as error:
            raise snapshot.SaveFailed(f"{type(error).__name__}: {error}") from error

    @contextlib.contextmanager
    def _turn(self):
        """A file descriptor that only one copy has at a time: a later one waits for the end of the one before."""
        descriptor = os.open(os.path.join(self._path, "turn"), os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        try:
            yield descriptor
        finally:
            os.close(descriptor)

    def _write(self):
        """Runs in a copy of this process."""
        if self._copies:
            self._generations.keep_copy()
        objects.sync()
        now = datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="milliseconds")
        about = {"ministack": state.version(), "savedAt": now, "ports": self._ports, "counts": contents.counts()}
        self._generations.write(state.texts(), about)

    def _note_saved(self, written):
        self._copies = False
        objects.unsynced.difference_update(written)

    async def app(self, scope, receive, send):
        """Requests of the platform itself, as JSON: {"begin"}, {"empty": [kinds]}, {"evaluation", "commit"}, {"save"}, {"finish"}, {"problem"}."""
        asked = json.loads(await signers.read(receive) or b"{}")
        if asked.get("problem"):
            await signers.respond(send, 200, {"problem": self.saver.problem})
            return
        if asked.get("begin"):
            self.saver.hold()
        for kind in asked.get("empty", ()):
            contents.EMPTY[kind]()
        if "evaluation" in asked:
            state.evaluation = json.dumps(asked["evaluation"])
        if "empty" in asked or "evaluation" in asked:
            self.saver.note_write()
        if asked.get("commit"):
            self.saver.release()
        try:
            # An evaluation that was interrupted is not saved.
            if asked.get("save") or (asked.get("finish") and not self.saver.is_held):
                await self.saver.until_saved()
        except snapshot.SaveFailed as failed:
            await signers.respond(send, 500, {"message": f"The data was not saved: {failed}"})
            return
        known = {"notes": self.notes, "counts": contents.counts()}
        if asked.get("read") and state.evaluation is not None:
            known["evaluation"] = json.loads(state.evaluation)
        await signers.respond(send, 200, known)
