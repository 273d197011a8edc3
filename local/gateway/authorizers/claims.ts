import type { JwtPayload } from "aws-jwt-verify/jwt-model";

/**
 * Converts a token's claims to strings, as REST APIs do.
 *
 * Lists are joined by commas, and objects become JSON. `exp` and `iat` become dates, all other numbers
 * (`auth_time` too) digits. AWS does not document this, so functions should parse either form.
 */
export function stringClaims(payload: JwtPayload): Record<string, string> {
  const claims: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(payload)) {
    claims[name] =
      (name === "exp" || name === "iat") && typeof value === "number"
        ? dateText(value)
        : claimText(value);
  }
  return claims;
}

function claimText(value: unknown): string {
  if (Array.isArray(value)) {
    return value.map(claimText).join(",");
  }
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** `Wed Jul 01 20:16:55 UTC 2026`, as Java writes a date. */
function dateText(epochSeconds: number): string {
  const utc = new Date(epochSeconds * 1000).toUTCString();
  const [weekday = "", day, month, year, time] = utc.split(" ");
  return `${weekday.slice(0, 3)} ${month} ${day} ${time} UTC ${year}`;
}
