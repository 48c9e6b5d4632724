"""Put in order: what the handler of a form does. Only the indentation is right."""

LINES = [
    "        return page(422, form)",
    "    return redirect(f'/sightings/{made}')",
    "def post(request):",
    "    with transaction():",
    "    form = SightingForm(request.form)",
    "        made = store(form.values)",
    "    if not form.is_valid(request.today):",
]
