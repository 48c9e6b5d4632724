"""Two layers around an application; each says when it is entered and left."""

from hello import application as hello


def layer(name, application):
    def wrapped(environ, start_response):
        def start_through_layer(status, headers, exc_info=None):
            print(f"{name}: start_response on its way out", file=environ["wsgi.errors"])
            return start_response(status, headers, exc_info)

        print(f"{name}: call on its way in", file=environ["wsgi.errors"])
        return application(environ, start_through_layer)

    return wrapped


application = layer("outer", layer("inner", hello))
