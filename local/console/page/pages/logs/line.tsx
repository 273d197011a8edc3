import type { LogLine } from "../../../../apiTypes/logs.ts";
import { useSignal } from "@preact/signals";
import { Json } from "../../parts/json.tsx";
import { Time } from "../../parts/time.tsx";
import * as css from "./logs.module.css";

/** A line. One of JSON opens to all of its members. */
export function Line({ line }: { line: LogLine }) {
  const isOpen = useSignal(false);
  const { source, time, level, message, fields, requestId, isCut } = line;
  const call =
    requestId !== undefined
      ? `/calls/${encodeURIComponent(requestId)}`
      : line.correlationId && `/calls?q=${encodeURIComponent(line.correlationId)}`;
  return (
    <div class={css.line} data-level={level}>
      <span class={css.time}>{time && <Time at={time} withMs />}</span>
      <span class={css.source}>{source}</span>
      <span class={css.level}>{level}</span>
      <span class={css.message}>
        {message}
        {isCut && <span class="muted"> … (cut)</span>}
        {isOpen.value && fields && <Json value={fields} label="Members of the line" />}
      </span>
      <span class={css.links}>
        {fields && (
          <button
            type="button"
            class="quiet"
            aria-expanded={isOpen.value}
            onClick={() => (isOpen.value = !isOpen.value)}
          >
            {"{…}"}
          </button>
        )}
        {call && <a href={call}>call</a>}
      </span>
    </div>
  );
}
