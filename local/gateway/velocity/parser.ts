import { ExpressionParser } from "./expressionParser.ts";
import type { Kind } from "./lexerRules.ts";
import {
  type ArgumentSyntax,
  type Branch,
  type PrintedReference,
  type Statement,
  syntaxError,
} from "./syntax.ts";
import { TemplateSyntaxError } from "./template.ts";

/** Velocity 1.7's directives that are not part of its grammar, and those of them that have a body. */
const directives: ReadonlySet<string> = new Set([
  "foreach",
  "include",
  "parse",
  "macro",
  "literal",
  "evaluate",
  "break",
  "define",
  "stop",
]);
const withBody: ReadonlySet<string> = new Set(["foreach", "macro", "literal", "define"]);
const keywords: ReadonlySet<string> = new Set(["if", "end", "set", "else", "elseif"]);
const keywordKinds: ReadonlySet<Kind> = new Set(["if", "else", "elseif", "end"]);

/** Tokens that are text where no directive or reference expects them. */
const textKinds: ReadonlySet<Kind> = new Set([
  "text",
  ".",
  ")",
  "(",
  "integer",
  "decimal",
  "string",
  "escape",
  "{",
  "}",
  "emptyIndex",
]);

/** @throws TemplateSyntaxError, or RangeError for directives nested too deep */
export const parseTemplate = (text: string): Statement[] => new TemplateParser(text).whole();

/** Velocity ends a text in quotes by a space, so that its last reference is complete, and removes it again. */
function parseText(text: string): Statement[] {
  if (text.includes("##")) return parseTemplate(text);
  const statements = parseTemplate(`${text} `);
  const last = statements.pop();
  if (last?.type === "text") statements.push({ type: "text", text: last.text.slice(0, -1) });
  else if (last) statements.push(last);
  return statements;
}

/** Parses as Velocity 1.7 does. */
class TemplateParser extends ExpressionParser {
  readonly #macros = new Set<string>();

  whole(): Statement[] {
    const statements = this.#statements();
    if (this.peek() === "eof") return statements;
    const token = this.peekToken();
    if (keywordKinds.has(token.kind)) {
      throw syntaxError(
        this.lineOf(token),
        token.kind === "end"
          ? "An #end has no #if, #foreach or #macro before it."
          : `#${token.kind} cannot be used here.`,
      );
    }
    throw this.unexpected();
  }

  protected override template(text: string, line: number): Statement[] {
    try {
      return parseText(text);
    } catch (error) {
      if (!(error instanceof TemplateSyntaxError)) throw error;
      throw syntaxError(line, `the text in double quotes: ${error.message}`);
    }
  }

  #statements(): Statement[] {
    const statements: Statement[] = [];
    for (;;) {
      const statement = this.#statement();
      if (statement === undefined) return statements;
      const last = statements.at(-1);
      if (statement.type === "text" && last?.type === "text") {
        statements[statements.length - 1] = { type: "text", text: last.text + statement.text };
      } else {
        statements.push(statement);
      }
    }
  }

  #statement(): Statement | undefined {
    const kind = this.peek();
    switch (kind) {
      case "if":
        return this.#if();
      case "identifier":
        return this.#printed();
      case "lineComment":
      case "comment":
        return this.#comment();
      case "textBlock":
        return { type: "text", text: this.take().image.slice(3, -3) };
      case "set":
        return this.#set();
      case "escapedDirective":
        return this.#escapedDirective();
      case "doubleEscape":
        return this.#escapes();
      case "word":
        return this.#directive();
      default:
        if (kind === "{" && this.peek(1) === "identifier") return this.#printed();
        return textKinds.has(kind) ? this.#text() : undefined;
    }
  }

  #text(): Statement {
    const { signs, image } = this.take();
    return { type: "text", text: signs + image };
  }

  #comment(): Statement {
    const { kind, image } = this.take();
    if (kind === "lineComment") this.takeIf("lineEnd");
    const start = image.search(/##|#\*/);
    return { type: "text", text: start < 0 ? "" : image.slice(0, start) };
  }

  #printed(): PrintedReference | Statement {
    const first = this.peekToken();
    const index = this.taken.length;
    const { reference, sign } = this.reference();
    if (sign === "" || sign === "{") return { type: "text", text: this.#written(index) };
    const backslashes = /^\\*/.exec(first.image)![0].length;
    const dollar = first.image.lastIndexOf("$");
    const isEscaped = backslashes % 2 === 1;
    first.image = first.image.slice(backslashes);
    const written = this.#written(index).slice(dollar - backslashes);
    return {
      type: "reference",
      reference,
      prefix:
        "\\".repeat(Math.floor(backslashes / 2)) +
        (isEscaped ? "" : first.image.slice(0, dollar - backslashes)),
      written,
      isEscaped,
      isQuiet: sign.includes("!"),
    };
  }

  /** The images of tokens taken. */
  #written(from: number, end?: number): string {
    return this.taken
      .slice(from, end)
      .map(({ image }) => image)
      .join("");
  }

  /** With the signs between the tokens, and without comments. */
  #literal(from: number, end: number): string {
    return this.taken
      .slice(from, end)
      .map(({ kind, signs, image }) => signs + (kind === "comment" ? "" : image))
      .join("");
  }

  #set(): Statement {
    const token = this.take();
    this.takeIf("space");
    if (this.peek() !== "identifier" && this.peek() !== "{") throw this.unexpected();
    const { reference: target } = this.reference();
    this.takeIf("space");
    this.expect("=");
    const value = this.expression();
    this.expect(")");
    this.lexer.leaveSet();
    return { type: "set", line: this.lineOf(token), target, value };
  }

  #if(): Statement {
    const token = this.take();
    const branches: Branch[] = [this.#branch()];
    while (this.takeIf("elseif")) branches.push(this.#branch());
    if (this.takeIf("else")) branches.push({ condition: undefined, body: this.#statements() });
    this.#end("if", this.lineOf(token));
    return { type: "if", branches };
  }

  #branch(): Branch {
    this.takeIf("space");
    this.expect("(");
    const condition = this.expression();
    this.expect(")");
    return { condition, body: this.#statements() };
  }

  #end(name: string, line: number): void {
    if (this.peek() === "eof") {
      throw new TemplateSyntaxError(`The #${name} of line ${line} is not closed.`);
    }
    if (this.peek() === "else" || this.peek() === "elseif") {
      throw syntaxError(this.lineOf(this.peekToken()), `#${this.peek()} cannot be used here.`);
    }
    this.expect("end");
  }

  #escapedDirective(): Statement {
    const token = this.take();
    const { image } = token;
    const hash = image.lastIndexOf("\\") + 1;
    if (this.#isKnown(nameOf(image.slice(hash)))) {
      token.image = image.slice(0, Math.floor((hash - 1) / 2)) + image.slice(hash);
    }
    return { type: "text", text: token.image };
  }

  #isKnown(name: string): boolean {
    return keywords.has(name) || this.#isExtension(name);
  }

  #isExtension(name: string): boolean {
    return directives.has(name) || this.#macros.has(name);
  }

  /** Pairs of backslashes: halved before a directive. */
  #escapes(): Statement {
    let count = 0;
    while (this.takeIf("doubleEscape")) count++;
    const next = this.peekToken();
    const isHalved = keywordKinds.has(next.kind) || this.#isExtension(next.image.slice(1));
    return { type: "text", text: "\\".repeat(isHalved ? count : 2 * count) };
  }

  #directive(): Statement {
    const index = this.taken.length;
    const token = this.take();
    const name = nameOf(token.image);
    const line = this.lineOf(token);
    this.lexer.enterDirective();
    const directive = {
      type: "directive",
      line,
      name,
      body: undefined,
      otherwise: undefined,
    } as const;
    if (!this.lexer.isBracketNext()) {
      if (withBody.has(name)) throw syntaxError(line, `#${name} needs its arguments in brackets.`);
      this.lexer.leaveDirective();
      return { ...directive, args: [], written: () => token.image };
    }
    const args = this.#directiveArguments(name);
    const bodyIndex = this.taken.length;
    if (!withBody.has(name) && !name.startsWith("@")) {
      return { ...directive, args, written: () => this.#written(index, bodyIndex) };
    }
    const body = this.#statements();
    const bodyEnd = this.taken.length;
    const hasElse = name === "foreach" && this.takeIf("else");
    const otherwise = hasElse ? this.#statements() : undefined;
    this.#end(name, line);
    const [first] = args;
    if (name === "macro" && first?.type === "word") this.#macros.add(first.word);
    const end = this.taken.length;
    // Joined only if they are printed: directives may be nested deep.
    const written = () =>
      name === "literal" ? this.#literal(bodyIndex, bodyEnd) : this.#written(index, end);
    return { ...directive, args, body, otherwise, written };
  }

  #directiveArguments(name: string): ArgumentSyntax[] {
    this.takeIf("space");
    this.expect("(");
    const args: ArgumentSyntax[] = [];
    for (;;) {
      this.takeIf("space");
      if (this.takeIf(")")) return args;
      if (this.takeIf(",")) this.takeIf("space");
      if (this.peek() !== "word") {
        args.push(this.value());
        continue;
      }
      const isExpected =
        name === "macro" ? args.length === 0 : name === "foreach" && args.length === 1;
      if (directives.has(name) && !isExpected) throw this.unexpected();
      args.push({ type: "word", word: this.take().image });
    }
  }
}

function nameOf(image: string): string {
  return image.endsWith("}") ? image.slice(2, -1) : image.slice(1);
}
