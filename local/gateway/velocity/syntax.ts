import { Helper, parse } from "velocityjs";
import { TemplateSyntaxError } from "./errors.ts";
import { separate, separator } from "./separate.ts";

/** The syntax tree of velocityjs, as far as it is used here: text, a block (its directive first), or a directive. */
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

// The parser accepts an #end too few or too many and then repeats or drops text. This mark, put at
// the end, tells: it must come out as the last statement of the outermost level.
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
  const unclosed = statements.find((statement) => holdsMark(statement));
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

export function lineOf(syntax: object | undefined): number | string {
  return (syntax as Positioned | undefined)?.pos?.first_line ?? "?";
}

/** A reference or macro call as it stands in the template, for those that lead nowhere. */
export function writtenText(syntax: ReferenceSyntax | MacroCallSyntax): string {
  const text = Helper.getRefText(syntax as unknown as Parameters<typeof Helper.getRefText>[0]);
  return text.replaceAll(separator, "");
}

function parseMarked(text: string): Statement[] {
  try {
    const marked = `${separate(text)}\n#[[${mark}]]#`;
    return parse(marked) as unknown as Statement[];
  } catch (error) {
    if (error instanceof RangeError) {
      throw new TemplateSyntaxError("The directives are nested too deep.", { cause: error });
    }
    // Of the parser's message only the first line is for people: "Parse error on line 3:".
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

function holdsMark(statement: Statement): boolean {
  return Array.isArray(statement) ? statement.some(holdsMark) : isMark(statement);
}
