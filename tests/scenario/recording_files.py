"""Tiny made-up recordings in the forms in which real ones are passed on."""

import json
import math

START = 1_500_000_000  # 14 July 2017, 02:40:00 UTC
KNOTS_M_S = 0.514444


def reports(count=200, *, start=START, latitude=46.2, longitude=8.3, altitude_ft=25_000.0):
    """An aircraft flying east at 200 m/s, one report a second."""
    step = math.degrees(200.0 / (6_371_000.0 * math.cos(math.radians(latitude))))
    return [
        {
            "timestamp": (start + i) * 1000,
            "icao24": "abc123",
            "callsign": "TEST1",
            "latitude": latitude,
            "longitude": longitude + i * step,
            "altitude": altitude_ft,
            "groundspeed": 200.0 / KNOTS_M_S,
            "track": 90.0,
            "onground": False,
        }
        for i in range(count)
    ]


def as_records(rows):
    return json.dumps(rows)


def as_columns_by_number(rows):
    return json.dumps({key: {str(i): row[key] for i, row in enumerate(rows)} for key in rows[0]})


def as_columns(rows):
    return json.dumps({key: [row[key] for row in rows] for key in rows[0]})


def as_split(rows):
    keys = list(rows[0])
    return json.dumps({"columns": keys, "data": [[row[key] for key in keys] for row in rows]})


def as_lines(rows):
    return "\n".join(json.dumps(row) for row in rows) + "\n"


def as_trace(rows):
    first = rows[0]["timestamp"] / 1000.0
    trace = [
        [
            row["timestamp"] / 1000.0 - first,
            row["latitude"],
            row["longitude"],
            "ground" if row["onground"] else row["altitude"],
            row["groundspeed"],
            row["track"],
            0,
            0,
            {"flight": "TEST1   "} if i == 0 else None,
        ]
        for i, row in enumerate(rows)
    ]
    return json.dumps({"icao": "abc123", "timestamp": first, "trace": trace})


def as_csv(rows):
    keys = list(rows[0])
    lines = [",".join(keys), *(",".join(str(row[key]) for key in keys) for row in rows)]
    return "\n".join(lines) + "\n"


FORMS = {
    "records.json": as_records,
    "numbered.json": as_columns_by_number,
    "columns.json": as_columns,
    "split.json": as_split,
    "lines.jsonl": as_lines,
    "trace.json": as_trace,
    "table.csv": as_csv,
}
