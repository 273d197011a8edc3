import { Amplify } from "aws-amplify";
import { confirmSignIn, fetchAuthSession, signIn, signOut } from "aws-amplify/auth";
import assert from "node:assert/strict";
import { miniStack } from "../../../../cognito/testing/miniStack.ts";
import { password, type UserPool } from "../../testing/userPool.ts";
import { codeFor, newAddress, poolWithEverything, setFactors } from "../testing/pools.ts";

// Amplify reads the name of the device from it.
(globalThis as { navigator?: object }).navigator ??= { platform: "test", userAgent: "test" };

/** An app with aws-amplify as published, and a user for each test. */
export class AmplifyApp {
  readonly #stack = miniStack();
  pool!: UserPool;
  user!: string;

  constructor() {
    before(async () => {
      this.pool = await poolWithEverything(this.#stack.aws, "OFF");
    });
    beforeEach(async () => {
      this.user = newAddress();
      this.connect();
      await setFactors(this.pool, "OFF");
    });
    afterEach(() => signOut());
  }

  readonly connect = ({ userPoolId, clientId } = this.pool) => {
    const userPoolEndpoint = this.#stack.aws.url;
    const Cognito = { userPoolId, userPoolClientId: clientId, userPoolEndpoint };
    Amplify.configure({ Auth: { Cognito } });
  };

  readonly addUser = (attributes: Record<string, string> = {}) =>
    this.pool.addUser(this.user, { email: this.user, email_verified: "true", ...attributes });

  /** By password, which takes less time than SRP. */
  readonly enter = () =>
    signIn({ username: this.user, password, options: { authFlowType: "USER_PASSWORD_AUTH" } });

  readonly enterBySrp = () => signIn({ username: this.user, password });

  readonly answer = async (challengeResponse: string) => confirmSignIn({ challengeResponse });

  /** The code in the last message to an address. */
  readonly code = (address = this.user) => codeFor(this.#stack.aws, address);

  readonly assertSignedIn = async (email = this.user) => {
    const { tokens } = await fetchAuthSession();
    assert.equal(tokens?.idToken?.payload["email"], email);
  };
}
