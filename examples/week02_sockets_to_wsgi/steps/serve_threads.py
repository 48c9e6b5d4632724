"""A thread for each connection: python serve_threads.py MODULE:APPLICATION PORT"""

import sys
import threading

from serve_wsgi import answer, load, serve


def answer_in_a_thread(*args):
    more = {"multithread": True}
    threading.Thread(target=answer, args=args, kwargs=more, daemon=True).start()


if __name__ == "__main__":
    serve(load(sys.argv[1]), int(sys.argv[2]), answer=answer_in_a_thread)
