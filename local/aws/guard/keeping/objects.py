"""Objects of S3: MiniStack writes each body and its description to a file of its own, when the object is written.

They are no part of a generation; only which buckets there are is.
"""

import os
import shutil

from ministack.services import s3

# Files that were written since the last generation. They are on the disk before the next one counts.
unsynced = set()


def use():
    write = s3._atomic_write

    def atomic_write(path, data, **options):
        write(path, data, **options)
        unsynced.add(path)

    s3._atomic_write = atomic_write


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
    """Drops what the generation has no bucket for, and objects with a partial body. Yields a text for the latter."""
    for (account, bucket), record in list(s3._buckets._data.items()):
        # MiniStack makes a bucket without a region for each folder with objects.
        if record.get("region") is None:
            del s3._buckets._data[(account, bucket)]
            forget(account, bucket)
            continue
        for key, entry in list(record["objects"].items()):
            path = s3._object_disk_path(bucket, key, account)
            size = os.path.getsize(path) if path and os.path.exists(path) else None
            if size != entry.get("size"):
                yield f'object "{key}" of bucket "{bucket}": {size or 0} of {entry.get("size")} bytes are left'
                del record["objects"][key]


def forget(account, bucket):
    """Removes all objects of a bucket with their versions."""
    for store in (s3._object_versions, s3._object_tags, s3._object_acl, s3._object_annotations):
        for key in [key for key in store._data if key[0] == account and key[1][0] == bucket]:
            del store._data[key]
    for folder in (account, os.path.join(s3._VERSIONS_DIR, account)):
        shutil.rmtree(os.path.join(s3.DATA_DIR, folder, bucket), ignore_errors=True)
