/** A stack's outputs without undefined ones: Pulumi warns about each of them. */
export const defined = (outputs: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(outputs).filter(([, value]) => value !== undefined));
