"""Objects of S3: MiniStack writes each body and its description to a file of its own, when the object is written.

They are no part of a generation; only which buckets there are is. So after a crash, objects may be newer than items of
tables by what was stored since the last generation. MiniStack goes on when it can't write an object, and answers as if it
were kept; here it is tried again with each generation, which fails until the object is on the disk.
"""

import os
import shutil

from ministack.services import s3

# Files that were written since the last generation. They are on the disk before the next one counts.
unsynced = set()
# Objects that could not be written: (account, bucket, key).
unwritten = set()


def use():
    write, persist = s3._atomic_write, s3._persist_object
    failures = []

    def atomic_write(path, data, **options):
        try:
            write(path, data, **options)
        except OSError as error:
            failures.append(error)
            raise
        unsynced.add(path)

    def persist_object(bucket, key, record):
        failures.clear()
        persist(bucket, key, record)
        # The body is let go of when it is on the disk.
        has_body = isinstance(record, dict) and record.get("body") is not None
        (unwritten.add if failures or has_body else unwritten.discard)((s3.get_account_id(), bucket, key))

    s3._atomic_write, s3._persist_object = atomic_write, persist_object


def write_again():
    """Writes objects that could not be written. Raises OSError when one still can't be."""
    for account, bucket, key in list(unwritten):
        record = s3._buckets._data.get((account, bucket), {}).get("objects", {}).get(key)
        if record is None:
            unwritten.discard((account, bucket, key))
            continue
        with s3._in_account(account):
            s3._persist_object(bucket, key, record)
        if (account, bucket, key) in unwritten:
            raise OSError(f'the object "{key}" of the bucket "{bucket}" can\'t be written')


def sync():
    """Makes files last that were written. Called in a copy of the process."""
    for path in unsynced:
        for each in (path, os.path.dirname(path)):
            try:
                descriptor = os.open(each, os.O_RDONLY)
            except FileNotFoundError:
                continue  # It was deleted or replaced meanwhile.
            os.fsync(descriptor)
            os.close(descriptor)


def check():
    """Drops what the generation has no bucket for, and objects with a partial body. Yields a text for the latter.

    A process that was killed between the two files of an object has left the new body with the description of the one
    before. That body is whole, so it gets its own size and ETag.
    """
    for (account, bucket), record in list(s3._buckets._data.items()):
        # MiniStack makes a bucket without a region for each folder with objects.
        if record.get("region") is None:
            del s3._buckets._data[(account, bucket)]
            forget(account, bucket)
            continue
        for key, entry in list(record["objects"].items()):
            path = s3._object_disk_path(bucket, key, account)
            size = os.path.getsize(path) if path and os.path.exists(path) else None
            if size is not None and is_newer_than_description(path):
                with open(path, "rb") as file:
                    entry.update(size=size, etag=f'"{s3.md5_hash(file.read())}"', checksums={})
            if size != entry.get("size"):
                yield f'object "{key}" of bucket "{bucket}": {size or 0} of {entry.get("size")} bytes are left'
                del record["objects"][key]


def is_newer_than_description(path):
    description = f"{path}.meta.json"
    return os.path.exists(description) and os.stat(path).st_mtime_ns > os.stat(description).st_mtime_ns


def forget(account, bucket):
    """Removes all objects of a bucket with their versions."""
    for store in (s3._object_versions, s3._object_tags, s3._object_acl, s3._object_annotations):
        for key in [key for key in store._data if key[0] == account and key[1][0] == bucket]:
            del store._data[key]
    for folder in (account, os.path.join(s3._VERSIONS_DIR, account)):
        shutil.rmtree(os.path.join(s3.DATA_DIR, folder, bucket), ignore_errors=True)
