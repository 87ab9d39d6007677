"""The map in the browser: HTTP routes over the analysis, on loopback unless asked otherwise."""
