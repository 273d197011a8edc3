const compiled = new Map<string, RegExp | undefined>();

/**
 * Whether a text matches a pattern of AWS's schemas.
 *
 * @param pattern - written for Java, Python or JavaScript; one that JavaScript can't read matches every text
 */
export function matchesPattern(pattern: string, text: string): boolean {
  if (!compiled.has(pattern)) compiled.set(pattern, compile(pattern));
  return compiled.get(pattern)?.test(text) ?? true;
}

function compile(pattern: string): RegExp | undefined {
  const options = [...pattern.matchAll(/\(\?([is])\)/g)].map(([, flag = ""]) => flag);
  const source = pattern.replaceAll(/\(\?[is]\)/g, "").replaceAll("\\Z", "$");
  // Some patterns are only right with Unicode's properties, and some only without its strictness.
  for (const unicode of ["u", ""]) {
    try {
      return new RegExp(source, [...new Set(options), unicode].join(""));
    } catch {
      // The next one.
    }
  }
  return undefined;
}
