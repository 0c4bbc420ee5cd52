"""Finds the airports with enough flights and generates one action for each; the report will wait for them all."""
from collections import Counter

from flights import read_flights
from litepipeline_helper import Action


def main():
    _, input_data = Action.get_input()
    min_flights = input_data.get("min_flights", 50)
    if not isinstance(min_flights, int) or isinstance(min_flights, bool) or min_flights < 1:
        raise SystemExit(f"min_flights is {min_flights!r}: it must be a whole number, 1 or more.")

    flights = read_flights()
    departures = Counter(flight["origin"] for flight in flights)
    airports = sorted(airport for airport, count in departures.items() if count >= min_flights)
    if not airports:
        raise SystemExit(f"No airport has {min_flights} flights; the busiest has {max(departures.values())}. Give a smaller min_flights.")
    print(f"{len(airports)} of {len(departures)} airports have at least {min_flights} flights")

    Action.set_output(
        data={"airports": airports, "flights_in_data": len(flights), "min_flights": min_flights},
        actions=[
            Action(f"airport_{airport}", "python3 airport.py", input_data={"airport": airport}, to_action="report")
            for airport in airports
        ],
    )


if __name__ == "__main__":
    main()
