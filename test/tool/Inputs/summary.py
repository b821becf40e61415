"""Prints a state (stcache fingerprint --json) in an order that does not depend on that of the
files, and checks that it is complete."""

import json
import sys

state = json.load(open(sys.argv[1], encoding="utf-8"))
units = state["units"]
lines = []
for function in state["functions"]:
    root = units[function["unit"]]
    assert function["fingerprint"] == root["total"], function
    targets = sorted({f"{units[t]['kind']} {units[t]['name']}" for _, t in root["references"]})
    lines.append(f"{function['name']} {function['symbol']} {function['file']}:{function['line']} "
                 f"{function['fingerprint']} refers to {', '.join(targets)}")
for unit in units:
    assert len(unit["own"]) == len(unit["total"]) == 32, unit
    assert unit.get("opaque") or unit.get("external") or unit["source"], unit
    assert state["flags"][unit["flags"]].startswith("stcache "), unit
    lines.append(f"{unit['kind']} {unit['name']} {unit['own']} {unit['total']}")
print("\n".join(sorted(lines)))
