import type { Finding, ResourceRule, Setting } from "../rule.ts";
import { clientTypes } from "./support/clients.ts";

interface Settings {
  readonly accessTokenMinutes: number;
  readonly idTokenMinutes: number;
  readonly refreshTokenDays: number;
}

const minutes: Readonly<Record<string, number>> = {
  seconds: 1 / 60,
  minutes: 1,
  hours: 60,
  days: 1_440,
};

interface Token {
  readonly name: string;
  readonly validity: string;
  readonly unit: string;
  /** The unit if `tokenValidityUnits` does not set it. */
  readonly usualUnit: string;
  /** The validity if it is not set, in minutes. */
  readonly usualMinutes: number;
}

/** Source: Cognito API Reference, "CreateUserPoolClient" (60 minutes, 60 minutes, 30 days). */
const tokens: readonly Token[] = [
  {
    name: "access",
    validity: "accessTokenValidity",
    unit: "accessToken",
    usualUnit: "hours",
    usualMinutes: 60,
  },
  {
    name: "ID",
    validity: "idTokenValidity",
    unit: "idToken",
    usualUnit: "hours",
    usualMinutes: 60,
  },
  {
    name: "refresh",
    validity: "refreshTokenValidity",
    unit: "refreshToken",
    usualUnit: "days",
    usualMinutes: 43_200,
  },
];

const atMost = (what: string, least: number, usual: number): Setting<number> => ({
  description: `The longest allowed ${what}.`,
  schema: { type: "integer", minimum: least },
  default: usual,
});

/**
 * Tokens live no longer than configured. Off by default: the right lifetime depends on the app.
 */
export const requireShortLivedTokens: ResourceRule<Settings> = {
  name: "require-short-lived-tokens",
  description: "Tokens expire within a set time.",
  why: "A stolen token works until it expires: API Gateway does not check whether it was revoked.",
  fix: "Set a shorter validity, together with its unit in tokenValidityUnits.",
  equivalents: [],
  level: "disabled",
  types: clientTypes,
  settings: {
    accessTokenMinutes: atMost("lifetime of access tokens, in minutes", 5, 60),
    idTokenMinutes: atMost("lifetime of ID tokens, in minutes", 5, 60),
    refreshTokenDays: atMost("lifetime of refresh tokens, in days", 1, 30),
  },

  *check(client, settings): Iterable<Finding> {
    const limits = [
      settings.accessTokenMinutes,
      settings.idTokenMinutes,
      settings.refreshTokenDays * minutes["days"]!,
    ];
    for (const [index, { name, validity, unit, usualUnit, usualMinutes }] of tokens.entries()) {
      const set = client.valueAt(validity, 0);
      const factor = minutes[String(client.valueAt(`tokenValidityUnits.${unit}`, usualUnit))];
      if (set === undefined || factor === undefined) continue;
      // Cognito treats 0 as not set.
      const life = Number(set) === 0 ? usualMinutes : Number(set) * factor;
      if (!(life > limits[index]!)) continue;
      const exposed = `A stolen ${name} token works for ${life} minutes; at most ${limits[index]!} are allowed`;
      yield { exposed, property: validity, value: client.valueAt(validity) };
    }
  },
};
