import { testAccount } from "./amplify/accountFlows.ts";
import { AmplifyApp } from "./amplify/app.ts";
import { testFactors } from "./amplify/factorFlows.ts";
import { testSignIn } from "./amplify/signInFlows.ts";

/** Every flow of aws-amplify as published, except for passkeys (passkeys.endpoint.test.ts) and providers. It does not prove what Cognito refuses. */
describe("aws-amplify", () => {
  const app = new AmplifyApp();

  testSignIn(app);
  testFactors(app);
  testAccount(app);
});
