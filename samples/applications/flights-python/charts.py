"""The pictures, as SVG text: no package draws them, so they look the same wherever the report is opened."""
from html import escape
from math import ceil, cos, radians, sin, sqrt

INK, SOFT, GRID = "#1d2733", "#667281", "#e3e7ec"
# From few to many late flights.
SCALE = [(0.10, (255, 224, 138)), (0.20, (253, 174, 75)), (0.30, (240, 96, 58)), (0.40, (170, 18, 62))]


def colour(share):
    if share <= SCALE[0][0]:
        return "#%02x%02x%02x" % SCALE[0][1]
    for (low, a), (high, b) in zip(SCALE, SCALE[1:]):
        if share <= high:
            part = (share - low) / (high - low)
            return "#%02x%02x%02x" % tuple(round(x + (y - x) * part) for x, y in zip(a, b))
    return "#%02x%02x%02x" % SCALE[-1][1]


def text(x, y, words, size=13, fill=INK, anchor="start", weight="normal", more=""):
    return (f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{fill}" '
            f'text-anchor="{anchor}" font-weight="{weight}"{more}>{escape(str(words))}</text>')


def svg(width, height, title, subtitle, parts):
    head = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'font-family="Helvetica, Arial, sans-serif" role="img">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        text(28, 40, title, size=20, weight="bold"),
        text(28, 62, subtitle, fill=SOFT),
    ]
    return "\n".join([*head, *parts, "</svg>\n"])


def project(latitude, longitude):
    """Albers' equal-area conic projection with the parallels that maps of the United States use."""
    south, north = radians(29.5), radians(45.5)
    n = (sin(south) + sin(north)) / 2
    c = cos(south) ** 2 + 2 * n * sin(south)
    rho = sqrt(c - 2 * n * sin(radians(latitude))) / n
    rho0 = sqrt(c - 2 * n * sin(radians(37.5))) / n
    theta = n * radians(longitude + 96)
    return 480 + 1150 * rho * sin(theta), 352 - 1150 * (rho0 - rho * cos(theta))


def on_the_map(latitude, longitude):
    return 24 < latitude < 50 and -125 < longitude < -66


def airport_map(ranking, airports):
    """Every airport of the mainland as a faint dot, which draws the country; those of the report as discs."""
    dots = []
    for airport in airports:
        latitude, longitude = float(airport["latitude"]), float(airport["longitude"])
        if on_the_map(latitude, longitude):
            x, y = project(latitude, longitude)
            dots.append(f"M{x:.1f} {y:.1f}h0")
    parts = [f'<path d="{"".join(dots)}" stroke="#c3ccd6" stroke-width="2.2" stroke-linecap="round"/>']

    shown = [row for row in ranking if on_the_map(row["latitude"], row["longitude"])]
    shown.sort(key=lambda row: -row["flights"])
    labels = []
    for rank, row in enumerate(shown):
        x, y = project(row["latitude"], row["longitude"])
        radius = 0.62 * sqrt(row["flights"])
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{colour(row["late_share"])}" fill-opacity="0.9" stroke="{INK}" '
            f'stroke-width="0.7"><title>{escape(row["airport"])}: {row["late"]} of {row["flights"]} late</title></circle>')
        if rank < 12:
            # A white rim keeps a label readable where discs overlap.
            labels.append(text(x, y + 4, row["airport"], size=11, anchor="middle", weight="bold",
                               more=' stroke="#ffffff" stroke-width="3" stroke-linejoin="round" paint-order="stroke"'))
    parts += labels

    for step in range(31):
        parts.append(f'<rect x="{28 + step * 6}" y="592" width="6.5" height="12" fill="{colour(0.10 + step * 0.01)}"/>')
    for percent in (10, 20, 30, 40):
        parts.append(text(31 + (percent - 10) * 6, 620, f"{percent}%", size=11, fill=SOFT, anchor="middle"))
    parts.append(text(28, 584, "Late flights", size=12, fill=SOFT))
    x = 262
    parts.append(text(x, 584, "Departures", size=12, fill=SOFT))
    for count in (100, 500, 1000):
        radius = 0.62 * sqrt(count)
        x += radius + 4
        parts.append(f'<circle cx="{x:.1f}" cy="604" r="{radius:.1f}" fill="none" stroke="{SOFT}"/>')
        parts.append(text(x + radius + 4, 608, f"{count:,}", size=11, fill=SOFT))
        x += radius + 42
    hidden = len(ranking) - len(shown)
    subtitle = f"Departures from {len(ranking)} airports" + (f", {hidden} of them off this map" if hidden else "")
    return svg(960, 640, "Where flights ran late, January to March 2001", subtitle, parts)


def late_by_hour(hours):
    """One column an hour: how much of its departures were late. Where hardly anything flies, a share would say nothing."""
    left, top, bottom, width, enough = 62, 92, 330, 36, 100
    shares = {entry["hour"]: entry["late"] / entry["flights"] for entry in hours if entry["flights"] >= enough}
    highest = max(5, ceil(max(shares.values(), default=0) * 10)) * 10
    scale = (bottom - top) / highest * 100
    parts = []
    for percent in range(0, highest + 1, 10):
        y = bottom - percent / 100 * scale
        parts.append(f'<line x1="{left}" y1="{y:.1f}" x2="{left + 24 * width}" y2="{y:.1f}" stroke="{SOFT if percent == 0 else GRID}"/>')
        parts.append(text(left - 8, y + 4, f"{percent}%", size=12, fill=SOFT, anchor="end"))
    for entry in hours:
        x, share = left + entry["hour"] * width, shares.get(entry["hour"])
        if share is None:
            parts.append(text(x + width / 2, bottom - 6, "few", size=11, fill="#a3adb9", anchor="middle"))
        else:
            height = share * scale
            parts.append(
                f'<rect x="{x + 4}" y="{bottom - height:.1f}" width="{width - 8}" height="{height:.1f}" rx="2" '
                f'fill="{colour(share)}"><title>{entry["late"]} of {entry["flights"]} late</title></rect>')
            parts.append(text(x + width / 2, bottom - height - 6, f"{share * 100:.0f}", size=11, fill=SOFT, anchor="middle"))
        parts.append(text(x + width / 2, bottom + 18, entry["hour"], size=12, fill=SOFT, anchor="middle"))
    parts.append(text(left + 12 * width, bottom + 40, "hour of the day", size=12, fill=SOFT, anchor="middle"))
    return svg(960, 390, "Delays pile up over the day", f"Late flights by the hour of departure; few: fewer than {enough} flights", parts)


def latest_airports(ranking, average):
    """The airports with the most late flights for their traffic, and where the average lies."""
    rows = ranking[:20]
    left, top, step, width = 250, 92, 24, 560
    scale = width / max(0.4, rows[0]["late_share"])
    parts = []
    for index, row in enumerate(rows):
        y, length = top + index * step, row["late_share"] * scale
        parts.append(text(left - 10, y + 14, f'{row["city"]}, {row["state"]}  {row["airport"]}', anchor="end"))
        parts.append(f'<rect x="{left}" y="{y + 2}" width="{length:.1f}" height="{step - 7}" rx="2" fill="{colour(row["late_share"])}"/>')
        parts.append(text(left + length + 8, y + 14, f'{row["late_share"] * 100:.1f}%', size=12, weight="bold"))
        parts.append(text(left + length + 52, y + 14, f'{row["late"]:,} of {row["flights"]:,}', size=12, fill=SOFT))
    x, end = left + average * scale, top + len(rows) * step
    parts.append(f'<line x1="{x:.1f}" y1="{top - 6}" x2="{x:.1f}" y2="{end}" stroke="{INK}" stroke-dasharray="3 3"/>')
    parts.append(text(x, end + 18, f"all airports {average * 100:.1f}%", size=12, fill=SOFT, anchor="middle"))
    return svg(960, end + 36, f"The {len(rows)} airports with the most late flights", "Share of departures that were 15 minutes late or more", parts)
