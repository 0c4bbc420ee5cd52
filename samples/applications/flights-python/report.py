"""Puts the airports together: a page with pictures and a table, and the numbers for other programs."""
from pathlib import Path

import charts
import page
from flights import read_airports
from litepipeline_helper import Action


def main():
    workspace, input_data = Action.get_input()
    split = input_data["split"]
    places = read_airports()

    ranking = [describe(input_data[f"airport_{airport}"], places) for airport in split["airports"]]
    ranking.sort(key=lambda row: (-row["late_share"], row["airport"]))
    hours = [
        {"hour": hour, "flights": sum(row["flights_by_hour"][hour] for row in ranking), "late": sum(row["late_by_hour"][hour] for row in ranking)}
        for hour in range(24)
    ]
    flights, late = sum(row["flights"] for row in ranking), sum(row["late"] for row in ranking)
    for row in ranking:
        del row["flights_by_hour"], row["late_by_hour"]

    summary = {
        "airports": len(ranking),
        "flights": flights,
        "flights_in_data": split["flights_in_data"],
        "min_flights": split["min_flights"],
        "late": late,
        "late_share": late / flights,
        "hours": hours,
        "ranking": ranking,
    }

    pictures = {
        "map.svg": charts.airport_map(ranking, places.values()),
        "hours.svg": charts.late_by_hour(hours),
        "ranking.svg": charts.latest_airports(ranking, summary["late_share"]),
    }
    for name, svg in pictures.items():
        (Path(workspace) / name).write_text(svg, encoding="utf-8")
    (Path(workspace) / "report.html").write_text(page.render(summary, pictures), encoding="utf-8")
    print(f"{late} of {flights} flights late at {len(ranking)} airports")

    Action.set_output(data=summary | {"files": ["report.html", *pictures]})


def describe(counts, places):
    place = places[counts["airport"]]
    return counts | {
        "late_share": counts["late"] / counts["flights"],
        "city": place["city"],
        "state": place["state"],
        "latitude": float(place["latitude"]),
        "longitude": float(place["longitude"]),
    }


if __name__ == "__main__":
    main()
