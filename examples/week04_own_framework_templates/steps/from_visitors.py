"""A visitor's text as a template, instead of as a value in one. It is the wrong way."""

import jinja2

config = {"secret_key": "the owl is at home"}
environment = jinja2.Environment(autoescape=True)


def wrong(species: str) -> str:
    return environment.from_string(f"No {species} today.").render(config=config)


def right(species: str) -> str:
    template = environment.from_string("No {{ species }} today.")
    return template.render(species=species, config=config)


if __name__ == "__main__":
    for species in ["{{ 7 * 7 }}", "{{ config }}", "{{ lipsum.__globals__.os.name }}"]:
        print("wrong:", wrong(species))
        print("right:", right(species))
