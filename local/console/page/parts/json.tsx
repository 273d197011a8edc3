import { CopyButton } from "./buttons.tsx";

/** Levels that are open at first. */
const openLevels = 2;

/** Members of one object or array that are shown; the rest is in what is copied. */
const maxMembers = 200;

/** A value as JSON, whose objects and arrays open and close. */
export function Json({ value, label = "JSON" }: { value: unknown; label?: string }) {
  return (
    <div class="json" role="group" aria-label={label}>
      <CopyButton text={() => JSON.stringify(value, null, 2) ?? String(value)} />
      <Value value={value} level={0} />
    </div>
  );
}

function Value({ name, value, level }: { name?: string; value: unknown; level: number }) {
  const label = name !== undefined && <span class="json-name">{name}: </span>;
  if (typeof value !== "object" || value === null) {
    return (
      <div class="json-leaf">
        {label}
        <span class={`json-${value === null ? "null" : typeof value}`}>
          {typeof value === "string" ? JSON.stringify(value) : String(value)}
        </span>
      </div>
    );
  }
  const members = Object.entries(value);
  const [begin, end] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  if (members.length === 0) {
    return (
      <div class="json-leaf">
        {label}
        {begin}
        {end}
      </div>
    );
  }
  return (
    <details open={level < openLevels}>
      <summary>
        {label}
        {begin} <span class="json-count">{members.length}</span> {end}
      </summary>
      {members.slice(0, maxMembers).map(([key, member]) => (
        <Value key={key} name={key} value={member} level={level + 1} />
      ))}
      {members.length > maxMembers && (
        <div class="json-count">… {members.length - maxMembers} more</div>
      )}
    </details>
  );
}

/** A text as JSON if it is JSON, else as it is. */
export function JsonOrText({ text }: { text: string }) {
  const value = parse(text);
  return value === undefined ? <pre class="text">{text}</pre> : <Json value={value} />;
}

function parse(text: string): unknown {
  if (!/^\s*[[{"]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
