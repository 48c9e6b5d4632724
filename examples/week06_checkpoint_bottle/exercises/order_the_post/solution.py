"""The lines in order: judge first, store second, send the browser elsewhere last."""

LINES = [
    "def post(request):",
    "    form = SightingForm(request.form)",
    "    if not form.is_valid(request.today):",
    "        return page(422, form)",
    "    with transaction():",
    "        made = store(form.values)",
    "    return redirect(f'/sightings/{made}')",
]
