import type { Measurement } from "../measurement.ts";
import { escape } from "./escape.ts";
import { phaseTable, type Result, seconds, summaryLines } from "./figures.ts";
import { draw } from "./plot.ts";
import { bucketsOf } from "./series.ts";
import { regionStyle, style } from "./style.ts";

/** A scenario's result with what was seen. */
export interface Section {
  readonly result: Result;
  readonly measurement: Measurement;
}

/**
 * A page with the figures, plots and timelines. It loads nothing.
 *
 * @param title - such as the time of the run
 */
export const htmlOf = (title: string, sections: readonly Section[]): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escape(title)}</title>
<style>${style}</style>
</head>
<body>
<h1>${escape(title)}</h1>
${sections.map(sectionOf).join("\n")}
</body>
</html>
`;

function sectionOf({ result, measurement }: Section): string {
  const { scenario, summary, targets, regions, rps, holds } = result;
  const { head, rows } = phaseTable(result);
  return `<section>
<h2>${escape(scenario)}: ${holds ? "holds" : '<span class="bad">broken</span>'}</h2>
<p>${escape(`${summary}: ${targets.join(", ")}. ${rps} requests per second from all AWS regions to ${regions.join(", ")}.`)}</p>
${plots(measurement)}
${tableOf(head, rows)}
<p>${summaryLines(result).map(escape).join("<br>\n")}</p>
<ul>
${result.expectations.map(expectationItem).join("\n")}
</ul>
${tableOf(
  ["s", "event"],
  result.timeline.map(({ at, text }) => [seconds(at), text]),
)}
</section>`;
}

const expectationItem = ({ text, broken }: Result["expectations"][number]): string =>
  broken === undefined
    ? `<li>holds: ${escape(text)}</li>`
    : `<li class="bad">broken: ${escape(`${text}: ${broken}`)}</li>`;

function plots({ sent, marks, events, regions }: Measurement): string {
  const { lengthMs, buckets } = bucketsOf(sent, marks.endAt, regions);
  const shared = { endAt: marks.endAt, lengthMs, events };
  const series = [
    ...regions.map((name, index) => ({
      name,
      style: regionStyle(index),
      values: buckets.map(({ served }) => served[name] ?? 0),
    })),
    { name: "failed", style: "failed", values: buckets.map(({ failed }) => failed) },
  ];
  const latency = {
    name: "p99",
    style: "latency",
    values: buckets.map(({ p99 }) => p99),
  };
  const keys = series.map(
    (each) =>
      `<svg class="key" viewBox="0 0 1 1"><rect class="${each.style}" width="1" height="1"/></svg>${escape(each.name)}`,
  );
  const title = "Requests per second, by the region that served them";
  return `<p>${title}:${keys.join("")}</p>
${draw({ ...shared, title, series })}
<p>99th percentile of the latency in ms, from when a request was due:</p>
${draw({ ...shared, title: "Latency", series: [latency] })}`;
}

const tableOf = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  `<table>
<tr>${head.map((cell) => `<th>${escape(cell)}</th>`).join("")}</tr>
${rows.map((row) => `<tr>${row.map((cell) => `<td>${escape(cell)}</td>`).join("")}</tr>`).join("\n")}
</table>`;
