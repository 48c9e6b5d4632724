"""The two axes as a function: how much it decides, and who waits."""


def sort(calls_you, decides, interfaces, own_loop):
    if not calls_you:
        return "library"
    size = "full-stack" if {"database", "forms", "accounts"} <= decides else "micro"
    waits = "WSGI" in interfaces
    loops = "ASGI" in interfaces or own_loop
    if waits and loops:
        return size, "both"
    return size, "asynchronous" if loops else "synchronous"
