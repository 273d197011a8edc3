/** A value that the program marked as secret. */
export interface Secret {
  /** Path of its property; "" for all properties. */
  readonly path: string;
  /** `undefined` if it is encrypted. */
  readonly value: unknown;
}

const remembered = new WeakMap<object, readonly Secret[]>();

/** Remembers the secrets among the properties of a resource. */
export const rememberSecrets = (props: object, secrets: readonly Secret[]): void => {
  if (secrets.length > 0) remembered.set(props, secrets);
};

export const secretsIn = (props: object): readonly Secret[] => remembered.get(props) ?? [];

/** Whether one path is the other, or lies within it. */
export const overlap = (one: string, other: string): boolean =>
  isWithin(one, other) || isWithin(other, one);

const isWithin = (inner: string, outer: string): boolean =>
  outer === "" ||
  inner === outer ||
  (inner.startsWith(outer) && /^[.[]/.test(inner.slice(outer.length)));
