"""What a run hands over: maps, tables, figures and the report."""
