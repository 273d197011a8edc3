/**
 * A claim as text, as a Cognito authorizer passes claims on: lists are joined by commas, objects become JSON.
 */
export function claimText(value: unknown): string {
  if (Array.isArray(value)) return value.map(claimText).join(",");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
