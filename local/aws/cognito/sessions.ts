import { randomBytes } from "node:crypto";

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
