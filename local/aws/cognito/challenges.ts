import { randomBytes } from "node:crypto";
import { type Answer, CognitoError, jsonObject, withError, withJson } from "./protocol.ts";
import type { OperationInput, UserPools } from "./userPools.ts";

/** What these operations say of a sign-in. */
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

/** Has MiniStack carry an operation out; with another request than the client's it is unsigned. */
export type Send = (body?: Buffer) => Promise<Answer>;

/**
 * Administrators sign what they send, so that their sessions keep MiniStack's names: an old one is
 * refused unless MiniStack has given the same name to the one that followed.
 */
const signed = new Set(["AdminInitiateAuth", "AdminRespondToAuthChallenge"]);

/** What a client may try again with the same session, because nothing was answered by it. */
const correctable = new Set([
  "CodeMismatchException",
  "EnableSoftwareTokenMFAException",
  "InvalidParameterException",
  "InvalidPasswordException",
]);

/**
 * The operations that hand out sessions or take them. MiniStack takes a session again after it was
 * answered, and to set a new password or answer for a second factor it asks for none at all. Here a
 * session is answered once, by the client and for the user and challenge that it was made for.
 */
export class Challenges {
  readonly #pools: UserPools;
  readonly #sessions = new Sessions();

  constructor(pools: UserPools) {
    this.#pools = pools;
  }

  /** The operation carried out with sessions that can be answered once; undefined for others. */
  serve(operation: string, body: Buffer, send: Send): Promise<Answer> | undefined {
    const input: SignInInput = jsonObject(body);
    switch (operation) {
      case "InitiateAuth":
      case "AdminInitiateAuth":
        return this.#begin(operation, input, send);
      case "RespondToAuthChallenge":
      case "AdminRespondToAuthChallenge":
        // Without a session the password's proof itself names the challenge that it answers.
        return input.ChallengeName === "PASSWORD_VERIFIER" && !input.Session
          ? this.#begin(operation, input, send)
          : this.#answer(operation, input, send, input.ChallengeName);
      case "AssociateSoftwareToken":
      case "VerifySoftwareToken":
        return input.AccessToken === undefined
          ? this.#answer(operation, input, send, "MFA_SETUP")
          : undefined;
      default:
        return undefined;
    }
  }

  async #begin(operation: string, input: SignInInput, send: Send): Promise<Answer> {
    return this.#handOut(operation, input, await send());
  }

  async #answer(
    operation: string,
    input: SignInInput,
    send: Send,
    challenge: string | undefined,
  ): Promise<Answer> {
    const session = this.#sessions.find(input.Session);
    if (
      !session ||
      session.challenge !== challenge ||
      (input.ClientId !== undefined && session.clientId !== input.ClientId) ||
      !(await this.#isTheirs(session, input)) ||
      !this.#sessions.close(input.Session)
    ) {
      // MiniStack says nothing to an empty request but which pages may read the answer.
      return withError(await send(Buffer.from("{}")), invalidSession);
    }
    const answer = await (signed.has(operation)
      ? send()
      : send(Buffer.from(JSON.stringify({ ...input, Session: session.upstream }))));
    if (correctable.has(String(jsonObject(answer.body)["__type"]))) {
      this.#sessions.open(session, String(input.Session));
    }
    return this.#handOut(operation, input, answer, session);
  }

  /** The answer with a session of its own, if it has one. */
  async #handOut(
    operation: string,
    input: SignInInput,
    answer: Answer,
    earlier?: OpenSession,
  ): Promise<Answer> {
    const output = jsonObject(answer.body) as SignInOutput;
    if (answer.status !== 200 || output.Session === undefined) return answer;
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
      return answer;
    }
    return withJson(answer, { ...output, Session: this.#sessions.open(session) });
  }

  /** Whether the answer names the user whose sign-in it is, by whichever of their names. */
  async #isTheirs(session: OpenSession, input: SignInInput): Promise<boolean> {
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

/** A challenge that somebody was handed and has not answered yet. */
export interface OpenSession {
  /** MiniStack's own name for it, which may be the same for several challenges. */
  readonly upstream: string;
  readonly clientId: string;
  readonly challenge: string;
  /** Whoever signs in, as they or MiniStack call them. */
  readonly username: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** The sessions of sign-ins under way. Each can be answered once. */
export class Sessions {
  readonly #open = new Map<string, OpenSession>();

  /**
   * @param name - by which it is answered
   * @returns the name
   */
  open(session: OpenSession, name = randomBytes(48).toString("base64url")): string {
    this.#forgetExpired(Date.now());
    this.#open.set(name, session);
    return name;
  }

  /** The session of a name, while it can be answered. */
  find(name: unknown): OpenSession | undefined {
    const session = this.#open.get(String(name));
    return session && Date.now() < session.expiresAt ? session : undefined;
  }

  /** Ends a session; false when somebody else was quicker. */
  close(name: unknown): boolean {
    return this.#open.delete(String(name));
  }

  #forgetExpired(now: number): void {
    for (const [name, { expiresAt }] of this.#open) {
      if (expiresAt <= now) this.#open.delete(name);
    }
  }
}
