import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import ts from "typescript";

const packageFolder = dirname(createRequire(import.meta.url).resolve("@pulumi/aws/package.json"));
const parse = (file: string) =>
  ts.createSourceFile(
    file,
    readFileSync(join(packageFolder, file), "utf8"),
    ts.ScriptTarget.Latest,
  );

/**
 * A value for every input of a type of `@pulumi/aws`, at every depth, from the package's declarations.
 *
 * @param type - such as `aws:sqs/queue:Queue`
 */
export function everyInput(type: string): Record<string, unknown> {
  const [, path = "", name = ""] = type.split(":");
  const declared = interfacesIn(parse(`${path}.d.ts`)).get(`${name}Args`);
  if (!declared) throw new Error(`@pulumi/aws has no ${type}`);
  return sampleOf(declared);
}

/** The interfaces of a file by their names, with those of their namespaces: `cognito.UserPoolSchema`. */
function interfacesIn(file: ts.SourceFile): Map<string, ts.InterfaceDeclaration> {
  const found = new Map<string, ts.InterfaceDeclaration>();
  const visit = (node: ts.Node, prefix: string): void => {
    if (ts.isInterfaceDeclaration(node)) found.set(prefix + node.name.text, node);
    if (ts.isModuleDeclaration(node) && node.body) {
      ts.forEachChild(node.body, (each) => visit(each, `${prefix}${node.name.text}.`));
    }
  };
  file.statements.forEach((each) => visit(each, ""));
  return found;
}

const deepest = 5;

let nested: Map<string, ts.InterfaceDeclaration> | undefined;

/** @param depth - of the declaration; some contain themselves */
function sampleOf(declared: ts.InterfaceDeclaration, depth = 0): Record<string, unknown> {
  const members = depth > deepest ? [] : declared.members.filter(ts.isPropertySignature);
  return Object.fromEntries(
    members.map(({ name, type }) => [(name as ts.Identifier).text, valueOf(type!, depth)]),
  );
}

/** @param type - `pulumi.Input<string | undefined>` and the like */
function valueOf(type: ts.TypeNode, depth: number): unknown {
  if (ts.isUnionTypeNode(type)) return valueOf(type.types[0]!, depth);
  if (ts.isArrayTypeNode(type)) return [valueOf(type.elementType, depth)];
  if (ts.isTypeLiteralNode(type)) return { key: "text" };
  if (type.kind === ts.SyntaxKind.NumberKeyword) return 7;
  if (type.kind === ts.SyntaxKind.BooleanKeyword) return true;
  if (!ts.isTypeReferenceNode(type)) return "text";
  const name = nameOf(type.typeName);
  if (name === "pulumi.Input") return valueOf(type.typeArguments![0]!, depth);
  if (!name.startsWith("inputs.")) return "text";
  nested ??= interfacesIn(parse("types/input.d.ts"));
  return sampleOf(nested.get(name.slice("inputs.".length))!, depth + 1);
}

const nameOf = (name: ts.EntityName): string =>
  ts.isIdentifier(name) ? name.text : `${nameOf(name.left)}.${name.right.text}`;
