import { compileStatements } from "./blocks.ts";
import { TemplateError, TemplateSyntaxError } from "./errors.ts";
import { compileExpression } from "./expressions.ts";
import { restore } from "./foreach.ts";
import { builtIns } from "./references.ts";
import type { Emit, Macro } from "./scope.ts";
import { type Block, lineOf, type MacroCallSyntax, type Statement, writtenText } from "./syntax.ts";

/** How many macros may be calling one another; Velocity's own default. */
const maximumDepth = 20;

/** Directives that read other texts as templates, or end the rendering: not in API Gateway. */
const refused: ReadonlySet<string> = new Set(["parse", "include", "evaluate", "stop"]);

/** The macros that a template defines, wherever. Whether AWS restricts them is UNCONFIRMED. */
export function compileMacros(statements: readonly Statement[]): Map<string, Macro> {
  const macros = new Map<string, Macro>();
  for (const [directive, ...body] of statements.filter(isBlock)) {
    if (directive.type === "macro") {
      const parameters = (directive.args ?? []).map(({ id }) => id);
      if (refused.has(directive.id) || parameters.some((name) => builtIns.has(name))) {
        throw new TemplateSyntaxError(
          `Line ${lineOf(directive)}: #macro(${directive.id}) uses a name that is taken.`,
        );
      }
      macros.set(directive.id, { parameters, body: compileStatements(body) });
    }
    for (const [name, macro] of compileMacros(body)) {
      macros.set(name, macro);
    }
  }
  return macros;
}

function isBlock(statement: Statement): statement is Block {
  return Array.isArray(statement);
}

/** `#name(…)`; a name without a macro prints as written. */
export function compileMacroCall(syntax: MacroCallSyntax): Emit {
  if (refused.has(syntax.id)) {
    throw new TemplateSyntaxError(
      `Line ${lineOf(syntax)}: #${syntax.id} is not supported in mapping templates.`,
    );
  }
  const reads = (syntax.args ?? []).map(compileExpression);
  return (scope) => {
    const macro = scope.macros.get(syntax.id);
    if (macro === undefined) {
      return writtenText(syntax);
    }
    if (scope.macroDepth === maximumDepth) {
      throw new TemplateError(`#${syntax.id}: macros call one another more than 20 deep.`);
    }
    const values = reads.map((read) => read(scope));
    const outer = macro.parameters.map((name) => scope.variables.get(name));
    macro.parameters.forEach((name, index) => restore(scope, name, values[index]));
    scope.macroDepth++;
    const text = macro.body(scope);
    scope.macroDepth--;
    macro.parameters.forEach((name, index) => restore(scope, name, outer[index]));
    return text;
  };
}
