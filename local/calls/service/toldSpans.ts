import type { TracedSpan } from "../traces.ts";

/** Bytes of one service's spans that are kept; the oldest go first. */
const mostBytes = 4 * 1024 * 1024;

/** The spans that a service has told, as the lines that it sent: they are read when somebody asks for a call. */
export class ToldSpans {
  readonly #service: string;
  readonly #lines: string[] = [];
  #bytes = 0;

  constructor(service: string) {
    this.#service = service;
  }

  /** @param line - a batch of spans, see traceCalls.cjs */
  add(line: string): void {
    if (line.length > mostBytes) return;
    this.#lines.push(line);
    this.#bytes += line.length;
    while (this.#bytes > mostBytes) this.#bytes -= this.#lines.shift()!.length;
  }

  /** @param root - of a trace */
  of(root: string): TracedSpan[] {
    return this.#lines
      .filter((line) => line.includes(root))
      .flatMap((line) => spansIn(line, root, this.#service));
  }
}

/** The difference of the system's monotonic clock to this process's `performance.now()`, in ms. */
const origin = measureOrigin();

/** Of several readings of both clocks, the one in which the least time went by: the process may be held up in between. */
function measureOrigin(): number {
  const readings = Array.from({ length: 20 }, () => {
    const before = performance.now();
    const [seconds, nanoseconds] = process.hrtime();
    const after = performance.now();
    const monotonic = seconds * 1e3 + nanoseconds / 1e6;
    return { gap: after - before, difference: monotonic - (before + after) / 2 };
  });
  return readings.sort((a, b) => a.gap - b.gap)[0]!.difference;
}

/** A service is code of the team, so its lines are read as strictly as any input. */
function spansIn(line: string, root: string, service: string): TracedSpan[] {
  let batch: unknown;
  try {
    batch = JSON.parse(line);
  } catch {
    return [];
  }
  return Array.isArray(batch) ? batch.flatMap((each) => spanOf(each, root, service)) : [];
}

function spanOf(told: unknown, root: string, service: string): TracedSpan[] {
  if (!Array.isArray(told) || told[0] !== root) return [];
  const [, id, parent, correlationId, line, status, start, end] = told as unknown[];
  const texts = [id, parent, correlationId, line].every((each) => typeof each === "string");
  const numbers = [status, start, end].every((each) => Number.isFinite(each));
  if (!texts || !numbers || !/^[\da-f]{16}$/.test(id as string)) return [];
  return [
    {
      id: id as string,
      parent: parent as string,
      name: service,
      kind: "service",
      startedAt: (start as number) - origin,
      endedAt: (end as number) - origin,
      attributes: { request: (line as string).slice(0, 300), status: status as number },
      correlationId: (correlationId as string) || undefined,
    },
  ];
}
