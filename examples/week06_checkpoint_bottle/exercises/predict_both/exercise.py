"""Predict: which status does perch answer, and which Bottle?

Both have a handler for GET and ``/nests/{id:int}``, in Bottle ``/nests/<id:int>``, and
one for POST and ``/nests`` that reads the field ``species`` of the form.
"""

ANSWERS = {  # your prediction: (status of perch, status of Bottle)
    "GET /nests/7": (0, 0),
    "GET /nests/7/": (0, 0),
    "GET /nests/-1": (0, 0),
    "GET /nests/%D9%A3": (0, 0),  # the digit three of Arabic
    "HEAD /nests/7": (0, 0),
    "DELETE /nests/7": (0, 0),
    "POST /nests, a form": (0, 0),
    "POST /nests, called JSON": (0, 0),
}
