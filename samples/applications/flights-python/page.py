"""The report's page: one file with its pictures inside, which any browser opens without a network."""
from html import escape

from charts import colour

STYLE = """
:root { color-scheme: light; }
body { font: 16px/1.5 Helvetica, Arial, sans-serif; color: #1d2733; background: #f4f6f8; margin: 0; }
main { max-width: 1010px; margin: 0 auto; padding: 40px 20px 64px; }
h1 { font-size: 30px; margin: 0 0 4px; }
p { color: #667281; margin: 0 0 24px; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(160px, 1fr)); gap: 16px; margin-bottom: 20px; }
.figures div { background: #fff; border: 1px solid #e3e7ec; border-radius: 8px; padding: 16px 20px; }
.figures b { display: block; font-size: 28px; }
.figures span { color: #667281; font-size: 14px; }
figure, .table { background: #fff; border: 1px solid #e3e7ec; border-radius: 8px; margin: 0 0 20px; padding: 8px; }
.table { overflow-x: auto; }
svg { display: block; width: 100%; height: auto; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
th, td { padding: 6px 10px; text-align: right; border-bottom: 1px solid #eef1f4; white-space: nowrap; }
th { color: #667281; font-weight: normal; }
th:nth-child(-n+2), td:nth-child(-n+2) { text-align: left; }
td i { display: inline-block; width: 10px; height: 10px; border-radius: 5px; margin-right: 8px; }
"""


def render(summary, pictures):
    ranking = summary["ranking"]
    figures = [
        (f'{summary["flights"]:,}', f'departures of {summary["flights_in_data"]:,} in the data'),
        (f'{summary["airports"]}', f'airports with {summary["min_flights"]} or more'),
        (f'{summary["late_share"] * 100:.1f}%', "15 minutes late or more"),
        (ranking[-1]["airport"], f'most punctual, {ranking[-1]["late_share"] * 100:.1f}% late'),
        (ranking[0]["airport"], f'least punctual, {ranking[0]["late_share"] * 100:.1f}% late'),
    ]
    rows = "\n".join(
        f'<tr><td><i style="background:{colour(row["late_share"])}"></i>{escape(row["airport"])}</td>'
        f'<td>{escape(row["city"])}, {escape(row["state"])}</td><td>{row["flights"]:,}</td><td>{row["late"]:,}</td>'
        f'<td>{row["late_share"] * 100:.1f}%</td><td>{row["mean_delay"]:.1f}</td><td>{row["median_delay"]:.1f}</td></tr>'
        for row in ranking)
    return f"""<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Late flights, first quarter of 2001</title>
<style>{STYLE}</style></head>
<body><main>
<h1>Late flights in the United States</h1>
<p>A sample of flights from January to March 2001, one action for each airport. Data: U.S. Bureau of Transportation Statistics.</p>
<div class="figures">{"".join(f"<div><b>{escape(figure)}</b><span>{escape(label)}</span></div>" for figure, label in figures)}</div>
{"".join(f"<figure>{picture}</figure>" for picture in pictures.values())}
<div class="table"><table>
<thead><tr><th>Airport</th><th>City</th><th>Flights</th><th>Late</th><th>Late share</th><th>Mean delay, min</th><th>Median, min</th></tr></thead>
<tbody>
{rows}
</tbody></table></div>
</main></body></html>
"""
