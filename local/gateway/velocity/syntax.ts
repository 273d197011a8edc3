import { Helper, parse } from "velocityjs";
import { separate, withoutSeparators } from "./separate.ts";
import { TemplateSyntaxError } from "./template.ts";

/** The used part of velocityjs's syntax tree: text, a block (its directive first), or a directive. */
export type Statement = string | Directive | Block;
export type Block = [Directive, ...Statement[]];

export type Directive =
  | ReferenceSyntax
  | (Positioned & { type: "set"; equal: [ReferenceSyntax, ExpressionSyntax] })
  | (Positioned & { type: "if" | "elseif"; condition: ExpressionSyntax })
  | (Positioned & { type: "else" | "break" | "noescape" })
  | (Positioned & { type: "foreach"; to: string; from: ExpressionSyntax })
  | (Positioned & { type: "macro"; id: string; args?: ReferenceSyntax[] })
  | MacroCallSyntax
  | (Positioned & { type: "macro_body" | "define"; id: string })
  | (Positioned & { type: "raw" | "comment"; value: string });

export type MacroCallSyntax = Positioned & {
  type: "macro_call";
  id: string;
  args?: ExpressionSyntax[];
};

export type ReferenceSyntax = Positioned & {
  type: "references";
  id: string;
  leader: string;
  isWraped?: boolean;
  path?: PathStep[];
};

export type PathStep =
  | { type: "property"; id: string }
  | { type: "method"; id: string; args: ExpressionSyntax[] | false }
  | { type: "index"; id: ExpressionSyntax };

export type ExpressionSyntax =
  | ReferenceSyntax
  | { type: "string"; value: string; isEval?: boolean }
  | { type: "integer" | "decimal"; value: string | number }
  | { type: "bool"; value: "true" | "false" | "null" }
  | { type: "array"; isRange?: boolean; value: (ExpressionSyntax | string | number)[] }
  | { type: "map"; value?: Record<string, ExpressionSyntax> }
  | { type: "math"; operator: string; expression: ExpressionSyntax[] }
  | { type: "runt"; value: string };

interface Positioned {
  readonly pos?: { readonly first_line: number } | undefined;
}

/** Names that API Gateway defines; templates cannot assign them. */
export const builtIns: ReadonlySet<string> = new Set([
  "input",
  "util",
  "context",
  "stageVariables",
  "foreach",
]);

/** Missing values of these print as nothing; those of other references print as written. */
const silentBuiltIns: ReadonlySet<string> = new Set(["input", "context", "stageVariables"]);

/** Directives that parse other texts as templates, or end the rendering: API Gateway has none. */
export const unsupported: ReadonlySet<string> = new Set(["parse", "include", "evaluate", "stop"]);

export const syntaxError = (syntax: object, problem: string): TemplateSyntaxError =>
  new TemplateSyntaxError(`Line ${lineOf(syntax)}: ${problem}`);

// The parser accepts missing and extra #ends, and then repeats or drops text. To detect them, this mark
// is appended to the template: it must be parsed as the last statement of the outermost level.
const mark = "\u0000end\u0000";

/** @throws TemplateSyntaxError */
export function parseTemplate(text: string): Statement[] {
  const statements = parseMarked(text);
  const last = statements.pop();
  if (!isMark(last)) {
    throw new TemplateSyntaxError(
      "An #end has no #if, #foreach or #macro before it, or a #[[ is not closed.",
    );
  }
  const unclosed = statements.find((statement) => containsMark(statement));
  if (unclosed !== undefined) {
    const directive = Array.isArray(unclosed) ? unclosed[0] : undefined;
    throw new TemplateSyntaxError(
      `The #${directive?.type ?? "[["} of line ${lineOf(directive)} is not closed.`,
    );
  }
  const ending = statements.at(-1);
  if (typeof ending === "string" && ending.endsWith("\n")) {
    statements[statements.length - 1] = ending.slice(0, -1);
  }
  return statements;
}

function lineOf(syntax: object | undefined): number | string {
  return (syntax as Positioned | undefined)?.pos?.first_line ?? "?";
}

/** The template's own text of a reference or macro call, printed when it leads nowhere. */
export function writtenText(syntax: ReferenceSyntax | MacroCallSyntax): string {
  const text = Helper.getRefText(syntax as unknown as Parameters<typeof Helper.getRefText>[0]);
  return withoutSeparators(text);
}

/** The text printed for a reference that leads nowhere. */
export function unresolvedText(reference: ReferenceSyntax): string {
  const isSilent = reference.leader === "$!" || silentBuiltIns.has(reference.id);
  return isSilent ? "" : writtenText(reference);
}

/** Joins adjacent texts, which the parser splits. */
export function joinTexts(statements: readonly Statement[]): Statement[] {
  const joined: Statement[] = [];
  for (const statement of statements) {
    const last = joined.at(-1);
    if (typeof statement === "string" && typeof last === "string") {
      joined[joined.length - 1] = last + statement;
    } else {
      joined.push(statement);
    }
  }
  return joined;
}

/** The constant names that a path starts with: `.identity.sourceIp`, `['custom:role']`. */
export function constantSteps(path: readonly PathStep[]): string[] {
  const names: string[] = [];
  for (const step of path) {
    if (step.type === "property") {
      names.push(step.id);
    } else if (step.type === "index" && step.id.type === "string" && !isEvaluated(step.id)) {
      names.push(step.id.value);
    } else {
      break;
    }
  }
  return names;
}

/** True for a text in double quotes that holds references or directives. */
export function isEvaluated({ value, isEval }: ExpressionSyntax & { type: "string" }): boolean {
  return isEval === true && /[$#]/.test(value);
}

function parseMarked(text: string): Statement[] {
  try {
    const marked = `${separate(text)}\n#[[${mark}]]#`;
    return parse(marked) as unknown as Statement[];
  } catch (error) {
    if (error instanceof RangeError) {
      throw new TemplateSyntaxError("The directives are nested too deep.", { cause: error });
    }
    // Only the first line of the parser's message is readable: "Parse error on line 3:".
    const line = Number(/\d+/.exec((error as Error).message)?.[0]);
    const lineCount = text.split("\n").length;
    const token = (error as { hash?: { text?: string } }).hash?.text?.trim() ?? "";
    const what = line > lineCount || token === "" ? "the end" : JSON.stringify(token);
    throw new TemplateSyntaxError(
      `Line ${Math.min(line, lineCount)} cannot be read: ${what} is not expected here.`,
      { cause: error },
    );
  }
}

function isMark(statement: Statement | undefined): boolean {
  return (
    typeof statement === "object" &&
    !Array.isArray(statement) &&
    statement.type === "raw" &&
    statement.value === mark
  );
}

function containsMark(statement: Statement): boolean {
  return Array.isArray(statement) ? statement.some(containsMark) : isMark(statement);
}

interface MacroDefinition {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly body: readonly Statement[];
}

/** Finds the macros defined anywhere in a template. AWS's restrictions, if any, are UNCONFIRMED. */
export function macrosIn(statements: readonly Statement[]): MacroDefinition[] {
  return statements.flatMap((statement) => {
    if (!Array.isArray(statement)) return [];
    const [directive, ...body] = statement;
    if (directive.type !== "macro") return macrosIn(body);
    const { id: name, args = [] } = directive;
    const parameters = args.map(({ id }) => id);
    const reserved =
      [name].find((one) => unsupported.has(one)) ?? parameters.find((one) => builtIns.has(one));
    if (reserved !== undefined) {
      throw syntaxError(directive, `#macro(${name}) uses the reserved name "${reserved}".`);
    }
    return [{ name, parameters, body }, ...macrosIn(body)];
  });
}

interface Branch {
  /** Undefined for `#else`. */
  readonly condition: ExpressionSyntax | undefined;
  readonly statements: Statement[];
}

/** Splits the body of an `#if` at its `#elseif` and `#else`. */
export function branchesOf(condition: ExpressionSyntax, body: readonly Statement[]): Branch[] {
  const branches: Branch[] = [{ condition, statements: [] }];
  for (const statement of body) {
    const directive = typeof statement === "object" && !Array.isArray(statement) && statement;
    if (directive && directive.type === "elseif") {
      branches.push({ condition: directive.condition, statements: [] });
    } else if (directive && directive.type === "else") {
      branches.push({ condition: undefined, statements: [] });
    } else {
      branches.at(-1)!.statements.push(statement);
    }
  }
  return branches;
}
