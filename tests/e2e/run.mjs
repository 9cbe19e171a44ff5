// Opens HTML reports in headless Chromium, as people would: light and dark, wide, 360 pixels narrow, and printed.
//
//   node run.mjs REPORT.html...
//
// Of every report: no message on the console, no request but for the file itself, nothing wider than the screen, every
// chart with its title, its description and a table, no serious violation found by axe, and in print no figure that
// would break over a page. Leaves with 1 and says what is wrong.

import { readFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const WIDTHS = [360, 768, 1280];
// A4 and Letter at 96 dots an inch, less margins of 15 mm.
const PAGES = [
  { name: "A4", width: 680, height: 1009 },
  { name: "Letter", width: 703, height: 942 },
];

const axe = await readFile(new URL("./node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const wrong = [];

// At once: whoever stops a long run sees what was found so far.
function told(faults) {
  wrong.push(...faults);
  for (const fault of faults) console.error(fault);
}

function browserPath() {
  const known = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
  const found = known.find((path) => path && existsSync(path));
  if (!found) throw new Error("no Chromium: apt-get install chromium, or set CHROMIUM");
  return found;
}

async function opened(browser, url, scheme, width) {
  const context = await browser.newContext({ colorScheme: scheme, viewport: { width, height: 800 } });
  const page = await context.newPage();
  const said = [];
  page.on("console", (message) => said.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => said.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => { said.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on("request", (request) => { if (request.url() !== url) said.push(`request: ${request.url()}`); });
  page.setDefaultTimeout(120_000);
  await page.goto(url, { waitUntil: "load" });
  return { context, page, said };
}

// What sticks out of the screen, be it that a box of its own scrolls it or not.
function overflow() {
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wide <= 0) return [];
  const culprits = [...document.querySelectorAll("body *")]
    .filter((node) => node.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .filter((node) => !node.closest(".scroll"))
    .slice(0, 3)
    .map((node) => `${node.tagName.toLowerCase()}.${node.className}`);
  return [`${wide} pixels wider than the screen: ${culprits.join(", ")}`];
}

function charts() {
  const faults = [];
  const all = [...document.querySelectorAll("figure svg")];
  if (all.length === 0) faults.push("there is no chart");
  for (const svg of all) {
    const title = svg.querySelector("title")?.textContent.trim();
    const name = title || svg.outerHTML.slice(0, 80);
    if (!title) faults.push(`a chart without a title: ${name}`);
    if (!svg.querySelector("desc")?.textContent.trim()) faults.push(`a chart without a description: ${name}`);
    if (svg.getAttribute("role") !== "img") faults.push(`a chart that is no image to who cannot see it: ${name}`);
    const around = svg.closest("figure").parentElement;
    if (!around.querySelector("table")) faults.push(`a chart without its table: ${name}`);
  }
  if (document.querySelector("script")) faults.push("there is a script");
  return faults;
}

function breakable(height) {
  const figures = [...document.querySelectorAll("figure")];
  return figures.flatMap((figure) => {
    const name = figure.querySelector("title")?.textContent ?? figure.textContent.slice(0, 40);
    const style = getComputedStyle(figure);
    const avoids = style.breakInside.startsWith("avoid") || style.pageBreakInside === "avoid";
    const tall = figure.getBoundingClientRect().height;
    return [
      ...(avoids ? [] : [`may break over a page: ${name}`]),
      ...(tall > height ? [`taller (${Math.round(tall)}) than a page (${height}): ${name}`] : []),
    ];
  });
}

async function onScreen(browser, url, scheme, width) {
  const { context, page, said } = await opened(browser, url, scheme, width);
  const faults = [...said, ...(await page.evaluate(overflow))];
  // Colours depend on the scheme, names and roles on nothing: one look at each scheme is enough.
  if (width === WIDTHS[0]) {
    faults.push(...(await page.evaluate(charts)));
    await page.evaluate(axe);
    const found = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
    const grave = found.violations.filter((violation) => ["serious", "critical"].includes(violation.impact));
    for (const violation of grave) {
      const where = violation.nodes.slice(0, 3).map((node) => node.target.join(" ")).join("; ");
      faults.push(`axe ${violation.id} (${violation.nodes.length}): ${violation.help}: ${where}`);
    }
  }
  await context.close();
  return faults;
}

async function inPrint(browser, url) {
  const faults = [];
  for (const paper of PAGES) {
    const { context, page } = await opened(browser, url, "light", paper.width);
    await page.emulateMedia({ media: "print" });
    const found = await page.evaluate(breakable, paper.height);
    faults.push(...found.map((fault) => `${paper.name}: ${fault}`));
    const pdf = await page.pdf({ format: paper.name, printBackground: true });
    if (!pdf.subarray(0, 5).equals(Buffer.from("%PDF-"))) faults.push(`${paper.name}: no PDF`);
    const hidden = await page.evaluate(() =>
      [...document.querySelectorAll("details:not([open])")].filter((box) => box.querySelector("table, svg, p")).length);
    if (hidden > 0) faults.push(`${paper.name}: ${hidden} closed boxes that print nothing`);
    await context.close();
  }
  return faults;
}

const files = process.argv.slice(2);
if (files.length === 0) throw new Error("which reports? node run.mjs REPORT.html...");
const browser = await chromium.launch({ executablePath: browserPath(), args: ["--no-sandbox"] });
for (const file of files) {
  const url = pathToFileURL(resolve(file)).href;
  for (const scheme of ["light", "dark"]) {
    for (const width of WIDTHS) {
      const faults = await onScreen(browser, url, scheme, width);
      told(faults.map((fault) => `${file}, ${scheme}, ${width}: ${fault}`));
    }
  }
  told((await inPrint(browser, url)).map((fault) => `${file}, print: ${fault}`));
}
await browser.close();
console.error(`${files.length} reports looked at, ${wrong.length} faults`);
process.exit(wrong.length > 0 ? 1 : 0);
