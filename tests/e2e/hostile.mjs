// Writes a results file in which everything that people choose is markup, a script, a link, or a turn of direction.

import { readFileSync, writeFileSync } from "node:fs";

const [from, to] = process.argv.slice(2);
const chosen = new Set(["title", "class", "name", "message", "text", "words", "file", "reason", "owner", "value", "source", "organisation"]);
const evil = [
  "<script>alert(1)</script>",
  "</script><!--",
  "<img src=x onerror=alert(1)>",
  "\"><svg onload=alert(1)>",
  "javascript:alert(1)",
  "<a href=https://example.org>x</a>",
  "</style></svg></table>",
  "\u202eright to left\u2066",
  "averyveryveryveryveryveryveryveryveryveryveryveryveryveryverylongwordwithoutanyblank",
];
let turn = 0;
const poisoned = (value) => {
  if (Array.isArray(value)) return value.map(poisoned);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) =>
      chosen.has(key) && typeof inner === "string" ? [key, evil[turn++ % evil.length]] : [key, poisoned(inner)]));
};
const lines = readFileSync(from, "utf8").trim().split("\n");
writeFileSync(to, lines.map((line) => JSON.stringify(poisoned(JSON.parse(line))) + "\n").join(""));
