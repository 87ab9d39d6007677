"""The typical run of every raid as files: for viewers, and as tables."""

from pathlib import Path

from skyshed.analysis.results import StudyResult
from skyshed.output.event_tables import recording_tables
from skyshed.output.replay import write_replay
from skyshed.output.tables import write_csv
from skyshed.output.words import slug


def write_replays(result: StudyResult, folder: Path) -> list[Path]:
    """Write one folder per raid.

    Parameters
    ----------
    result : StudyResult
        The run.
    folder : Path
        Where to put the folders of the raids; made if there are any.

    Returns
    -------
    list of Path
        For each raid Tacview ACMI, CZML, KML, and `events.csv`, `states.csv`, `entities.csv`.
    """
    written: list[Path] = []
    for raid in result.raids:
        home = replay_folder(folder, raid.key)
        written += write_replay(raid.recording, home, stem=f"{raid.key}-typical-run")
        written += [write_csv(table, home) for table in recording_tables(raid.recording)]
    return written


def replay_folder(folder: Path, raid: str) -> Path:
    """Folder of the replay of a raid."""
    return folder / slug(raid)
