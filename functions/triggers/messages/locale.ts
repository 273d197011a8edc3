/**
 * The locale to write to a user in: the first wanted one that there is, or its language. `de-AT` finds `de`.
 *
 * @param wanted - language tags, best first, such as `de-AT` or `de_AT`; clients and users write them
 * @param known - the locales that there are, such as `de` and `pt-BR`
 */
export function chooseLocale(
  wanted: readonly (string | undefined)[],
  known: readonly string[],
): string | undefined {
  for (const tag of wanted) {
    const subtags = (tag ?? "").slice(0, 35).toLowerCase().split(/[-_]/);
    for (; subtags.length > 0; subtags.pop()) {
      const found = known.find((locale) => locale.toLowerCase() === subtags.join("-"));
      if (found) return found;
    }
  }
  return undefined;
}
