const [width, height] = [240, 36];

interface SparklineProps {
  /** The alarm's. */
  readonly name: string;
  /** The latest last; `null` without data. */
  readonly values: readonly (number | null)[];
  readonly threshold: number | undefined;
}

/** Values of an alarm over time, with its threshold as a dashed line. */
export function Sparkline({ name, values, threshold }: SparklineProps) {
  const known = values.filter((value) => value !== null);
  const limits = threshold === undefined ? known : [...known, threshold];
  const [least, greatest] = [Math.min(0, ...limits), Math.max(...limits)];
  const y = (value: number) =>
    height - 2 - ((value - least) / (greatest - least || 1)) * (height - 4);
  const x = (index: number) => (index / Math.max(1, values.length - 1)) * (width - 4) + 2;
  const points = values.flatMap((value, index) =>
    value === null ? [] : [[x(index), y(value)] as const],
  );
  const latest = known.at(-1);
  return (
    <svg
      role="img"
      aria-label={`Values of ${name}, the latest ${latest}`}
      {...{ width, height }}
      viewBox={`0 0 ${width} ${height}`}
    >
      {threshold !== undefined && (
        <line
          {...{ x1: 0, x2: width, y1: y(threshold), y2: y(threshold) }}
          stroke="var(--muted)"
          stroke-dasharray="4 3"
        />
      )}
      <polyline
        points={points.map((point) => point.join()).join(" ")}
        fill="none"
        stroke="var(--series-1)"
        stroke-width="1.5"
      />
      {points.map(([cx, cy]) => (
        <circle key={cx} {...{ cx, cy }} r="1.8" fill="var(--series-1)" />
      ))}
    </svg>
  );
}
