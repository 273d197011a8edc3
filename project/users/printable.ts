/**
 * Text that a user chose, for a terminal: control characters could move the cursor or change what was printed before,
 * and others change the direction of the text.
 */
export const printable = (text: string): string => text.replace(/\p{C}/gu, "\u{FFFD}");

/** A value as one line of JSON, without such characters either: they are escaped. */
export const jsonLine = (value: unknown): string =>
  `${JSON.stringify(value).replace(/\p{C}/gu, escaped)}\n`;

const escaped = (character: string): string =>
  character.replace(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
