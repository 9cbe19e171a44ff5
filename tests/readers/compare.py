"""Compares what independent readers make of SARIF and JUnit with the findings in JSON.

compare.py NAME STATUS: NAME.json, NAME.sarif and NAME.xml were written for the same plan; STATUS is that of JUnit.
"""

import json
import sys

from junitparser import JUnitXml
from sarif.loader import load_sarif_file

name, status = sys.argv[1], int(sys.argv[2])
with open(name + ".json", encoding="utf-8") as lines:
    findings = [json.loads(line) for line in lines]

sarif = load_sarif_file(name + ".sarif")
results = sarif.get_results()
level = {"high": "error", "medium": "warning", "low": "note", "note": "note"}
faults = [result for result in results if result["ruleId"].startswith("E")]
told = [result for result in results if not result["ruleId"].startswith("E")]
assert len(told) == len(findings), (len(told), len(findings))
for result, finding in zip(told, findings):
    assert result["ruleId"] == finding["code"]
    assert result["level"] == level[finding["severity"]]
    assert result["message"]["text"].startswith(finding["message"])
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region["startLine"] == finding["line"] and region["startColumn"] == finding["column"]
    assert bool(result["suppressions"]) == (finding["accepted"] is not None)

report = JUnitXml.fromfile(name + ".xml")
cases = [case for suite in report for case in suite]
denied = {(f["scenario"] or f["file"], f["code"]) for f in findings if f["severity"] == "high" and not f["accepted"]}
failed = sum(any(type(item).__name__ == "Failure" for item in case.result) for case in cases)
broken = sum(any(type(item).__name__ == "Error" for item in case.result) for case in cases)
codes = {(f["scenario"] or f["file"], f["code"]) for f in findings}
assert len(cases) == len(codes) + len(list(report)), (len(cases), len(codes))
assert failed == len(denied) == report.failures, (failed, denied)
assert broken == report.errors and (broken > 0) == bool(faults), (broken, len(faults))
assert status == (3 if broken else 10 if failed else 0), status
print(f"{name}: {len(findings)} findings, {len(faults)} faults, {len(cases)} cases, {failed} failed: read by both")
