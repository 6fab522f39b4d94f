"""PDFium is not made for threads: one page at a time is worked on in a process."""

import threading

one_at_a_time = threading.Lock()
