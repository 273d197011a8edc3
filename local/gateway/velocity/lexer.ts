import { type Kind, longestMatch, type Match, type State } from "./lexerRules.ts";
import { TemplateSyntaxError } from "./template.ts";

export interface Token {
  readonly kind: Kind;
  /** What the lexer read for the token: `$!{`'s token ends with its brace, `#if`'s begins with `#`. */
  image: string;
  /** The signs `$` and `#` before the token that turned out to be text. */
  readonly signs: string;
  readonly start: number;
  readonly end: number;
}

interface Saved {
  readonly state: State;
  readonly opened: number;
  readonly closed: number;
}

/**
 * Reads the tokens of a template one by one, as Velocity 1.7 does: `$` and `#` enter states that end at
 * the first character without meaning in them. The parser enters a directive's state itself.
 */
export class Lexer {
  readonly text: string;
  #at = 0;
  #state: State = "text";
  readonly #stack: Saved[] = [];
  /** Brackets opened and closed in this state. */
  #opened = 0;
  #closed = 0;
  #isInSet = false;
  #isInComment = false;
  #counted = 0;
  #lines = 1;

  constructor(text: string) {
    this.text = text;
  }

  /** Enters the arguments of the directive whose name was read. */
  enterDirective(): void {
    this.#state = "directive";
  }

  leaveDirective(): void {
    this.#leave();
  }

  leaveSet(): void {
    this.#isInSet = false;
  }

  /** True if the next character that is not white space opens a bracket. */
  isBracketNext(): boolean {
    bracket.lastIndex = this.#at;
    return bracket.test(this.text);
  }

  /** Counts on from the position asked for before, because there may be many. */
  lineAt(position: number): number {
    if (position < this.#counted) {
      this.#counted = 0;
      this.#lines = 1;
    }
    for (; this.#counted < position; this.#counted++) {
      if (this.text[this.#counted] === "\n") this.#lines++;
    }
    return this.#lines;
  }

  /** @throws TemplateSyntaxError for a character that cannot stand at its place */
  next(): Token {
    let start = this.#at;
    let signs = "";
    let isWithinToken = false;
    for (;;) {
      if (this.#at >= this.text.length) {
        if (isWithinToken) throw this.#unexpected();
        return { kind: "eof", image: "", signs, start, end: start };
      }
      const found = longestMatch(this.#state, this.text, this.#at);
      if (found === undefined) throw this.#unexpected();
      const { match } = found;
      this.#at = found.end;
      switch (match) {
        case "dollar":
        case "hash":
        case "commentStart":
        case "formalCommentStart":
        case "textBlockStart":
        case "blockText":
          this.#begin(match);
          isWithinToken = true;
          break;
        case "terminator":
          signs += signsOf(this.text.slice(start, this.#at));
          this.#at--;
          this.#leave();
          start = this.#at;
          isWithinToken = false;
          break;
        case "skipped":
          start = this.#at;
          isWithinToken = false;
          break;
        default:
          this.#finish(match);
          return {
            kind: match,
            image: this.text.slice(start, this.#at),
            signs,
            start,
            end: this.#at,
          };
      }
    }
  }

  /** Changes the state at the beginning of a token. */
  #begin(match: Match): void {
    if (this.#isInComment) return;
    switch (match) {
      case "dollar":
        if (this.#state === "reference") this.#leave();
        this.#enter("reference");
        break;
      case "hash":
        if (this.#state === "reference" || this.#state === "member") this.#leave();
        this.#enter("hash");
        break;
      case "commentStart":
      case "formalCommentStart":
        if (match === "formalCommentStart") this.#at--;
        this.#isInComment = true;
        this.#enter("comment");
        break;
      case "textBlockStart":
        this.#isInComment = true;
        this.#enter("textBlock");
        break;
    }
  }

  /** Changes the state behind a token. */
  #finish(kind: Kind): void {
    switch (kind) {
      case "indexOpen":
        this.#enter("index");
        break;
      case "(":
        this.#opened++;
        if (this.#state === "member") this.#state = "arguments";
        break;
      case ")":
        this.#closeBracket();
        break;
      case "argumentsClose":
        this.#state = "reference";
        break;
      case "set":
        this.#enter("directive");
        this.#isInSet = true;
        this.#opened++;
        break;
      case "lineComment":
        if (this.#state === "reference") this.#leave();
        this.#isInComment = true;
        this.#enter("lineComment");
        break;
      case "lineEnd":
      case "comment":
      case "textBlock":
        this.#isInComment = false;
        this.#leave();
        break;
      case "newline":
        this.#leave();
        this.#isInSet = false;
        break;
      case "string":
        if (this.#state === "directive" && !this.#isInSet && this.#opened === 0) this.#leave();
        break;
      case "integer":
        if (this.text.startsWith("..", this.#at - 2)) this.#at -= 2;
        if (this.#isOutsideBrackets() && this.#state !== "index") this.#leave();
        break;
      case "decimal":
        if (this.#isOutsideBrackets()) this.#leave();
        break;
      case "if":
      case "elseif":
        this.#state = "directive";
        break;
      case ".":
        this.#state = "member";
        break;
      case "indexClose":
      case "end":
      case "else":
      case "}":
        this.#leave();
        break;
    }
  }

  #isOutsideBrackets(): boolean {
    return this.#opened === 0 && !this.#isInSet && this.#state !== "arguments";
  }

  /** Ends the innermost state that has an open bracket, once all of its brackets are closed. */
  #closeBracket(): void {
    while (this.#opened === 0) {
      if (!this.#leave()) return;
    }
    if (this.#opened === this.#closed + 1) this.#leave();
    else this.#closed++;
  }

  #enter(state: State): void {
    this.#stack.push({ state: this.#state, opened: this.#opened, closed: this.#closed });
    this.#opened = 0;
    this.#state = state;
  }

  #leave(): boolean {
    const saved = this.#stack.pop();
    this.#opened = saved?.opened ?? 0;
    if (saved) this.#closed = saved.closed;
    this.#state = saved?.state ?? "text";
    return saved !== undefined;
  }

  #unexpected(): TemplateSyntaxError {
    const character = this.text[this.#at];
    if (character === undefined && this.#state === "textBlock") {
      return new TemplateSyntaxError("A #[[ is not closed.");
    }
    const what = character === undefined ? "the end" : JSON.stringify(character);
    return new TemplateSyntaxError(
      `Line ${this.lineAt(this.#at)} cannot be read: ${what} is not expected here.`,
    );
  }
}

const bracket = /[ \n\r\t]*\(/y;

/** The signs of a token that turned out to be text: all but the character that ended it. */
function signsOf(image: string): string {
  return Array.from(image.matchAll(/(\\+\$)[^]?|[#$]/g), ([sign, escaped]) => escaped ?? sign).join(
    "",
  );
}
