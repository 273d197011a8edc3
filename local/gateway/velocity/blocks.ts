import { TemplateSyntaxError } from "./errors.ts";
import { compileExpression } from "./expressions.ts";
import { compileForeach } from "./foreach.ts";
import { checkLength } from "./limits.ts";
import { compileMacroCall } from "./macros.ts";
import { isTrue } from "./operators.ts";
import { compileAssignment, compilePrinted } from "./references.ts";
import type { Emit, Read } from "./scope.ts";
import { separator } from "./separate.ts";
import { type Block, type Directive, lineOf, type Statement } from "./syntax.ts";

/** Text and directives one after the other. */
export function compileStatements(statements: readonly Statement[]): Emit {
  const emits = joinTexts(statements).map(compileStatement);
  const [only] = emits;
  if (only !== undefined && emits.length === 1) {
    return only;
  }
  return (scope) => {
    let text = "";
    for (const emit of emits) {
      text = checkLength(text + emit(scope));
      if (scope.isBreaking) {
        break;
      }
    }
    return text;
  };
}

/** The parser cuts text into pieces. */
function joinTexts(statements: readonly Statement[]): Statement[] {
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

function compileStatement(statement: Statement): Emit {
  if (typeof statement === "string") {
    const text = statement.replaceAll(separator, "");
    return () => text;
  }
  return Array.isArray(statement) ? compileBlock(statement) : compileDirective(statement);
}

function compileDirective(directive: Directive): Emit {
  switch (directive.type) {
    case "references":
      return compilePrinted(directive);
    case "raw":
      return () => directive.value;
    case "comment":
      return () => "";
    case "set": {
      const [target, source] = directive.equal;
      const assign = compileAssignment({ ...target, pos: directive.pos });
      const read = compileExpression(source);
      return (scope) => {
        assign(scope, read(scope));
        return "";
      };
    }
    case "break":
      return (scope) => {
        scope.isBreaking = true;
        return "";
      };
    case "macro_call":
      return compileMacroCall(directive);
    default:
      throw new TemplateSyntaxError(
        `Line ${lineOf(directive)}: #${directive.type} cannot be used here.`,
      );
  }
}

function compileBlock([directive, ...body]: Block): Emit {
  switch (directive.type) {
    case "if":
      return compileIf(directive.condition, body);
    case "foreach":
      return compileForeach(directive, compileStatements(body));
    case "macro":
      // Definitions are collected before; see macros.ts.
      return () => "";
    default:
      throw new TemplateSyntaxError(
        `Line ${lineOf(directive)}: #${directive.type} is not supported in mapping templates.`,
      );
  }
}

function compileIf(condition: Parameters<typeof compileExpression>[0], body: Statement[]): Emit {
  const branches: { when: Read; statements: Statement[] }[] = [
    { when: compileExpression(condition), statements: [] },
  ];
  for (const statement of body) {
    const isDirective = typeof statement === "object" && !Array.isArray(statement);
    if (isDirective && statement.type === "elseif") {
      branches.push({ when: compileExpression(statement.condition), statements: [] });
    } else if (isDirective && statement.type === "else") {
      branches.push({ when: () => true, statements: [] });
    } else {
      branches.at(-1)?.statements.push(statement);
    }
  }
  const compiled = branches.map(({ when, statements }) => ({
    when,
    emit: compileStatements(statements),
  }));
  return (scope) => compiled.find(({ when }) => isTrue(when(scope)))?.emit(scope) ?? "";
}
