"""Makes a global table of the tables in several regions, each of which has a MiniStack of its own.

MiniStack replicates within its process. Here UpdateTable adds replicas in other processes, and the writes
of each region are sent to the others in the background (peers.py). For each key a table has the time and
region of its last write; the last write wins, also against a deletion, so messages may arrive twice, late
or in any order. What another region sends is never sent on.

Hooks are at MiniStack's lowest level, where an item is stored or removed: every kind of write passes it,
after the signature, the permissions and the conditions of the client's request were checked.
"""

import copy
import json
import time
from collections import defaultdict

from ministack.core.responses import request_scope
from ministack.services import dynamodb as db

# Keys of a table's record. MiniStack keeps them with its state.
GROUP, VERSIONS = "_palisade_group", "_palisade_versions"
LOCAL = ("items", VERSIONS, "_index_members")
# Settings that all replicas have in common.
COMMON = ("AttributeDefinitions", "BillingModeSummary", "ProvisionedThroughput", "TableClassSummary")
NO_SORT_KEY = "__no_sort__"

own_region = own_account = None
peers = {}
last_time = 0
# MiniStack's functions, before they are replaced here.
inner = {}


def use(region, account):
    global own_region, own_account
    own_region, own_account = region, account
    for function in (_set_item, _remove_item, _replicate_write, _apply_replica_updates, _table_description):
        replace(function)
    for name in ("_update_table", "_update_ttl", "_delete_table"):
        replace(announcing(name))


def replace(function):
    name = function.__name__
    inner[name] = getattr(db, name)
    setattr(db, name, function)


def table_of(name):
    return db._tables.get_scoped(own_account, own_region, name)


def global_tables():
    tables = [table for (account, region, _), table in db._tables.all_items() if region == own_region]
    return [table for table in tables if GROUP in table]


def now(seen=0):
    """The time in ns, later than every time before."""
    global last_time
    last_time = max(last_time + 1, time.time_ns(), seen)
    return last_time


# Writes of this region.


def _set_item(table, pk, sk, item):
    old = inner["_set_item"](table, pk, sk, item)
    note_write(table, pk, sk)
    return old


def _remove_item(table, pk, sk):
    old = inner["_remove_item"](table, pk, sk)
    if old is not None:
        note_write(table, pk, sk)
    return old


def _replicate_write(table, event_name, old_item, new_item):
    if GROUP not in table:
        inner["_replicate_write"](table, event_name, old_item, new_item)


def note_write(table, pk, sk):
    if GROUP not in table:
        return
    key = key_of(pk, sk)
    table[VERSIONS][key] = [now(), own_region, pk, sk]
    for region in table[GROUP]["regions"]:
        if region in peers:
            peers[region].note_write(table["TableName"], key)


def key_of(pk, sk):
    return f"{len(pk)}:{pk}{sk}"


def item_of(table, pk, sk):
    return table["items"].get(pk, {}).get(sk)


# The replicas of a table.


def _apply_replica_updates(name, table, updates):
    if db.get_region() != own_region:
        return inner["_apply_replica_updates"](name, table, updates)
    regions = {own_region, *regions_of(table)}
    for update in updates:
        action, member = next(iter(update.items()))
        region = member.get("RegionName", "")
        if region == own_region:
            return invalid("The local region can't be changed by ReplicaUpdates.")
        if (action == "Create") == (region in regions):
            return invalid(f"The table has {'already' if action == 'Create' else 'no'} replica in {region}.")
        if action == "Create":
            regions.add(region)
        elif action == "Delete":
            regions.remove(region)
    with_stream(table)
    change_group(table, regions)
    return None


def invalid(message):
    return db.error_response_json("ValidationException", message, 400)


def with_stream(table):
    """Replication turns the stream on."""
    if not (table.get("StreamSpecification") or {}).get("StreamEnabled"):
        table["StreamSpecification"] = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
        table["LatestStreamLabel"] = db._stream_label()
        table["LatestStreamArn"] = f"{table['TableArn']}/stream/{table['LatestStreamLabel']}"


def regions_of(table):
    return table.get(GROUP, {}).get("regions", [])


def change_group(table, regions):
    """Sets the regions with a replica and tells them, those that no longer have one included."""
    before = regions_of(table)
    if VERSIONS not in table:
        # Older than every write that follows.
        table[VERSIONS] = {
            key_of(pk, sk): [0, own_region, pk, sk] for pk, row in table["items"].items() for sk in row
        }
    group_id = table.get(GROUP, {}).get("id") or table["TableId"]
    set_group(table, {"id": group_id, "at": now(), "regions": sorted(regions)}, before)
    announce(table, set(before) | set(regions))


def set_group(table, group, before):
    table[GROUP] = group
    alone = group["regions"] == [own_region]
    table["_global_regions"] = [] if alone else group["regions"]
    for region in set(group["regions"]) - set(before):
        if region in peers:
            peers[region].note_all(table)


def announce(table, regions):
    """Sends the table's definition to regions."""
    for region in regions:
        if region in peers:
            peers[region].define(definition_of(table))


def definition_of(table):
    definition = copy.deepcopy({key: value for key, value in table.items() if key not in LOCAL})
    ttl = db._ttl_settings.get_scoped(own_account, own_region, table["TableName"])
    return {**definition, "ttl": ttl}


def announcing(name):
    """Replaces a function that changes the settings of a table, so that its replicas get them."""

    def function(data):
        table = db._tables.get(db._normalize_table_name(data.get("TableName")))
        response = inner[name](data)
        if table is None or GROUP not in table or response[0] != 200:
            return response
        if name == "_delete_table":
            change_group(table, set(regions_of(table)) - {own_region})
        elif "ReplicaUpdates" not in data:
            change_group(table, regions_of(table))
        return response

    function.__name__ = name
    return function


def _table_description(name):
    description = inner["_table_description"](name)
    for replica in description.get("Replicas", []):
        replica["ReplicaStatus"] = status_of(replica["RegionName"], name)
    return description


def status_of(region, name):
    """REGION_DISABLED if the region does not run on this machine."""
    if db.get_region() != own_region:
        return "ACTIVE"
    return peers[region].status_of(name) if region in peers else "REGION_DISABLED"


# Messages from other regions.


def receive(message):
    """Applies the changes of another region. Returns the names of tables that it could not adopt."""
    refused = [definition["TableName"] for definition in message["tables"] if not adopt(definition)]
    for name, version, item in message["changes"]:
        table = table_of(name)
        if table is not None and GROUP in table and name not in refused:
            with request_scope(own_account, own_region):
                apply(table, version, item)
    return {"refused": refused}


def apply(table, version, item):
    at, region, pk, sk = version
    key = key_of(pk, sk)
    known = table[VERSIONS].get(key)
    if known is not None and known[:2] >= [at, region]:
        return
    now(at)
    table[VERSIONS][key] = version
    old = item_of(table, pk, sk)
    if item is not None:
        inner["_set_item"](table, pk, sk, item)
    elif old is not None:
        inner["_remove_item"](table, pk, sk)
    if item is not None or old is not None:
        event = "REMOVE" if item is None else "MODIFY" if old else "INSERT"
        db._emit_stream_event(table["TableName"], event, old, item, replicate=False)


def adopt(definition):
    """Creates, changes or deletes the replica in this region. Returns False for a table of another origin."""
    name, group = definition["TableName"], definition[GROUP]
    table = table_of(name)
    with request_scope(own_account, own_region):
        if table is None:
            if own_region in group["regions"]:
                create(name, definition)
        elif table.get(GROUP, {}).get("id") != group["id"]:
            return False
        elif table[GROUP]["at"] >= group["at"]:
            pass
        elif own_region in group["regions"]:
            change(table, definition)
        else:
            delete(name, table)
    return True


def create(name, definition):
    own = {key: value for key, value in definition.items() if key != "ttl"}
    db._create_replica(name, {**own, "items": defaultdict(dict)}, own_region)
    table = table_of(name)
    table[VERSIONS] = {}
    set_common(table, definition)
    set_group(table, definition[GROUP], [])
    # Tells the others that the replica exists.
    announce(table, regions_of(table))


def change(table, definition):
    before = regions_of(table)
    set_common(table, definition)
    set_group(table, definition[GROUP], before)


def set_common(table, definition):
    table.update({key: definition[key] for key in COMMON if key in definition})
    indexes = json.dumps(definition.get("GlobalSecondaryIndexes", []))
    there, here = definition["TableArn"], table["TableArn"]
    table["GlobalSecondaryIndexes"] = json.loads(indexes.replace(f'"{there}/', f'"{here}/'))
    table.pop("_index_members", None)
    if definition["ttl"]:
        db._ttl_settings.set_scoped(own_account, own_region, table["TableName"], definition["ttl"])


def delete(name, table):
    db._tables.pop_scoped(own_account, own_region, name, None)
    db._ttl_settings.pop_scoped(own_account, own_region, name, None)
    db._pitr_settings.pop_scoped(own_account, own_region, name, None)
    db.drop_stream_records(name, table)
