"""Decides when the state is saved: soon after a write, never during an evaluation, one generation at a time."""

import asyncio
import logging
import time

from .snapshot import SaveFailed

logger = logging.getLogger("keeping")

# Time for further writes to join a generation, in seconds. As much time as the last one took is added.
PAUSE_SECONDS = 0.2
# Time until another attempt, in seconds.
RETRY_SECONDS = 5


class Saver:
    def __init__(self, save, save_now):
        """`save` is a coroutine that writes a generation; `save_now` does so at once. They raise SaveFailed."""
        self._save, self._save_now = save, save_now
        # Numbers of writes: of the latest one, and of the latest one that is saved.
        self._wanted = self._saved = 0
        self._pause = PAUSE_SECONDS
        self._task = None
        self._waiting = []
        self._urgent = asyncio.Event()
        self._free = asyncio.Event()
        self._free.set()
        # The reason why the latest generation was not written.
        self.problem = None

    def note_write(self):
        """The state may have changed."""
        self._wanted += 1
        if self._task is None or self._task.done():
            self._task = asyncio.ensure_future(self._work())

    async def until_saved(self):
        """Waits until everything up to now is saved, without a pause before. Raises SaveFailed."""
        self.note_write()
        saved = asyncio.get_running_loop().create_future()
        self._waiting.append((self._wanted, saved))
        self._urgent.set()
        await saved

    def hold(self):
        """Saves nothing until it is released."""
        self._free.clear()

    def release(self):
        self._free.set()

    @property
    def is_held(self):
        return not self._free.is_set()

    def finish(self):
        """Saves at the end of the process, unless an evaluation was interrupted: then the state before it stays."""
        if self.is_held:
            return
        try:
            self._save_now()
        except SaveFailed as failed:
            logger.error("The state was not saved: %s", failed)

    async def _work(self):
        while self._saved < self._wanted:
            await self._rest()
            await self._free.wait()
            self._urgent.clear()
            target, started = self._wanted, time.monotonic()
            try:
                await self._save()
            except SaveFailed as failed:
                logger.error("The state was not saved: %s", failed)
                self.problem, self._pause = str(failed), RETRY_SECONDS
                self._answer(self._wanted, failed)
            else:
                self.problem, self._saved = None, target
                self._pause = PAUSE_SECONDS + time.monotonic() - started
                self._answer(target, None)

    async def _rest(self):
        try:
            await asyncio.wait_for(self._urgent.wait(), self._pause)
        except asyncio.TimeoutError:
            pass

    def _answer(self, target, failed):
        answered = [saved for number, saved in self._waiting if number <= target]
        self._waiting = [each for each in self._waiting if each[0] > target]
        for saved in answered:
            if saved.done():
                continue
            if failed:
                saved.set_exception(failed)
            else:
                saved.set_result(None)
        if self._waiting:
            self._urgent.set()
