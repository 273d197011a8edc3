import {
  AuthenticationDetails,
  CognitoUser,
  CognitoUserAttribute,
  CognitoUserPool,
  type CognitoUserSession,
  type ICognitoStorage,
} from "amazon-cognito-identity-js";
import assert from "node:assert/strict";
import { miniStack } from "../../../../cognito/testing/miniStack.ts";
import { password, type UserPool } from "../../testing/userPool.ts";
import { codeFor, newAddress, poolWithEverything, setFactors } from "../testing/pools.ts";

/** The library keeps tokens and devices in a browser's storage. */
class Storage implements ICognitoStorage {
  readonly #items = new Map<string, string>();
  setItem = (key: string, value: string) => void this.#items.set(key, value);
  getItem = (key: string) => this.#items.get(key) ?? null;
  removeItem = (key: string) => void this.#items.delete(key);
  clear = () => this.#items.clear();
}

/** A callback of the library, and what it reports. */
export interface Outcome {
  readonly event: string;
  readonly value: unknown;
}

const events = [
  "onSuccess",
  "newPasswordRequired",
  "mfaRequired",
  "totpRequired",
  "mfaSetup",
  "selectMFAType",
  "customChallenge",
  "associateSecretCode",
  "inputVerificationCode",
];

/** Runs an operation with callbacks until it calls one. Rejects with what it reports as a failure. */
export const called = (operation: (callbacks: never) => unknown): Promise<Outcome> =>
  new Promise((resolve, reject) => {
    const callbacks = Object.fromEntries(
      events.map((event) => [event, (value: unknown) => resolve({ event, value })]),
    );
    operation({ ...callbacks, onFailure: reject } as never);
  });

/** Runs an operation with a callback in the style of Node.js. */
export const done = <T>(
  operation: (callback: (error?: Error | null, result?: T) => void) => unknown,
) =>
  new Promise<T>((resolve, reject) => {
    operation((error, result) => (error ? reject(error) : resolve(result as T)));
  });

/** An app with amazon-cognito-identity-js as published, and a user for each test. */
export class IdentityApp {
  readonly #stack = miniStack();
  pool!: UserPool;
  users!: CognitoUserPool;
  name!: string;
  user!: CognitoUser;
  #storage!: Storage;

  constructor() {
    before(async () => {
      this.pool = await poolWithEverything(this.#stack.aws, "OFF");
    });
    beforeEach(async () => {
      this.name = newAddress();
      this.#storage = new Storage();
      this.users = new CognitoUserPool({
        UserPoolId: this.pool.userPoolId,
        ClientId: this.pool.clientId,
        endpoint: this.#stack.aws.url,
        Storage: this.#storage,
      });
      this.user = this.newUser();
      await setFactors(this.pool, "OFF");
    });
  }

  readonly newUser = () => {
    const Storage = this.#storage;
    const user = new CognitoUser({ Username: this.name, Pool: this.users, Storage });
    // It takes less time than SRP.
    user.setAuthenticationFlowType("USER_PASSWORD_AUTH");
    return user;
  };

  readonly addUser = (attributes: Record<string, string> = {}) =>
    this.pool.addUser(this.name, { email: this.name, email_verified: "true", ...attributes });

  readonly enter = (Password = password) => {
    const details = new AuthenticationDetails({ Username: this.name, Password });
    return called((callbacks) => this.user.authenticateUser(details, callbacks));
  };

  /** The code in the last message to an address. */
  readonly code = (address = this.name) => codeFor(this.#stack.aws, address);

  readonly session = () =>
    done<CognitoUserSession>((callback) =>
      this.user.getSession((error: Error | null, result: CognitoUserSession) =>
        callback(error, result),
      ),
    );
}

export const assertEvent = ({ event }: Outcome, expected: string): void =>
  assert.equal(event, expected);

export const attribute = (Name: string, Value: string) => new CognitoUserAttribute({ Name, Value });
