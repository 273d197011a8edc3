import { flag, type OptionRules, whole } from "../../shared/options.ts";
import * as defaults from "../defaults.ts";

/** Lifetimes of tokens, and whether a refresh token is replaced with each use. */
export interface TokenArgs {
  /** Minutes that an access token lives, 5 to 1,440. @default 60 */
  accessTokenMinutes?: number | undefined;
  /** Minutes that an ID token lives, 5 to 1,440. @default 60 */
  idTokenMinutes?: number | undefined;
  /** Days that a refresh token lives, 1 to 3,650. @default 30 */
  refreshTokenDays?: number | undefined;
  /** Replaces a refresh token with each use, so that a stolen one works at most once. @default true */
  refreshTokenRotation?: boolean;
}

/** Source: Cognito API Reference, "CreateUserPoolClient". */
export const tokenRules: OptionRules<TokenArgs> = {
  accessTokenMinutes: whole(5, 1_440),
  idTokenMinutes: whole(5, 1_440),
  refreshTokenDays: whole(1, 3_650),
  refreshTokenRotation: flag,
};

/** The part of a client's inputs. */
export const tokenValidity = (args: TokenArgs) => ({
  accessTokenValidity: args.accessTokenMinutes ?? defaults.accessTokenMinutes,
  idTokenValidity: args.idTokenMinutes ?? defaults.idTokenMinutes,
  refreshTokenValidity: args.refreshTokenDays ?? defaults.refreshTokenDays,
  tokenValidityUnits: { accessToken: "minutes", idToken: "minutes", refreshToken: "days" },
});
