"""Which requests may change the state."""

# The platform's own requests about the state.
PATH = "/_palisade/kept"
METHODS_THAT_READ = ("GET", "HEAD", "OPTIONS")
# The beginnings of the names of operations that change nothing.
READING = ("Get", "List", "Describe", "Query", "Scan", "BatchGet", "Search", "Verify", "Validate", "Test")
RECEIVE = "ReceiveMessage"
# SQS's response without a message.
NOTHING = b"{}"


def may_write(scope):
    """Whether a request may change something, as far as its first line and headers tell."""
    if scope["type"] != "http" or scope["method"] in METHODS_THAT_READ or scope["path"] == PATH:
        return False
    return not operation_of(scope).startswith(READING)


def receives(scope):
    """Whether it receives messages, which changes something only if there are any."""
    return scope["type"] == "http" and operation_of(scope) == RECEIVE


def operation_of(scope):
    target = next((value for name, value in scope["headers"] if name.lower() == b"x-amz-target"), b"")
    return target.decode("latin-1").rpartition(".")[2]
