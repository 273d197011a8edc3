import type { Operator } from "./lexerRules.ts";
import { TemplateSyntaxError } from "./template.ts";

export type Statement =
  | { readonly type: "text"; readonly text: string }
  | PrintedReference
  | {
      readonly type: "set";
      readonly line: number;
      readonly target: ReferenceSyntax;
      readonly value: ExpressionSyntax;
    }
  | { readonly type: "if"; readonly branches: readonly Branch[] }
  | DirectiveSyntax;

/** A reference within text. */
export interface PrintedReference {
  readonly type: "reference";
  readonly reference: ReferenceSyntax;
  /** Half of the backslashes before it, and signs such as the first `$` of `$$x`. */
  readonly prefix: string;
  readonly written: string;
  /** True if an odd number of backslashes is before it. */
  readonly isEscaped: boolean;
  readonly isQuiet: boolean;
}

export interface Branch {
  /** Undefined for `#else`. */
  readonly condition: ExpressionSyntax | undefined;
  readonly body: readonly Statement[];
}

/** A directive with arguments, or the call of a macro. */
export interface DirectiveSyntax {
  readonly type: "directive";
  readonly line: number;
  /** Without `#` and braces; the call of a macro with a body begins with `@`. */
  readonly name: string;
  readonly args: readonly ArgumentSyntax[];
  readonly body: readonly Statement[] | undefined;
  /** The `#else` of a `#foreach`. */
  readonly otherwise: readonly Statement[] | undefined;
  /** The body of a `#literal`, and the call of a macro that does not exist, as written. */
  readonly written: () => string;
}

export interface ReferenceSyntax {
  readonly id: string;
  readonly path: readonly PathStep[];
  readonly line: number;
}

export type PathStep =
  | { readonly type: "property"; readonly name: string }
  | {
      readonly type: "method";
      readonly name: string;
      readonly args: readonly ExpressionSyntax[];
    }
  | { readonly type: "index"; readonly key: ExpressionSyntax };

export type ArgumentSyntax = ExpressionSyntax | { readonly type: "word"; readonly word: string };

export type ExpressionSyntax =
  | { readonly type: "reference"; readonly reference: ReferenceSyntax }
  | StringSyntax
  | { readonly type: "integer" | "decimal"; readonly digits: string }
  | { readonly type: "boolean"; readonly value: boolean }
  /** A name without `$` among a method's arguments is null. */
  | { readonly type: "null" }
  | { readonly type: "list"; readonly items: readonly ExpressionSyntax[] }
  | { readonly type: "range"; readonly first: ExpressionSyntax; readonly last: ExpressionSyntax }
  | {
      readonly type: "map";
      readonly entries: readonly (readonly [key: ExpressionSyntax, value: ExpressionSyntax])[];
    }
  | {
      readonly type: "operation";
      readonly operator: Operator;
      readonly left: ExpressionSyntax;
      /** The same as left for `!`. */
      readonly right: ExpressionSyntax;
    };

export interface StringSyntax {
  readonly type: "string";
  readonly text: string;
  /** The statements of a text in double quotes that has references or directives. */
  readonly statements: readonly Statement[] | undefined;
}

/** Names that API Gateway defines; templates cannot assign them. */
export const builtIns: ReadonlySet<string> = new Set([
  "input",
  "util",
  "context",
  "stageVariables",
]);

export const syntaxError = (line: number, problem: string): TemplateSyntaxError =>
  new TemplateSyntaxError(`Line ${line}: ${problem}`);

/** The constant names that a path starts with: `.identity.sourceIp`, `['custom:role']`. */
export function constantSteps(path: readonly PathStep[]): string[] {
  const names: string[] = [];
  for (const step of path) {
    if (step.type === "property") names.push(step.name);
    else if (step.type === "index" && isConstant(step.key)) names.push(step.key.text);
    else break;
  }
  return names;
}

function isConstant(key: ExpressionSyntax): key is StringSyntax {
  return key.type === "string" && key.statements === undefined;
}
