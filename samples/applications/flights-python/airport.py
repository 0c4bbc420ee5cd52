"""Counts one airport's departures: how many, how many late, how late, and at which hour."""
from statistics import mean, median

from flights import hour_of, is_late, read_flights
from litepipeline_helper import Action


def main():
    _, input_data = Action.get_input()
    airport = input_data["airport"]
    flights = [flight for flight in read_flights() if flight["origin"] == airport]
    if not flights:
        raise SystemExit(f"No flight in the data leaves {airport}.")

    flights_by_hour, late_by_hour = [0] * 24, [0] * 24
    for flight in flights:
        flights_by_hour[hour_of(flight)] += 1
        late_by_hour[hour_of(flight)] += is_late(flight)

    delays = [flight["delay"] for flight in flights]
    late = sum(late_by_hour)
    print(f"{airport}: {late} of {len(flights)} flights late")
    Action.set_output(data={
        "airport": airport,
        "flights": len(flights),
        "late": late,
        "mean_delay": mean(delays),
        "median_delay": median(delays),
        "flights_by_hour": flights_by_hour,
        "late_by_hour": late_by_hour,
    })


if __name__ == "__main__":
    main()
