/** A moment on this machine's clock. @param at - ISO 8601, or ms since 1970 */
export function Time({ at, withMs = false }: { at: string | number; withMs?: boolean }) {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return <>{String(at)}</>;
  const ms = withMs ? `.${String(date.getMilliseconds()).padStart(3, "0")}` : "";
  const isToday = date.toDateString() === new Date().toDateString();
  return (
    <time dateTime={date.toISOString()} title={date.toISOString()}>
      {!isToday && `${date.toLocaleDateString()} `}
      {date.toLocaleTimeString(undefined, { hour12: false })}
      <span class="extra">{ms}</span>
    </time>
  );
}

/** A duration for people: `0.42 ms`, `12 ms`, `3.4 s`, `2 min 5 s`. */
export function duration(ms: number): string {
  if (ms < 10) return `${Number(ms.toPrecision(2))} ms`;
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${Number((ms / 1_000).toPrecision(3))} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3_600)} h ${Math.floor((seconds % 3_600) / 60)} min`;
}

/** A number of bytes: `512 B`, `1.2 kB`, `3.4 MB`. */
export function bytes(count: number): string {
  if (count < 1_000) return `${count} B`;
  if (count < 1_000_000) return `${Number((count / 1_000).toPrecision(3))} kB`;
  return `${Number((count / 1_000_000).toPrecision(3))} MB`;
}
