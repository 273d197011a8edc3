/** Characters of a text that are shown; a REST API's body has some hundred thousand. */
const maxTextLength = 20_000;

/** Elements of a list that are shown. */
const maxElements = 500;

/** Properties with long texts and lists cut, each with a note of what is left out. */
export const shortened = (properties: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, short(value)]));

function short(value: unknown): unknown {
  if (typeof value === "string") {
    const left = value.length - maxTextLength;
    return left > 0 ? `${value.slice(0, maxTextLength)}… (${left} more characters)` : value;
  }
  if (typeof value !== "object" || value === null) return value;
  if (!Array.isArray(value)) return shortened(value as Record<string, unknown>);
  const left = value.length - maxElements;
  const shown = value.slice(0, maxElements).map(short);
  return left > 0 ? [...shown, `… (${left} more elements)`] : shown;
}
