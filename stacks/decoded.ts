/** The value of a setting, of which the engine passes everything but strings as JSON. */
export function decoded(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
