import { randomBytes } from "node:crypto";
import {
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  InitiateAuthCommand,
  InvalidParameterException,
  RespondToAuthChallengeCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import type { PlatformState } from "../../local/stateFile.ts";
import { homeRegion, userPoolRegion } from "../../local/userPoolRegion.ts";
import { RunningError } from "./runningError.ts";
import type { EdgeClient } from "./edgeClient.ts";

const noCodes = new RunningError(
  "The environment does not allow sign-in by mailed code. Set palisade:senderEmail in its stack files.",
);

/**
 * Time limit of a request to Cognito, in ms. A sign-in runs functions, which a busy machine delays.
 */
const timeoutMs = 10_000;

/** A new user, who signs in by mailed code. */
export class User {
  readonly #email = `test.${randomBytes(6).toString("hex")}@example.com`;
  readonly #cognito: CognitoIdentityProviderClient;
  readonly #clientId: string;
  readonly #edge: EdgeClient;

  private constructor(state: PlatformState, edge: EdgeClient) {
    const { aws, clientId } = userPoolRegion(state);
    this.#edge = edge;
    this.#clientId = clientId;
    this.#cognito = new CognitoIdentityProviderClient({
      endpoint: aws,
      region: homeRegion(state),
      maxAttempts: 1,
      // Sign-up and sign-in need no signature, but the SDK requires credentials.
      credentials: { accessKeyId: "none", secretAccessKey: "none" },
      signer: { sign: async (request) => request },
    });
  }

  /** Signs a new user up and confirms the address. */
  static async signUp(state: PlatformState, edge: EdgeClient): Promise<User> {
    const user = new User(state, edge);
    const [ClientId, Username] = [user.#clientId, user.#email];
    const Password = `Aa1!${randomBytes(16).toString("hex")}`;
    const UserAttributes = [{ Name: "email", Value: Username }];
    await user.#cognito.send(
      new SignUpCommand({ ClientId, Username, Password, UserAttributes }),
      user.#limit(),
    );
    const ConfirmationCode = await user.#mailedCode();
    await user.#cognito.send(
      new ConfirmSignUpCommand({ ClientId, Username, ConfirmationCode }),
      user.#limit(),
    );
    return user;
  }

  /** @returns an ID token */
  async signIn(): Promise<string> {
    const [ClientId, USERNAME] = [this.#clientId, this.#email];
    const { Session } = await this.#cognito
      .send(
        new InitiateAuthCommand({
          ClientId,
          AuthFlow: "CUSTOM_AUTH",
          AuthParameters: { USERNAME },
        }),
        this.#limit(),
      )
      .catch((error: unknown) => {
        throw error instanceof InvalidParameterException ? noCodes : error;
      });
    const ANSWER = await this.#mailedCode();
    const { AuthenticationResult } = await this.#cognito.send(
      new RespondToAuthChallengeCommand({
        ClientId,
        ChallengeName: "CUSTOM_CHALLENGE",
        Session,
        ChallengeResponses: { USERNAME, ANSWER },
      }),
      this.#limit(),
    );
    return AuthenticationResult!.IdToken!;
  }

  close(): void {
    this.#cognito.destroy();
  }

  #limit = () => ({ abortSignal: AbortSignal.timeout(timeoutMs) });

  /** The code in the last mail: six digits from Cognito, eight for a sign-in. */
  async #mailedCode(): Promise<string> {
    const query = new URLSearchParams({ to: this.#email });
    const { body } = await this.#edge.send(`/_palisade/messages?${query.toString()}`);
    const { messages } = JSON.parse(body) as { messages: { text: string }[] };
    return /\d{6,}/.exec(messages.at(-1)!.text)![0];
  }
}
