"""
Nursery: a process that has imported everything once, and forks a worker when asked.

It is started as `python -m kg.serve.nursery CONTROL STORE MEMORY BASE`, with an open
socket as CONTROL. A message with a folder and the descriptor of a socket
brings up a worker on that socket; the reply carries a descriptor of the process,
through which it can be killed without mistaking it for another. It opens no store
itself, so it has no threads that a fork would lose. It ends with its control
socket, and its workers with it.
"""

import contextlib
import ctypes
import gc
import os
import signal
import socket
import sys

from . import worker

DIE_WITH_PARENT = 1
MESSAGE = 64 * 1024


def main() -> None:
    """
    Fork workers until the control socket closes.
    """
    control = socket.socket(fileno=int(sys.argv[1]))
    store, memory, base = sys.argv[2:5]
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server says when to end
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # a worker that ends leaves no trace
    gc.collect()
    gc.freeze()
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, MESSAGE, 1)
        if not message:
            return
        child = os.fork()
        if child == 0:
            control.close()
            os.setsid()  # where the system shares the processor among sessions, one of its own
            ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)
            wire = socket.socket(fileno=descriptors[0])
            with contextlib.suppress(KeyboardInterrupt, BrokenPipeError, ConnectionError):
                worker.run(wire, store, message.decode(), int(memory), base)
            os._exit(0)
        os.close(descriptors[0])
        handle = os.pidfd_open(child)
        socket.send_fds(control, [str(child).encode()], [handle])
        os.close(handle)


if __name__ == "__main__":
    main()
