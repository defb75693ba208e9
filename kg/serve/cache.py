"""
Cache: answers that were given already; a published graph does not change.
"""

from collections import OrderedDict
from collections.abc import Hashable

from .pool import Reply

LARGEST = 512 * 1024


class Cache:
    """
    Small answers by what was asked, the last used kept, up to a number of bytes.
    """

    def __init__(self, most: int) -> None:
        self.most, self.size = most, 0
        self._found: OrderedDict[Hashable, Reply] = OrderedDict()

    def get(self, key: Hashable) -> Reply | None:
        """
        The answer given before, or None.
        """
        found = self._found.get(key)
        if found is not None:
            self._found.move_to_end(key)
        return found

    def put(self, key: Hashable, reply: Reply) -> None:
        """
        Keep a whole, small answer; forget those not used for longest.
        """
        if reply.file is not None or reply.status != 200 or len(reply.body) > LARGEST:
            return
        if key not in self._found:
            self.size += len(reply.body)
        self._found[key] = reply
        while self.size > self.most and self._found:
            _, old = self._found.popitem(last=False)
            self.size -= len(old.body)
