"""The data: 20,000 flights in the United States in the first quarter of 2001, and the airports."""
import csv
import json
from pathlib import Path

DATA = Path(__file__).parent / "data"

# The Department of Transportation calls a flight late from a quarter of an hour on.
LATE_MINUTES = 15


def read_flights():
    """All flights: date ("2001/01/31 18:05"), delay in minutes, distance in miles, origin, destination."""
    with open(DATA / "flights-20k.json", encoding="utf-8") as file:
        return json.load(file)


def read_airports():
    """Name, city, state and place of each airport, by its code of three letters."""
    with open(DATA / "airports.csv", encoding="utf-8", newline="") as file:
        return {row["iata"]: row for row in csv.DictReader(file)}


def is_late(flight):
    return flight["delay"] >= LATE_MINUTES


def hour_of(flight):
    return int(flight["date"][11:13])
