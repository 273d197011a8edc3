import assert from "node:assert/strict";
import { curlOf } from "./curl.ts";
import { masked } from "../masking/names.ts";

const message = { body: null, bytes: 0, truncated: false };
const signedIn = {
  ...{ method: "GET", target: "/orders" },
  request: { ...message, headers: [["authorization", `Bearer ${masked}`]] as const },
};

describe("the token of a call as a command of curl", () => {
  const id = { token_use: "id", "cognito:username": "ada@example.com" };
  const access = { token_use: "access", username: "7b1c" };
  for (const [what, claims, expected] of [
    ["without a user signs in anew", undefined, ""],
    ["signs in as the same user", id, " -- --user ada@example.com"],
    ["gets an access token", access, " -- --user 7b1c --access"],
    [
      "asks for its scopes",
      { ...access, scope: "a/r b/w" },
      " -- --user 7b1c --access --scope a/r,b/w",
    ],
    ["runs nothing of a name", { ...id, "cognito:username": '"; reboot #' }, ""],
    ["runs no command of a name", { ...id, "cognito:username": "$(reboot)" }, ""],
    ["takes no name for an option", { ...id, "cognito:username": "--env" }, ""],
  ] as const) {
    it(what, () => {
      assert.equal(
        curlOf(signedIn, "http://127.0.0.1:8080", claims),
        `curl -i 'http://127.0.0.1:8080/orders' -H "authorization: Bearer $(npm run -s token${expected})"`,
      );
    });
  }
});
