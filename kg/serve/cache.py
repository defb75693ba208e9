"""
Cache: answers that were given already; a published graph does not change.
"""

from collections import OrderedDict
from collections.abc import Hashable

from .pool import Reply

LARGEST = 512 * 1024
ENTRY = 1024
"""
Bytes that an answer takes beside its body and the texts of its question.
"""


class Cache:
    """
    Small answers by what was asked, the last used kept, up to a number of bytes.
    """

    def __init__(self, most: int) -> None:
        self.most, self.size = most, 0
        self._found: OrderedDict[Hashable, tuple[Reply, int]] = OrderedDict()

    def get(self, key: Hashable) -> Reply | None:
        """
        The answer given before, or None.
        """
        found = self._found.get(key)
        if found is not None:
            self._found.move_to_end(key)
            return found[0]
        return None

    def put(self, key: Hashable, reply: Reply, weight: int) -> None:
        """
        Keep a whole, small answer; forget those not used for longest.

        `weight` is how many characters its key holds: a long question weighs as much.
        """
        size = len(reply.body) + 4 * weight + ENTRY
        if reply.file is not None or reply.status != 200 or size > LARGEST:
            return
        self.size += size - self._found.pop(key, (reply, 0))[1]
        self._found[key] = reply, size
        while self.size > self.most and self._found:
            _, (_, old) = self._found.popitem(last=False)
            self.size -= old
