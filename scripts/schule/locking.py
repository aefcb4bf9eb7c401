"""Locks of the operating system on an open file, the same on every system.

Takes a file descriptor; the lock ends with the process, however it ends, so that no forgotten mark has ever to be guessed. Does
not wait: who wants to, tries again.
"""

import os
import sys

if sys.platform == "win32":
    import msvcrt

    def lock(file: int) -> None:
        """Take the lock; raises OSError where somebody else has it or the drive knows none."""
        os.lseek(file, 0, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

    def unlock(file: int) -> None:
        """Give the lock back."""
        os.lseek(file, 0, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def lock(file: int) -> None:
        """Take the lock; raises OSError where somebody else has it or the drive knows none."""
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def unlock(file: int) -> None:
        """Give the lock back; said, since processes forked meanwhile hold the file too."""
        fcntl.flock(file, fcntl.LOCK_UN)
