"""Half way through the second stage: ask the new files what no page shows yet.

python -m steps.half_way PHOTO
"""

import sys
from pathlib import Path

from fieldnotes import create_app
from fieldnotes.images import sniff
from fieldnotes.models import User
from fieldnotes.queries import own_sighting, page_of
from werkzeug.exceptions import HTTPException

for content in (Path(sys.argv[1]).read_bytes(), b"<script>alert(1)</script>"):
    print(sniff(content))

with create_app().app_context():
    page = page_of({"place": "uk/england"}, 1)
    print(page.total, "in England,", page.last, "pages")
    newest = page.items[0]
    print(own_sighting(newest.id, newest.observer).species)
    for sighting_id, user in ((newest.id, User(id=0)), (999_999_999, newest.observer)):
        try:
            own_sighting(sighting_id, user)
        except HTTPException as error:
            print(error.code, error.name)
