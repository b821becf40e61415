"""Writes compile_commands.json:  database.py DIRECTORY COMMAND FILE [COMMAND FILE]..."""

import json
import os
import sys

directory = os.path.abspath(sys.argv[1])
entries = [{"directory": directory, "command": command, "file": os.path.abspath(file)}
           for command, file in zip(sys.argv[2::2], sys.argv[3::2])]
with open(os.path.join(directory, "compile_commands.json"), "w", encoding="utf-8") as out:
    json.dump(entries, out)
