"""A result folder with a made-up raid: one target is hit, one gets through."""

from pathlib import Path

ENTITIES = """\
entity,key,name,kind,side,first_s,last_s
1,see,the radar that sees,radar,defence,0,0
2,t1,fighter 1,target,raid,0,60
3,t2,fighter 2,target,raid,0,100
4,m1,missile 1,interceptor,defence,30,60
"""
STATES = """\
time_s,entity,key,name,kind,side,latitude_deg,longitude_deg,altitude_m
0,1,see,the radar that sees,radar,defence,48.72,2.36,100
0,2,t1,fighter 1,target,raid,48.2,2.0,9000
60,2,t1,fighter 1,target,raid,48.5,2.2,9000
0,3,t2,fighter 2,target,raid,48.2,2.6,9000
100,3,t2,fighter 2,target,raid,48.7,2.4,9000
30,4,m1,missile 1,interceptor,defence,48.72,2.36,100
60,4,m1,missile 1,interceptor,defence,48.5,2.2,9000
"""
EVENTS = """\
time_s,event,subject,subject_key,subject_name,object,object_key,object_name,text
0,radar on,1,see,the radar that sees,,,,see starts to look
30,launch,1,see,the radar that sees,2,t1,fighter 1,see launches missile 1 at fighter 1
60,kill,4,m1,missile 1,2,t1,fighter 1,m1 destroys fighter 1
100,leak,3,t2,fighter 2,,,,t2 gets through
"""


def raid_folder(folder: Path) -> Path:
    """Write the result into a folder."""
    home = folder / "replay" / "raid"
    home.mkdir(parents=True)
    (folder / "manifest.json").write_text('{"skyshed": "test"}', "utf-8")
    numbers = '{"study": {"name": "made-up"}, "raids": {"raid": {"label": "A made-up raid"}}}'
    (folder / "results.json").write_text(numbers, "utf-8")
    for name, text in (("entities", ENTITIES), ("states", STATES), ("events", EVENTS)):
        (home / f"{name}.csv").write_text(text, "utf-8")
    return folder
