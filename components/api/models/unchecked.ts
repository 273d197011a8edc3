/** A part of a schema that API Gateway does not check. */
export class UncheckedSchemaError extends Error {
  override readonly name = "UncheckedSchemaError";
  /** Where it stands, such as `body.properties.id`. */
  readonly path: string;
  readonly fix: string;

  constructor(path: string, problem: string, fix: string) {
    super(`${problem} at ${path}`);
    this.path = path;
    this.fix = fix;
  }
}

const noTuples = "Use an object, or a list of one kind of item.";

/** What to do about a keyword, where it is not to leave it out. */
const advice: Readonly<Record<string, string>> = {
  items: noTuples,
  nullable: 'Write it as { "type": ["string", "null"] }.',
  prefixItems: noTuples,
};

export function unchecked(path: string, what: string): never {
  throw new UncheckedSchemaError(
    path,
    `its body's model has ${what}, which API Gateway does not check,`,
    advice[path.split(".").at(-1)!] ?? "Remove it from the model and check it in the backend.",
  );
}
