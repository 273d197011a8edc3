import { Lexer, type Token } from "./lexer.ts";
import type { Kind } from "./lexerRules.ts";
import { TemplateSyntaxError } from "./template.ts";

/** Reads tokens ahead only as far as they are asked for, because the parser changes the lexer's state. */
export class TokenReader {
  protected readonly lexer: Lexer;
  /** Those read already, for what is printed as written. */
  protected readonly taken: Token[] = [];
  readonly #ahead: Token[] = [];

  constructor(text: string) {
    this.lexer = new Lexer(text);
  }

  /** The kind of the next token, or of one behind it. */
  protected peek(distance = 0): Kind {
    return this.peekToken(distance).kind;
  }

  protected peekToken(distance = 0): Token {
    while (this.#ahead.length <= distance) this.#ahead.push(this.lexer.next());
    return this.#ahead[distance]!;
  }

  protected take(): Token {
    const token = this.#ahead.shift() ?? this.lexer.next();
    this.taken.push(token);
    return token;
  }

  protected takeIf(kind: Kind): boolean {
    const isNext = this.peek() === kind;
    if (isNext) this.take();
    return isNext;
  }

  protected expect(kind: Kind): Token {
    if (this.peek() !== kind) throw this.unexpected();
    return this.take();
  }

  protected lineOf(token: Token): number {
    return this.lexer.lineAt(token.start);
  }

  protected unexpected(): TemplateSyntaxError {
    const token = this.peekToken();
    const what = token.kind === "eof" ? "the end" : JSON.stringify(token.image.trim());
    return new TemplateSyntaxError(
      `Line ${this.lineOf(token)} cannot be read: ${what} is not expected here.${this.#hint(token)}`,
    );
  }

  #hint({ image, start }: Token): string {
    if (image === "null") return " Compare with $null, a name that is never set.";
    return this.lexer.text.slice(0, start).endsWith('\\"')
      ? ' Write a quote within a text twice: "".'
      : "";
  }
}
