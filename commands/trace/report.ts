import { colours } from "../../project/colours.ts";
import type { Cause } from "./cause.ts";
import type { Hop } from "./hops.ts";

const milliseconds = (value: number | undefined): string =>
  value === undefined ? "" : `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;

/** The hops as a table, with the cause in the last line. */
export function textReport(hops: readonly Hop[], cause: Cause | undefined): string {
  const start = hops[0]?.startMs ?? 0;
  const rows = hops.map((hop) => {
    const since = hop.startMs === undefined ? "" : `+${milliseconds(hop.startMs - start)}`;
    const name = `${"  ".repeat(hop.depth)}${hop.name}`;
    return [since, name, milliseconds(hop.durationMs), hop] as const;
  });
  const width = Math.max(0, ...rows.map(([, name]) => name.length));
  const lines = rows.map(([since, name, took, hop]) => {
    const text = hop.failed ? colours.red(hop.text) : hop.text;
    return `${since.padStart(10)}  ${name.padEnd(width)}  ${took.padStart(9)}  ${text}`;
  });
  const regions = [...new Set(hops.map(({ region }) => region))].filter(Boolean).join(", ");
  const at = new Date(start).toISOString();
  const end = cause
    ? `\n${colours.red(`Failed at the ${cause.hop}: ${cause.detail}`)}`
    : "\nNo hop logged a failure.";
  return [`${at}  ${regions}`, ...lines, end].join("\n");
}

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

/** The hops as a waterfall: a page that loads nothing. */
export function htmlReport(id: string, hops: readonly Hop[], cause: Cause | undefined): string {
  const start = hops[0]?.startMs ?? 0;
  const end = Math.max(
    start + 1,
    ...hops.map((hop) => (hop.startMs ?? start) + (hop.durationMs ?? 0)),
  );
  const percent = (ms: number) => ((ms / (end - start)) * 100).toFixed(2);
  const rows = hops.map((hop) => {
    const left = percent(Math.max(0, (hop.startMs ?? start) - start));
    const width = percent(hop.durationMs ?? 0);
    return `<tr class="${hop.failed ? "failed" : ""}"><td style="padding-left:${hop.depth + 0.5}em">${escaped(hop.name)}</td>
<td>${milliseconds(hop.durationMs)}</td><td class="bar"><i style="margin-left:${left}%;width:max(3px,${width}%)"></i></td>
<td><details><summary>${escaped(hop.text)}</summary><pre>${escaped(JSON.stringify(hop.document, null, 2))}</pre></details></td></tr>`;
  });
  const why = cause ? `Failed at the ${cause.hop}: ${cause.detail}` : "No hop logged a failure.";
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Call ${escaped(id)}</title>
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>body{font:14px system-ui;margin:2em}table{border-collapse:collapse;width:100%}td{border-top:1px solid #ddd;padding:.3em .5em;vertical-align:top}
.bar{width:40%}.bar i{display:block;height:1em;background:#3b7dd8;border-radius:2px}.failed .bar i{background:#c33}.failed summary{color:#b11}pre{white-space:pre-wrap}</style>
<h1>Call ${escaped(id)}</h1><p>${new Date(start).toISOString()}</p><p><strong>${escaped(why)}</strong></p>
<table>${rows.join("\n")}</table></html>
`;
}
