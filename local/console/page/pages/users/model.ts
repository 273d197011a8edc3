/** A pool of `GET pools`. */
export interface Pool {
  readonly id: string;
  readonly name: string;
  readonly region: string;
  readonly urn: string;
  readonly mfa: string;
  readonly signInBy: readonly string[];
  readonly groups: readonly string[];
}

export interface User {
  readonly username: string;
  readonly status: string;
  readonly isEnabled: boolean;
  readonly attributes: Readonly<Record<string, string>>;
  readonly created?: string;
}
