import type { LineField } from "../fields.ts";

/** What a line tells, under the platform's names. Values are as the line has them. */
export interface ReadLine {
  readonly fields: Partial<Record<LineField, unknown>>;
  /** Members without a name of the platform. */
  readonly others?: Readonly<Record<string, unknown>>;
}

/** Reads a line of one format. @returns undefined for a line of another format */
export type Format = (text: string) => ReadLine | undefined;

/** An object of JSON; undefined for anything else. */
export function jsonObject(text: string): Record<string, unknown> | undefined {
  if (!/^\s*\{/.test(text)) return undefined;
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

export const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
