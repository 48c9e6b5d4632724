"""Be the server for a moment: call the application without any socket."""

from hello import application


def start_response(status, headers, exc_info=None):
    print("status: ", status)
    print("headers:", headers)


result = application({"REQUEST_METHOD": "GET", "PATH_INFO": "/herons"}, start_response)
for piece in result:
    print("body:   ", piece)
