import type { TimedEvent } from "../measurement.ts";
import { escape } from "./escape.ts";

/** A line or a stack of areas over time, as SVG. */
export interface Plot {
  readonly title: string;
  /** End of the time axis, in ms. */
  readonly endAt: number;
  /** Length of a bucket in ms. */
  readonly lengthMs: number;
  /** Stacked in this order, from the bottom; one value per bucket. */
  readonly series: readonly {
    readonly name: string;
    /** Class of its colour. */
    readonly style: string;
    readonly values: readonly number[];
  }[];
  /** Vertical lines. */
  readonly events: readonly TimedEvent[];
}

const size = { width: 800, height: 240, left: 48, right: 8, top: 8, bottom: 24 };
const inner = {
  width: size.width - size.left - size.right,
  height: size.height - size.top - size.bottom,
};

/** Draws a plot of its own size, in the colours of the page's classes. */
export function draw({ title, endAt, lengthMs, series, events }: Plot): string {
  const totals = (series[0]?.values ?? []).map((_, index) =>
    series.reduce((sum, { values }) => sum + (values[index] ?? 0), 0),
  );
  const top = roundUp(Math.max(1, ...totals));
  const x = (at: number) => size.left + (at / endAt) * inner.width;
  const y = (value: number) => size.top + (1 - value / top) * inner.height;
  const marks = events.map(
    ({ at, text }) =>
      `<line class="event" x1="${px(x(at))}" x2="${px(x(at))}" y1="${size.top}" ` +
      `y2="${size.top + inner.height}"><title>${escape(text)}</title></line>`,
  );
  return [
    `<svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${escape(title)}">`,
    ...[0, top / 2, top].map((value) => horizontal(y(value), label(value))),
    ...ticks(endAt).map((at) => tick(x(at), `${label(at / 1_000)} s`)),
    ...areas(series, (bucket) => x(bucket * lengthMs), y),
    ...marks,
    "</svg>",
  ].join("\n");
}

/** Each series on top of those before it, in steps. */
function areas(
  series: Plot["series"],
  x: (bucket: number) => number,
  y: (value: number) => number,
): string[] {
  const below = (series[0]?.values ?? []).map(() => 0);
  return series.map(({ name, style, values }) => {
    const edge = (heights: readonly number[]) =>
      heights.map((height, bucket) => [x(bucket), x(bucket + 1), y(height)] as const);
    const bottom = edge(below);
    values.forEach((value, bucket) => (below[bucket]! += value));
    const points = [
      ...edge(below).flatMap(([from, to, height]) => [point(from, height), point(to, height)]),
      ...bottom
        .toReversed()
        .flatMap(([from, to, height]) => [point(to, height), point(from, height)]),
    ];
    return `<polygon class="${escape(style)}" points="${points.join(" ")}"><title>${escape(name)}</title></polygon>`;
  });
}

const horizontal = (at: number, text: string): string =>
  `<line class="grid" x1="${size.left}" x2="${size.width - size.right}" y1="${px(at)}" y2="${px(at)}"/>` +
  `<text x="${size.left - 6}" y="${px(at + 4)}" text-anchor="end">${escape(text)}</text>`;

const tick = (at: number, text: string): string =>
  `<text x="${px(at)}" y="${size.height - 6}" text-anchor="middle">${escape(text)}</text>`;

/** About eight times, at round distances. */
function ticks(endAt: number): number[] {
  const step = roundUp(endAt / 8_000) * 1_000;
  return Array.from({ length: Math.floor(endAt / step) }, (_, index) => (index + 1) * step).filter(
    (at) => at < endAt * 0.98,
  );
}

/** The next one of 1, 2, 5, 10, 20, … */
export function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((factor) => factor * power).find((round) => round >= value)!;
}

const point = (x: number, y: number): string => `${px(x)},${px(y)}`;
const px = (value: number): string => String(Math.round(value * 10) / 10);
const label = (value: number): string => String(Math.round(value * 100) / 100);
