// What the endpoints of user pools return, for the page too: types only.

/** A user pool of a stack. */
export interface Pool {
  readonly id: string;
  /** Its name in the program. */
  readonly name: string;
  readonly region: string;
  readonly urn: string;
}

/** A pool with its settings. */
export interface DescribedPool extends Pool {
  /** `OFF`, `OPTIONAL` or `ON`. */
  readonly mfa: string;
  /** Attributes by which users sign in, beside their name. */
  readonly signInBy: readonly string[];
  readonly groups: readonly string[];
  readonly users: number;
}

/** A user of a pool. */
export interface User {
  readonly username: string;
  /** Such as `CONFIRMED`. */
  readonly status: string;
  readonly isEnabled: boolean;
  readonly attributes: Readonly<Record<string, string>>;
  /** ISO 8601. */
  readonly created?: string;
  readonly changed?: string;
}

/** A user with what only a look at one tells. */
export interface DescribedUser extends User {
  readonly groups: readonly string[];
  /** Second factors that are set up, such as `SOFTWARE_TOKEN_MFA`. */
  readonly factors: readonly string[];
  readonly preferredFactor?: string;
}

/** A page of users. */
export interface FoundUsers {
  readonly users: readonly User[];
  /** The `?cursor=` of the next page; left out on the last one. */
  readonly next?: string;
}
