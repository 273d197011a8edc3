import { randomBytes } from "node:crypto";
import { type CognitoResponse, CognitoError, jsonObject, withError, withJson } from "./protocol.ts";
import type { OperationInput, UserPools } from "./userPools.ts";

/** Input of the operations of a sign-in. */
interface SignInInput extends OperationInput {
  readonly Session?: unknown;
  readonly AccessToken?: string;
  readonly ChallengeName?: string;
  readonly AuthParameters?: Readonly<Record<string, string>>;
  readonly ChallengeResponses?: Readonly<Record<string, string>>;
}

interface SignInOutput {
  readonly Session?: string;
  readonly ChallengeName?: string;
  readonly ChallengeParameters?: Readonly<Record<string, string>>;
}

/** Sends an operation to MiniStack; unsigned if the body differs from the client's. */
export type Send = (body?: Buffer) => Promise<CognitoResponse>;

/**
 * Operations with signed requests, which cannot be changed, so their sessions keep MiniStack's
 * names. A used name is refused unless MiniStack reuses it for the next session.
 */
const signed = new Set(["AdminInitiateAuth", "AdminRespondToAuthChallenge"]);

/** Errors after which a client may try again with the same session. */
const correctable = new Set([
  "CodeMismatchException",
  "EnableSoftwareTokenMFAException",
  "InvalidParameterException",
  "InvalidPasswordException",
]);

/**
 * The operations that issue or accept sessions. MiniStack accepts a session repeatedly, and requires
 * none for a new password or a second factor. Here a session is accepted once, and only for its
 * client, user and challenge.
 */
export class Challenges {
  readonly #pools: UserPools;
  readonly #sessions = new Sessions();

  constructor(pools: UserPools) {
    this.#pools = pools;
  }

  /** Carries out an operation with one-time sessions; undefined for other operations. */
  serve(operation: string, body: Buffer, send: Send): Promise<CognitoResponse> | undefined {
    const input: SignInInput = jsonObject(body);
    switch (operation) {
      case "InitiateAuth":
      case "AdminInitiateAuth":
        return this.#begin(operation, input, send);
      case "RespondToAuthChallenge":
      case "AdminRespondToAuthChallenge":
        // Without a session, the proof of the password identifies the challenge.
        return input.ChallengeName === "PASSWORD_VERIFIER" && !input.Session
          ? this.#begin(operation, input, send)
          : this.#respond(operation, input, send, input.ChallengeName);
      case "AssociateSoftwareToken":
      case "VerifySoftwareToken":
        return input.AccessToken === undefined
          ? this.#respond(operation, input, send, "MFA_SETUP")
          : undefined;
      default:
        return undefined;
    }
  }

  async #begin(operation: string, input: SignInInput, send: Send): Promise<CognitoResponse> {
    return this.#issue(operation, input, await send());
  }

  async #respond(
    operation: string,
    input: SignInInput,
    send: Send,
    challenge: string | undefined,
  ): Promise<CognitoResponse> {
    const session = this.#sessions.find(input.Session);
    if (
      !session ||
      session.challenge !== challenge ||
      (input.ClientId !== undefined && session.clientId !== input.ClientId) ||
      !(await this.#isOfUser(session, input)) ||
      !this.#sessions.close(input.Session)
    ) {
      // MiniStack's response to an empty request has only the CORS headers.
      return withError(await send(Buffer.from("{}")), invalidSession);
    }
    const response = await (signed.has(operation)
      ? send()
      : send(Buffer.from(JSON.stringify({ ...input, Session: session.upstream }))));
    if (correctable.has(String(jsonObject(response.body)["__type"]))) {
      this.#sessions.open(session, String(input.Session));
    }
    return this.#issue(operation, input, response, session);
  }

  /** The response with a one-time session in place of MiniStack's, if it has one. */
  async #issue(
    operation: string,
    input: SignInInput,
    response: CognitoResponse,
    earlier?: OpenSession,
  ): Promise<CognitoResponse> {
    const output = jsonObject(response.body) as SignInOutput;
    if (response.status !== 200 || output.Session === undefined) return response;
    const clientId = earlier?.clientId ?? input.ClientId!;
    const { USER_ID_FOR_SRP } = output.ChallengeParameters ?? {};
    const username = USER_ID_FOR_SRP ?? earlier?.username ?? input.AuthParameters?.["USERNAME"];
    const session = {
      upstream: output.Session,
      clientId,
      challenge: output.ChallengeName ?? earlier?.challenge ?? "",
      username: username ?? "",
      expiresAt: Date.now() + (await this.#pools.signInMinutes(clientId)) * 60_000,
    };
    if (signed.has(operation)) {
      this.#sessions.open(session, output.Session);
      return response;
    }
    return withJson(response, { ...output, Session: this.#sessions.open(session) });
  }

  /** Whether the input names the session's user, by any of their names. */
  async #isOfUser(session: OpenSession, input: SignInInput): Promise<boolean> {
    const named = input.ChallengeResponses?.["USERNAME"];
    if (named === undefined || named === session.username) return true;
    const pool = await this.#pools.poolOf({ ClientId: session.clientId });
    const [one, other] = await Promise.all(
      [named, session.username].map((name) => this.#pools.findUser(pool.Id!, name)),
    );
    return one !== undefined && one.name === other?.name;
  }
}

const invalidSession = new CognitoError("NotAuthorizedException", "Invalid session for the user.");

/** An issued challenge without a response so far. */
interface OpenSession {
  /** MiniStack's name of the session, which several challenges may share. */
  readonly upstream: string;
  readonly clientId: string;
  readonly challenge: string;
  /** The user's name, as sent by the client or returned by MiniStack. */
  readonly username: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** The sessions of sign-ins in progress. Each is accepted once. */
class Sessions {
  readonly #open = new Map<string, OpenSession>();

  /**
   * @param name - identifies the session in the response to its challenge
   * @returns the name
   */
  open(session: OpenSession, name = randomBytes(48).toString("base64url")): string {
    this.#forgetExpired(Date.now());
    this.#open.set(name, session);
    return name;
  }

  /** The session of a name, until it expires. */
  find(name: unknown): OpenSession | undefined {
    const session = this.#open.get(String(name));
    return session && Date.now() < session.expiresAt ? session : undefined;
  }

  /** Ends a session; false if a concurrent request has ended it. */
  close(name: unknown): boolean {
    return this.#open.delete(String(name));
  }

  #forgetExpired(now: number): void {
    for (const [name, { expiresAt }] of this.#open) {
      if (expiresAt <= now) this.#open.delete(name);
    }
  }
}
