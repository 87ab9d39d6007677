"""A small catalogue of one radar, as a user might write it."""

PUBLIC = "basis: published, grade: B, sources: [my_report]"
GUESS = 'basis: assumed, grade: D, sources: [assumption], note: "chosen for a test"'
RADAR = f"""\
format_version: 1
kind: radar
id: my-radar
name: My radar
civil: true
band: {{value: S, {PUBLIC}}}
parameters:
  frequency: {{value: 2.8 GHz, low: 2.7 GHz, high: 2.9 GHz, {PUBLIC}}}
  coverage: {{value: 360 deg, {PUBLIC}}}
  scan_period: {{value: 4.8 s, {PUBLIC}}}
  instrumented_range: {{value: 60 nmi, {PUBLIC}}}
  minimum_range: {{value: 1 km, low: 0.5 km, high: 2 km, {GUESS}}}
  elevation_min: {{value: -0.5 deg, {GUESS}}}
  elevation_max: {{value: 35 deg, {GUESS}}}
  antenna_height: {{value: 17 m, {PUBLIC}}}
"""
SOURCES = """\
format_version: 1
kind: sources
sources:
  my_report: {title: A report, publisher: Somebody, date: "2020", access: excerpt, grade: B}
"""
