import { falseOr, type OptionRules, options, whole } from "../../shared/options.ts";
import * as defaults from "../defaults.ts";

/** What happens to a refresh token that was used. */
export interface RotationOptions {
  /**
   * Seconds for which the former one still works, 0 to 60: for tabs that refresh at once, and for a response that got
   * lost. @default 10
   */
  graceSeconds?: number;
}

/** Lifetimes of a client's tokens. */
export interface TokenOptions {
  /** Minutes that an access token lives, 5 to 1,440. @default 60 */
  accessMinutes?: number;
  /** Minutes that an ID token lives, 5 to 1,440. @default 60 */
  idMinutes?: number;
  /** Days that a session lives without a sign-in, 1 to 3,650. @default 30 */
  refreshDays?: number;
  /**
   * Replaces a refresh token with each use, so that a stolen one works at most once. The new one lives as long as the
   * first would have. `false` for apps whose library can't (`amazon-cognito-identity-js`, Amplify before 6.15.4).
   * @default {}
   */
  rotation?: false | RotationOptions;
}

/** Sources: Cognito API Reference, "CreateUserPoolClient"; Cognito Developer Guide, "Refresh tokens". */
const tokenOptionRules: OptionRules<TokenOptions> = {
  accessMinutes: whole(5, 1_440),
  idMinutes: whole(5, 1_440),
  refreshDays: whole(1, 3_650),
  rotation: falseOr(
    options<RotationOptions>({ graceSeconds: whole(0, 60, "Cognito allows a minute at most.") }),
  ),
};

export const tokenOptionsRule = options(tokenOptionRules);

/** Seconds after which every token of a session has expired. */
export const sessionSeconds = ({
  accessMinutes = defaults.accessTokenMinutes,
  idMinutes = defaults.idTokenMinutes,
  refreshDays = defaults.refreshTokenDays,
}: TokenOptions): number => refreshDays * 86_400 + Math.max(accessMinutes, idMinutes) * 60;
