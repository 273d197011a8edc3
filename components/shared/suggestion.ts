import leven from "leven";

/** `Did you mean "…"?` with the most similar of the names, if one is similar. */
export function suggestion(name: string, names: readonly string[]): string | undefined {
  const [nearest] = names
    .map((known) => ({ known, distance: leven(name.toLowerCase(), known.toLowerCase()) }))
    .filter(({ known, distance }) => distance <= Math.max(2, known.length / 3))
    .sort((one, other) => one.distance - other.distance);
  return nearest && `Did you mean "${nearest.known}"?`;
}
