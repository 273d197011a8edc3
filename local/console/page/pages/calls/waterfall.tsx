import { useSignal } from "@preact/signals";
import type { Span } from "../../../../calls/record.ts";
import { duration } from "../../parts/time.tsx";
import * as css from "./calls.module.css";

interface Row {
  readonly span: Span;
  readonly depth: number;
}

/** Parts of a call below one another, each from its start to its end. A row opens what is known of its part. */
export function Waterfall({ spans, durationMs }: { spans: readonly Span[]; durationMs: number }) {
  const open = useSignal<string | undefined>(undefined);
  const total = Math.max(durationMs, 0.001);
  return (
    <div class={css.waterfall} role="table" aria-label="Parts of the call">
      {rowsOf(spans).map(({ span, depth }) => {
        const { id, kind, name, startMs, attributes } = span;
        const isOpen = open.value === id;
        return (
          <div key={id} role="row" class="hop">
            <button
              type="button"
              class={css.row}
              aria-expanded={isOpen}
              onClick={() => (open.value = isOpen ? undefined : id)}
            >
              <span class={css.name} style={{ paddingLeft: `${depth * 12}px` }}>
                <span class={css.kind} data-kind={kind} aria-hidden="true" />
                {name}
                {attributes["assumed"] === true && <span class="muted"> (assumed)</span>}
              </span>
              <span class={css.track}>
                <span
                  class={css.bar}
                  data-kind={kind}
                  style={{
                    left: `${(startMs / total) * 100}%`,
                    width: `${(span.durationMs / total) * 100}%`,
                  }}
                />
              </span>
              <span class={css.time}>{duration(span.durationMs)}</span>
            </button>
            {isOpen && <Details span={span} />}
          </div>
        );
      })}
    </div>
  );
}

function Details({ span: { kind, startMs, attributes } }: { span: Span }) {
  const facts = [
    ["kind", kind],
    ["starts after", duration(startMs)],
    ...Object.entries(attributes),
  ];
  return (
    <dl class={`facts ${css.details}`}>
      {facts.map(([name, value]) => (
        <>
          <dt key={name}>{name}</dt>
          <dd>{String(value)}</dd>
        </>
      ))}
    </dl>
  );
}

/** Each part before those within it, which follow in the order of their starts. */
function rowsOf(spans: readonly Span[]): Row[] {
  const rows: Row[] = [];
  const add = (parent: string | undefined, depth: number): void => {
    for (const span of spans) {
      if (span.parent !== parent) continue;
      rows.push({ span, depth });
      add(span.id, depth + 1);
    }
  };
  add(undefined, 0);
  return rows;
}
