import { testAccount } from "./identityJs/accountFlows.ts";
import { IdentityApp } from "./identityJs/app.ts";
import { testFactors } from "./identityJs/factorFlows.ts";
import { testSignIn } from "./identityJs/signInFlows.ts";

/** Every flow of amazon-cognito-identity-js as published. It does not prove what Cognito refuses. */
describe("amazon-cognito-identity-js", () => {
  const app = new IdentityApp();

  testSignIn(app);
  testFactors(app);
  testAccount(app);
});
