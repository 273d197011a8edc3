import { ExpressionCompiler } from "./expressions.ts";
import { readsOldNames, runLoop } from "./loops.ts";
import { callMacro, createBlock } from "./macros.ts";
import { parseTemplate } from "./parser.ts";
import {
  type Emit,
  Leaving,
  leavingAll,
  leavingNearest,
  type Macro,
  type Read,
  renderTemplate,
  takeSteps,
  write,
} from "./scope.ts";
import {
  type ArgumentSyntax,
  builtIns,
  type DirectiveSyntax,
  type PrintedReference,
  type Statement,
  syntaxError,
} from "./syntax.ts";
import {
  checkTemplateSize,
  TemplateError,
  TemplateSyntaxError,
  type VelocityTemplate,
} from "./template.ts";
import { DefinedBlock, LoopState, toText } from "./values.ts";

/** Directives that read files or parse other texts as templates: refused. */
const refused: ReadonlySet<string> = new Set(["parse", "include", "evaluate"]);

/**
 * Compiles a mapping template of API Gateway once, so that rendering is cheap. The language is Velocity
 * 1.7's; which values a template can reach and how they print is as on AWS. Input is never parsed as a
 * template.
 *
 * @throws TemplateSyntaxError with the line and the problem
 */
export function compileVelocity(text: string): VelocityTemplate {
  checkTemplateSize(text);
  const macros = new Map<string, Macro>();
  const emit = compileAll(text, macros);
  return (input) => renderTemplate(emit, macros, input);
}

function compileAll(text: string, macros: Map<string, Macro>): Emit {
  try {
    return new StatementCompiler(macros, readsOldNames(text)).all(parseTemplate(text));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new TemplateSyntaxError("The directives are nested too deep.", { cause: error });
  }
}

class StatementCompiler {
  /** Those defined anywhere in the template; of two with one name, the first. */
  readonly #macros: Map<string, Macro>;
  readonly #setsOldNames: boolean;
  readonly #expressions = new ExpressionCompiler((statements) => this.all(statements));

  constructor(macros: Map<string, Macro>, setsOldNames: boolean) {
    this.#macros = macros;
    this.#setsOldNames = setsOldNames;
  }

  all(statements: readonly Statement[]): Emit {
    const emits = statements.map((statement) => this.#statement(statement));
    const [only] = emits;
    if (only !== undefined && emits.length === 1) {
      return (scope) => {
        takeSteps(scope, 1);
        only(scope);
      };
    }
    return (scope) => {
      takeSteps(scope, emits.length);
      for (const emit of emits) emit(scope);
    };
  }

  #statement(statement: Statement): Emit {
    switch (statement.type) {
      case "text":
        return this.#text(statement.text);
      case "reference":
        return this.#printed(statement);
      case "set": {
        const set = this.#expressions.assignment(statement.target);
        const read = this.#expressions.value(statement.value);
        return (scope) => {
          const value = read(scope);
          // As in Velocity 1.7, null leaves the variable as it was.
          if (value !== undefined && value !== null) set(scope, value);
        };
      }
      case "if":
        return this.#if(statement);
      case "directive":
        return this.#directive(statement);
    }
  }

  #text(text: string): Emit {
    return (scope) => write(scope, text);
  }

  /** A reference that leads nowhere prints nothing, unlike Velocity's. (recorded on AWS) */
  #printed({ reference, prefix, written, isEscaped, isQuiet }: PrintedReference): Emit {
    const read = this.#expressions.reference(reference);
    if (isEscaped) {
      return (scope) => {
        const value = read(scope);
        write(scope, prefix + (value === undefined || value === null ? "\\" : "") + written);
      };
    }
    const unprintable = isQuiet ? "" : written;
    return (scope) => {
      const value = read(scope);
      if (value instanceof DefinedBlock) {
        write(scope, prefix);
        if (!value.print()) write(scope, unprintable);
      } else {
        write(scope, prefix + toText(value));
      }
    };
  }

  #if({ branches }: Statement & { type: "if" }): Emit {
    const compiled = branches.map(({ condition, body }) => ({
      isTaken: condition ? this.#expressions.test(condition) : () => true,
      emit: this.all(body),
    }));
    return (scope) => compiled.find(({ isTaken }) => isTaken(scope))?.emit(scope);
  }

  #directive(directive: DirectiveSyntax): Emit {
    const { name, line } = directive;
    if (refused.has(name)) {
      throw syntaxError(line, `#${name} is not supported in mapping templates.`);
    }
    switch (name) {
      case "foreach":
        return this.#foreach(directive);
      case "define":
        return this.#define(directive);
      case "macro":
        this.#defineMacro(directive);
        return () => {};
      case "literal":
        return this.#literal(directive);
      case "stop":
        return () => {
          throw leavingAll;
        };
      case "break":
        return this.#break(directive);
      default:
        return this.#call(directive);
    }
  }

  #literal({ written, body = [], line }: DirectiveSyntax): Emit {
    const text = written();
    if (text === "") throw syntaxError(line, "a #literal needs a text.");
    // Macros defined in it exist.
    this.all(body);
    return this.#text(text);
  }

  #foreach(directive: DirectiveSyntax): Emit {
    const { args, line, body = [], otherwise = [] } = directive;
    const [variable, , collection] = args;
    if (args.length !== 3 || collection?.type === "word") {
      throw syntaxError(line, "a #foreach is written #foreach($name in $list).");
    }
    const name = this.#variable(directive, variable);
    const read = this.#value(directive, collection!);
    const loop = { name, body: this.all(body), setsOldNames: this.#setsOldNames };
    const emitOtherwise = this.all(otherwise);
    return (scope) => {
      if (!runLoop(scope, loop, read(scope))) emitOtherwise(scope);
    };
  }

  #define(directive: DirectiveSyntax): Emit {
    const { args, body = [], line } = directive;
    if (args.length !== 1) throw syntaxError(line, "a #define is written #define($name).");
    const name = this.#variable(directive, args[0]);
    const emit = this.all(body);
    return (scope) => scope.variables.set(name, createBlock(scope, emit));
  }

  /** The name of the variable that a directive sets. */
  #variable({ name, line }: DirectiveSyntax, arg: ArgumentSyntax | undefined): string {
    if (arg?.type !== "reference" || arg.reference.path.length > 0) {
      throw syntaxError(line, `#${name} needs the name of a variable.`);
    }
    const { id } = arg.reference;
    if (builtIns.has(id)) throw syntaxError(line, `$${id} cannot be the variable of a #${name}.`);
    return id;
  }

  #value({ name, line }: DirectiveSyntax, arg: ArgumentSyntax) {
    if (arg.type === "word")
      throw syntaxError(line, `#${name} cannot have the argument ${arg.word}.`);
    return this.#expressions.value(arg);
  }

  #break(directive: DirectiveSyntax): Emit {
    const [arg] = directive.args;
    if (arg === undefined) {
      return () => {
        throw leavingNearest;
      };
    }
    const read = this.#value(directive, arg);
    return (scope) => {
      const loop = read(scope);
      if (!(loop instanceof LoopState)) throw new TemplateError("#break needs a loop: $foreach.");
      throw new Leaving(loop);
    };
  }

  #defineMacro({ args: [first, ...rest], body = [], line }: DirectiveSyntax): void {
    if (first?.type !== "word") throw syntaxError(line, "a #macro needs a name.");
    const { word: name } = first;
    const parameters = rest.map((arg) => (arg.type === "reference" ? arg.reference.id : ""));
    const reserved = refused.has(name) ? name : parameters.find((one) => builtIns.has(one));
    if (reserved !== undefined) {
      throw syntaxError(line, `#macro(${name}) uses the reserved name "${reserved}".`);
    }
    const macro = { parameters, body: this.all(body) };
    if (!this.#macros.has(name)) this.#macros.set(name, macro);
  }

  /** The call of a macro that does not exist prints as written: `#fff`, `#top(of the page)`. */
  #call(directive: DirectiveSyntax): Emit {
    const { written, body, args } = directive;
    const name = directive.name.replace(/^@/, "");
    const word = args.find((arg) => arg.type === "word")?.word;
    const reads = args.map((arg): Read =>
      arg.type === "word" ? () => null : this.#value(directive, arg),
    );
    const emitBody = body && this.all(body);
    if (emitBody === undefined && directive.name !== name) return this.#text(written());
    let literal: string | undefined;
    return (scope) => {
      const macro = scope.macros.get(name);
      if (macro === undefined) {
        write(scope, (literal ??= written()));
      } else if (word !== undefined) {
        throw new TemplateError(`#${name} cannot have the argument ${word}.`);
      } else {
        callMacro(scope, name, macro, reads, emitBody);
      }
    };
  }
}
