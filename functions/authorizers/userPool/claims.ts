import type { JwtPayload } from "aws-jwt-verify/jwt-model";
import { claimKey } from "../../shared/claimKey.ts";
import { claimText } from "../../shared/claimText.ts";

/**
 * A token's claims as the context of the authorizer: texts, as a Cognito authorizer passes them on.
 * Lists are joined by commas, objects become JSON, `exp` and `iat` become dates.
 */
export function contextOf(payload: JwtPayload): Record<string, string> {
  return Object.fromEntries(
    Object.entries(payload).map(([claim, value]) => [
      claimKey(claim),
      (claim === "exp" || claim === "iat") && typeof value === "number"
        ? dateText(value)
        : claimText(value),
    ]),
  );
}

/** `Wed Jul 01 20:16:55 UTC 2026`, as Java writes a date. */
function dateText(epochSeconds: number): string {
  const utc = new Date(epochSeconds * 1000).toUTCString();
  const [weekday = "", day, month, year, time] = utc.split(" ");
  return `${weekday.slice(0, 3)} ${month} ${day} ${time} UTC ${year}`;
}
