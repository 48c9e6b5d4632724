"""Click: commands with arguments, options and help."""

import click


@click.command
@click.argument("species")
@click.option("--count", default=1, help="How many were seen.")
def see(species: str, count: int) -> None:
    """Note that SPECIES was seen."""
    click.echo(f"{count} x {species}")


if __name__ == "__main__":
    see()
