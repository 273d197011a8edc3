/** The object that a JSON text holds; an empty one if it holds none. */
export function jsonObject(text: Uint8Array | undefined): Record<string, unknown> {
  try {
    return Object(JSON.parse(Buffer.from(text ?? []).toString())) as Record<string, unknown>;
  } catch {
    return {};
  }
}
