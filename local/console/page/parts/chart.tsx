import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { colourOf, isDark } from "../theme.ts";

/** A line of a chart. */
export interface Line {
  readonly label: string;
  /** Name of a colour, such as `--series-1`. */
  readonly colour: string;
  /** One for each time; `null` is a gap. */
  readonly values: readonly (number | null)[];
}

interface ChartProps {
  /** What it shows, for screen readers. */
  readonly label: string;
  /** Seconds since 1970, ascending. */
  readonly times: readonly number[];
  readonly lines: readonly Line[];
  /** Writes a value of the vertical axis. */
  readonly format: (value: number) => string;
  /** In CSS pixels. @default 140 */
  readonly height?: number;
  /** Seconds that are shown, up to the latest time. @default all */
  readonly seconds?: number;
}

/** Values over time, as wide as its place. The pointer shows the values of a moment. */
export function Chart({ label, times, lines, format, height = 140, seconds }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(null);
  const data = [times, ...lines.map(({ values }) => values)] as unknown as uPlot.AlignedData;
  const names = lines.map(({ label: name, colour }) => `${name} ${colour}`).join();
  useEffect(() => {
    const box = place.current!;
    const made = new uPlot(optionsOf(box, lines, format, height, seconds), data, box);
    chart.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: box.clientWidth, height }));
    observer.observe(box);
    return () => {
      observer.disconnect();
      made.destroy();
    };
  }, [names, height, seconds, isDark.value]);
  useEffect(() => chart.current?.setData(data));
  return <div class="chart" role="img" aria-label={label} ref={place} />;
}

function optionsOf(
  box: HTMLElement,
  lines: readonly Line[],
  format: (value: number) => string,
  height: number,
  seconds: number | undefined,
): uPlot.Options {
  const [muted, grid] = [colourOf("--muted"), colourOf("--line")];
  const axis = {
    stroke: muted,
    grid: { stroke: grid, width: 1 },
    ticks: { show: false },
    font: "11px system-ui",
  };
  const show = (_: uPlot, value: number | null) => (value === null ? "" : format(value));
  return {
    width: box.clientWidth,
    height,
    cursor: { drag: { x: false, y: false }, points: { size: 6 } },
    legend: { live: true },
    padding: [8, 12, 0, 0],
    scales: {
      x: seconds === undefined ? {} : { range: (_, __, max) => [max - seconds, max] },
      y: { range: (_, __, max) => [0, Number.isFinite(max) && max > 0 ? max * 1.1 : 1] },
    },
    axes: [
      { ...axis, size: 26, space: 70, values: (_, ticks) => ticks.map(clock) },
      { ...axis, size: 52, space: 30, values: (_, ticks) => ticks.map(format) },
    ],
    series: [
      {},
      ...lines.map(({ label: name, colour, values }) => ({
        label: name,
        stroke: colourOf(colour),
        width: 1.5,
        // A value between gaps is no line.
        points: { show: values.includes(null), size: 4 },
        value: show,
      })),
    ],
  };
}

const clock = (seconds: number): string =>
  new Date(seconds * 1_000).toLocaleTimeString(undefined, { hour12: false });
