import ts from "typescript";

/** A text to insert. */
export interface Insertion {
  readonly at: number;
  readonly text: string;
}

/** @param insertions - at places of the original text; those at the same place stay in order */
export function insert(text: string, insertions: readonly Insertion[]): string {
  const last = insertions.toSorted(
    (a, b) => b.at - a.at || insertions.indexOf(b) - insertions.indexOf(a),
  );
  return last.reduce((all, { at, text: part }) => all.slice(0, at) + part + all.slice(at), text);
}

export const parse = (path: string, text: string): ts.SourceFile =>
  ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);

/** All nodes below a node, in order. */
export function* nodesIn(node: ts.Node): Generator<ts.Node> {
  for (const child of node.getChildren()) {
    yield child;
    yield* nodesIn(child);
  }
}

/** The name of a property, also one in quotes. `undefined` for spreads and computed names. */
export function nameOf({ name }: ts.ObjectLiteralElementLike): string | undefined {
  if (!name || ts.isComputedPropertyName(name) || ts.isBigIntLiteral(name)) return undefined;
  return name.text;
}

export const propertyIn = (object: ts.ObjectLiteralExpression, name: string) =>
  object.properties.find((property) => nameOf(property) === name);

/** The object that a property is written as. */
export function objectIn(
  object: ts.ObjectLiteralExpression,
  name: string,
): ts.ObjectLiteralExpression | undefined {
  const property = propertyIn(object, name);
  const value = property && ts.isPropertyAssignment(property) ? property.initializer : undefined;
  return value && ts.isObjectLiteralExpression(value) ? value : undefined;
}

/** Adds a property at the end of an object. */
export function append(object: ts.ObjectLiteralExpression, property: string): Insertion[] {
  const last = object.properties.at(-1);
  return last
    ? insertAfter(last, property)
    : [{ at: object.getStart() + 1, text: `\n${property},\n` }];
}

/** Adds a property before another one and its comments. */
export const insertBefore = (next: ts.ObjectLiteralElementLike, property: string): Insertion[] => [
  { at: next.getFullStart(), text: `\n${property},` },
];

/** Adds a property after another one, its comma and a comment at the end of its line. */
export function insertAfter(
  before: ts.ObjectLiteralElementLike,
  property: string,
  blankLine = false,
): Insertion[] {
  const { text } = before.getSourceFile();
  const scanner = ts.createScanner(
    ts.ScriptTarget.Latest,
    true,
    undefined,
    text,
    undefined,
    before.end,
  );
  const hasComma = scanner.scan() === ts.SyntaxKind.CommaToken;
  const separated = hasComma ? scanner.getTokenEnd() : before.end;
  const [comment = ""] =
    /^[ \t]*(?:\/\/[^\n]*|(?:\/\*[^\n]*?\*\/[ \t]*)+(?=\n))/.exec(text.slice(separated)) ?? [];
  const line = { at: separated + comment.length, text: `${blankLine ? "\n" : ""}\n${property},` };
  return hasComma ? [line] : [{ at: before.end, text: "," }, line];
}

/**
 * Imports a name from a module that the file imports others from already.
 *
 * @returns `undefined` if it doesn't, or not by name
 */
export function addImport(
  source: ts.SourceFile,
  module: string,
  name: string,
): Insertion[] | undefined {
  const names = source.statements
    .filter(ts.isImportDeclaration)
    .filter(
      ({ moduleSpecifier }) =>
        ts.isStringLiteral(moduleSpecifier) && moduleSpecifier.text === module,
    )
    .map(({ importClause }) => importClause?.namedBindings)
    .find((bindings) => bindings && ts.isNamedImports(bindings));
  if (!names || !ts.isNamedImports(names)) return undefined;
  const { elements } = names;
  if (elements.some((each) => !each.propertyName && each.name.text === name)) return [];
  const next = elements.find((each) => each.name.text.localeCompare(name, "en") > 0);
  if (next) return [{ at: next.getStart(), text: `${name}, ` }];
  const last = elements.at(-1);
  return last ? [{ at: last.end, text: `, ${name}` }] : undefined;
}
