"""A function that the pages use, and a report that wants to use it too."""

from flask import Flask, current_app

app = Flask(__name__)
app.config["BIRDS"] = ["Wren", "Heron", "Barn owl"]


def count_birds():
    return len(current_app.config["BIRDS"])


@app.get("/")
def index():
    return f"{count_birds()} birds\n"


if __name__ == "__main__":
    print(f"Report: {count_birds()} birds")
