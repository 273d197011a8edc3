/** A rule for names, with its words. */
interface NameRule {
  readonly pattern: RegExp;
  readonly allowed: string;
}

/** Names of services. With the environment's name, a dash and Pulumi's digits they fit a load balancer's 32 characters. */
export const serviceNames: NameRule = {
  pattern: /^(?!internal-)[a-z][a-z0-9-]{0,13}[a-z0-9]$/,
  allowed:
    "2 to 15 lower-case letters, digits and dashes, beginning with a letter, not with internal-",
};

/** Names of functions. */
export const functionNames: NameRule = {
  pattern: /^[a-z][a-z0-9-]{0,22}[a-z0-9]$/,
  allowed: "2 to 24 lower-case letters, digits and dashes, beginning with a letter",
};
