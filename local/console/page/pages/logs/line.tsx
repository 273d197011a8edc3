import { useSignal } from "@preact/signals";
import { Json } from "../../parts/json.tsx";
import { Time } from "../../parts/time.tsx";

/** A line of `GET logs/lines`. */
export interface LogLine {
  readonly source: string;
  readonly time?: string;
  readonly level: string;
  readonly message: string;
  readonly fields?: Record<string, unknown>;
  readonly requestId?: string;
  readonly correlationId?: string;
  readonly isCut?: true;
}

/** A line. One of JSON opens to all of its members. */
export function Line({ line }: { line: LogLine }) {
  const isOpen = useSignal(false);
  const { source, time, level, message, fields, requestId, isCut } = line;
  const call =
    requestId !== undefined
      ? `/calls/${encodeURIComponent(requestId)}`
      : line.correlationId && `/calls?q=${encodeURIComponent(line.correlationId)}`;
  return (
    <div class={`log-line ${level}`}>
      <span class="log-time">{time && <Time at={time} withMs />}</span>
      <span class="log-source">{source}</span>
      <span class="log-level">{level}</span>
      <span class="log-message">
        {message}
        {isCut && <span class="muted"> … (cut)</span>}
        {isOpen.value && fields && <Json value={fields} label="Members of the line" />}
      </span>
      <span class="log-links">
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
