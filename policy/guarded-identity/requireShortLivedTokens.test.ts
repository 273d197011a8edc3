import assert from "node:assert/strict";
import { judge } from "../testing/judge.ts";
import { testRule, unknown } from "../testing/ruleTable.ts";
import { requireShortLivedTokens as rule } from "./requireShortLivedTokens.ts";

const units = (change: object) => ({
  tokenValidityUnits: {
    accessToken: "minutes",
    idToken: "minutes",
    refreshToken: "days",
    ...change,
  },
});

for (const type of rule.types) {
  testRule(rule, type, {
    compliant: {
      accessTokenValidity: 60,
      idTokenValidity: 60,
      refreshTokenValidity: 30,
      ...units({}),
    },
    passing: {
      "Cognito's defaults": {
        accessTokenValidity: undefined,
        idTokenValidity: 0,
        refreshTokenValidity: undefined,
      },
      "usual units": {
        accessTokenValidity: 1,
        idTokenValidity: 1,
        tokenValidityUnits: undefined,
      },
      seconds: { accessTokenValidity: 3_600, ...units({ accessToken: "seconds" }) },
      "an invalid unit": units({ accessToken: "fortnights" }),
    },
    failing: {
      "an access token of 61 minutes": { accessTokenValidity: 61 },
      "an ID token of 2 hours": [
        { idTokenValidity: 2, ...units({ idToken: "hours" }) },
        "idTokenValidity",
      ],
      "a refresh token of 31 days": { refreshTokenValidity: 31 },
      "a refresh token of 721 hours": [
        { refreshTokenValidity: 721, ...units({ refreshToken: "hours" }) },
        "refreshTokenValidity",
      ],
    },
    undecided: {
      "how long": { accessTokenValidity: unknown },
      "a unit": units({ refreshToken: unknown }),
    },
  });
}

describe("require-short-lived-tokens", () => {
  it("follows the configuration", () => {
    const [type] = rule.types;
    const { violations } = judge(rule, { type: type!, props: {} }, { refreshTokenDays: 7 });

    assert.match(
      violations[0]!.message,
      /43200 minutes; at most 10080 are allowed: refreshTokenValidity is/,
    );
    assert.equal(violations.length, 1);
  });
});
