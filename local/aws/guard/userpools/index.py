"""Users of a pool by what may name them, so that a name is found without reading every user's attributes."""

import threading
from operator import itemgetter

from ministack.services import cognito

# The attributes that may name a user.
NAMING = ("sub", "email", "phone_number", "preferred_username")

lock = threading.Lock()
# By pool id.
indexes = {}


class Index:
    """A change of a user puts a new list of attributes in place of the old, which this relies on."""

    def __init__(self, users):
        self.users = users
        # Lists of attributes in the order of the users, and by name, as indexed.
        self.read = []
        self.by_name = {}
        self.names = {}

    def update(self):
        users = list(self.users.values())
        now = list(map(itemgetter("Attributes"), users))
        count = len(self.read)
        # Most often nothing has changed, or users were added. Comparing the same objects is quick.
        if now[:count] == self.read:
            changed = users[count:]
        else:
            changed = [user for user in users if self.by_name.get(user["Username"]) is not user["Attributes"]]
            for name in self.by_name.keys() - {user["Username"] for user in users}:
                self.remove(name)
        for user in changed:
            self.remove(user["Username"])
            self.add(user["Username"], user["Attributes"])
        self.read = now

    def add(self, name, attributes):
        self.by_name[name] = attributes
        for text in texts(name, attributes):
            self.names.setdefault(text, set()).add(name)

    def remove(self, name):
        if name not in self.by_name:
            return
        for text in texts(name, self.by_name.pop(name)):
            self.names[text].remove(name)
            if not self.names[text]:
                del self.names[text]


def texts(name, attributes):
    values = cognito._attr_list_to_dict(attributes)
    return {text.lower() for text in (name, *map(values.get, NAMING)) if text}


def candidates(pool, text):
    """The users whom the text may mean, whatever the pool's aliases, verified addresses and cases are."""
    users = pool["_users"]
    with lock:
        index = indexes.get(pool["Id"])
        if index is None or index.users is not users:
            index = indexes[pool["Id"]] = Index(users)
        index.update()
        found = [users.get(name) for name in index.names.get(text.lower(), ())]
    return [user for user in found if user is not None]
