import type { PlatformState } from "../../local/stateFile.ts";
import { TokenError } from "../../local/tokens/tokenError.ts";
import { findRunning } from "../running/findOrStart.ts";

/** @throws TokenError when no platform runs */
export async function runningPlatform(
  root: string,
  url: string | undefined,
): Promise<PlatformState> {
  const state = await findRunning(root, url);
  if (state) return state;
  throw new TokenError('No platform runs on this machine. Start one with "npm start".');
}
