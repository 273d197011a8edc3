import type { ComponentChildren } from "preact";

export type Tone = "ok" | "warn" | "bad" | "info" | "muted";

/** A short word with a colour that repeats what it says. */
export const Badge = ({
  tone = "muted",
  children,
}: {
  tone?: Tone;
  children: ComponentChildren;
}) => <span class={`badge ${tone}`}>{children}</span>;

/** An HTTP status. */
export function Status({ code }: { code: number }) {
  const tone = code >= 500 ? "bad" : code >= 400 ? "warn" : code >= 300 ? "info" : "ok";
  return <Badge tone={tone}>{code}</Badge>;
}

/** An HTTP method. */
export const Method = ({ name }: { name: string }) => <span class="method">{name}</span>;
