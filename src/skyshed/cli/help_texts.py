"""Help that takes more than a sentence: what a command does, and how to read its answer."""

REACH = (
    "Compute where one battery can hit one target, and write the report.\n\n"
    "The missile's unpublished flight is fitted to what is quoted about it, the radars are set on"
    " their terrain, and for every place the first thing that forbids an intercept is named."
    " Shoulder-fired missiles cannot be placed on a map."
)
RAID = (
    "Run the raids of a study, without maps and claims, and print how they end.\n\n"
    "A draw sets what nobody outside knows, such as ranges and kill probabilities; a run throws"
    " the dice. More runs narrow what chance leaves open, not what is unknown. Raids are those of"
    " the study: nothing searches for better or worse ones.\n\n"
    "Finished blocks of runs stand in DIR.campaign until the results are written. After an"
    " interruption the same command goes on from them and ends with the same bytes."
)
QUERY = (
    "Ask the tables of a result a question in SQL.\n\n"
    "Every CSV file in the folder is a table: `skyshed query out/my-study` lists them, and"
    " `skyshed query out/my-study \"select * from ranges\"` shows one. Needs the extra 'data'"
    " (DuckDB)."
)
FIT = (
    "Fit a missile's flight to what is quoted about it, and show what is left open.\n\n"
    "Thrust, mass and drag are not public. Thousands of possible missiles are drawn, and those"
    " that agree with the quoted range, altitude and speed are kept. The answer is time of flight,"
    " speed and apogee against range, quotations that no missile meets together, or what is"
    " missing."
)
FETCH = (
    "Fetch Copernicus tiles of one degree into a folder for --terrain.\n\n"
    "Which tiles exist is decided by the list in the bucket. A tile that does not exist, as over"
    " the open sea, is a gap in the data and not sea at 0 m. An interrupted command goes on where"
    " it stopped. Only https addresses are fetched from."
)
SERVE = (
    "Show the map in the browser: drag a radar, and what it really covers follows.\n\n"
    "Only this machine can reach the page unless --host says otherwise; then every request needs"
    " the token in the address that is printed. Needs the extra 'web' (FastAPI, uvicorn)."
)
