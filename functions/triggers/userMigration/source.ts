export type Attributes = Readonly<Record<string, string>>;

/** Where users come from. */
export interface MigrationSource {
  /** The user's attributes if the password is theirs, else `undefined`. */
  signIn(userName: string, password: string): Promise<Attributes | undefined>;
  /** The attributes of a user who has forgotten their password; `undefined` if there is none. */
  find(userName: string): Promise<Attributes | undefined>;
}
