import type { LogKind } from "../document.ts";

/** A line, and what it becomes without what each line of its kind has. */
export type Case = [kind: LogKind, what: string, line: object | string, expected: object];
