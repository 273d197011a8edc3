import type { FoundLines, LogBatch, LogLine, LogSource } from "../../../../apiTypes/logs.ts";
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { api, useApi, useEvents } from "../../api.ts";
import { PageHead } from "../../parts/pageHead.tsx";
import { Search } from "../../parts/search.tsx";
import { Empty, Failure, Loading } from "../../parts/states.tsx";
import { query, setQuery } from "../../router.ts";
import { Line } from "./line.tsx";
import * as css from "./logs.module.css";

/** Lines that are kept in the page. */
const maxLines = 3_000;

const levels = ["trace", "debug", "info", "warn", "error"];

/** The logs of all processes: searched, and followed as they are written. */
export function Logs() {
  const { value } = query;
  const filters = ["source", "text", "level", "id", "since", "until"];
  const areChecksShown = value.get("checks") === "shown";
  const parameters = new URLSearchParams([
    ...filters.flatMap((name) => value.getAll(name).map((each) => [name, each])),
    ["checks", areChecksShown ? "shown" : "hidden"],
  ]).toString();
  const isFollowed = value.get("follow") !== "no";
  const sources = useApi<{ sources: LogSource[] }>("logs", { everyMs: 10_000 });
  const { lines, state, loadOlder, skipped } = useLines(parameters, isFollowed);
  const set = (name: string) => (event: { currentTarget: { value: string } }) =>
    setQuery({ [name]: event.currentTarget.value || undefined });
  return (
    <>
      <PageHead title="Logs" note="of this start">
        <Search
          label="Search lines"
          value={value.get("text") ?? ""}
          onInput={(text) => setQuery({ text })}
        />
        <select aria-label="Log" value={value.get("source") ?? ""} onChange={set("source")}>
          <option value="">All logs</option>
          {sources.data?.sources.map(({ name }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
        <select aria-label="Least level" value={value.get("level") ?? ""} onChange={set("level")}>
          <option value="">All levels</option>
          {levels.slice(1).map((level) => (
            <option key={level} value={level}>
              {level} and worse
            </option>
          ))}
        </select>
        <input
          aria-label="Request or correlation id"
          placeholder="Request or correlation id"
          size={21}
          value={value.get("id") ?? ""}
          onChange={set("id")}
        />
        <input
          aria-label="Since, such as 2026-11-30T17:00:00Z"
          placeholder="Since"
          size={10}
          value={value.get("since") ?? ""}
          onChange={set("since")}
        />
        <label class="switch">
          <input
            type="checkbox"
            checked={areChecksShown}
            onChange={({ currentTarget: { checked } }) =>
              setQuery({ checks: checked ? "shown" : undefined })
            }
          />
          Show health checks
        </label>
        <button
          type="button"
          class={isFollowed ? "chosen" : undefined}
          aria-pressed={isFollowed}
          onClick={() => setQuery({ follow: isFollowed ? "no" : undefined })}
        >
          Follow
        </button>
      </PageHead>
      {state.error && <Failure error={state.error} />}
      {skipped > 0 && (
        <p class="muted">{skipped} lines came too fast to be shown; search for them instead.</p>
      )}
      {state.isLoading && lines.length === 0 && !state.error && <Loading />}
      {!state.isLoading && lines.length === 0 && !state.error && (
        <Empty title="No line is found.">
          {state.next
            ? "The search goes on in older lines."
            : "Change the filters, show health checks, or make a call."}
        </Empty>
      )}
      {state.next !== undefined && (
        <p>
          <button type="button" onClick={loadOlder} disabled={state.isLoading}>
            {state.isPartial ? "Search on in older lines" : "Older lines"}
          </button>
        </p>
      )}
      <Lines lines={lines} isFollowed={isFollowed} />
    </>
  );
}

/** The lines, the newest at the end. */
function Lines({ lines, isFollowed }: { lines: readonly LogLine[]; isFollowed: boolean }) {
  const box = useRef<HTMLDivElement>(null);
  /** Whether the end is in view; who has scrolled up reads on. */
  const isAtEnd = useRef(true);
  const last = lines.at(-1);
  useEffect(() => {
    if (isFollowed && isAtEnd.current) box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [last, isFollowed]);
  const look = ({ currentTarget: { scrollHeight, scrollTop, clientHeight } }: BoxEvent) => {
    isAtEnd.current = scrollHeight - scrollTop - clientHeight < 40;
  };
  return (
    <div class={css.lines} role="log" aria-live="off" tabIndex={0} ref={box} onScroll={look}>
      {lines.map((line, index) => (
        <Line key={`${lines.length - index} ${line.source}`} line={line} />
      ))}
    </div>
  );
}

interface BoxEvent {
  readonly currentTarget: HTMLDivElement;
}

interface LoadState {
  readonly isLoading: boolean;
  readonly next?: string;
  readonly isPartial?: boolean;
  readonly error?: Error;
}

/** Time without another letter before a search begins, in ms. */
const pauseMs = 250;

function useLines(parameters: string, isFollowed: boolean) {
  const lines = useSignal<readonly LogLine[]>([]);
  const state = useSignal<LoadState>({ isLoading: true });
  const skipped = useSignal(0);
  const latest = useRef(parameters);
  const load = async (before?: string) => {
    const asked = parameters;
    state.value = { ...state.value, isLoading: true };
    try {
      const cursor = before === undefined ? "" : `&before=${before}`;
      const found = await api<FoundLines>(`logs/lines?limit=200&${asked}${cursor}`);
      if (latest.current !== asked) return;
      lines.value = before === undefined ? found.lines : [...found.lines, ...lines.value];
      state.value = {
        isLoading: false,
        isPartial: found.isPartial,
        ...(found.next !== undefined && { next: found.next }),
      };
    } catch (error) {
      if (latest.current === asked) state.value = { isLoading: false, error: error as Error };
    }
  };
  useEffect(() => {
    latest.current = parameters;
    lines.value = [];
    skipped.value = 0;
    state.value = { isLoading: true };
    const timer = setTimeout(() => void load(), pauseMs);
    return () => clearTimeout(timer);
  }, [parameters]);
  useEvents<LogBatch>(isFollowed && !state.value.error ? `logs/follow?${parameters}` : undefined, {
    onEvent: (batch) => {
      lines.value = [...lines.value, ...batch.lines].slice(-maxLines);
      skipped.value += batch.skipped;
    },
    onDropped: (count) => (skipped.value += count),
  });
  const { next } = state.value;
  return {
    lines: lines.value,
    state: state.value,
    skipped: skipped.value,
    loadOlder: () => void load(next),
  };
}
