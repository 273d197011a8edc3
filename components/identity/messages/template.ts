import type { OptionFault } from "../../shared/errors.ts";
import { layoutFile } from "./layout.ts";
import { type OccasionName, occasions } from "./occasions.ts";

/** A message in one language, as `functions/triggers/messages/` fills it in. */
export interface MessageTemplate {
  readonly subject: string;
  /** Body of the mail in HTML, without the layout. */
  readonly html: string;
  readonly sms: string;
}

/** A part of a template: its name in faults, and its text. */
interface Part {
  readonly name: "Subject" | "SMS" | "body";
  readonly text: string;
}

/** Most characters that the function shows of an attribute's value. */
const maxAttributeLength = 50;

/** Cognito's limits. Source: Cognito Developer Guide, "Quotas in Amazon Cognito". */
const maxCharacters = { Subject: 140, SMS: 140 } as const;

/** Of 20,000, with room for the values of placeholders. */
const maxMail = 18_000;

/**
 * Parses a template: the lines `Subject: …` and `SMS: …`, an empty line, and the mail's body in plain text with
 * empty lines between paragraphs. A paragraph of only `{####}` is shown large.
 *
 * @param platform - the platform's name, which counts for the limits
 * @returns the message, or what is wrong with it; a fault's argument is the part's name
 */
export function parseTemplate(
  source: string,
  occasion: OccasionName,
  platform: string,
): MessageTemplate | { faults: OptionFault[] } {
  // Cognito refuses the space that does not break lines; authors can't see it.
  const [head = "", ...paragraphs] = source
    .replaceAll("\r\n", "\n")
    .replaceAll(/[\u00A0\u202F]/g, " ")
    .trim()
    .split(/\n(?:[ \t]*\n)+/);
  const body = paragraphs.join("\n\n");
  const header = (name: string) => new RegExp(`^${name}:(.*)$`, "m").exec(head)?.[1]?.trim();
  const parts: Part[] = [
    { name: "Subject", text: header("Subject") ?? "" },
    { name: "SMS", text: header("SMS") ?? "" },
    { name: "body", text: body },
  ];
  const faults = [
    ...strangeLines(head),
    ...parts.flatMap((part) => partFaults(part, occasion, platform)),
  ];
  if (faults.length > 0) return { faults };
  const [{ text: subject }, { text: sms }] = parts as [Part, Part];
  return { subject, sms, html: paragraphs.map(paragraphHtml).join("") };
}

const strangeLines = (head: string): OptionFault[] =>
  head
    .split("\n")
    .filter((line) => line !== "" && !/^(Subject|SMS):/.test(line))
    .map((line) => ({
      argument: "head",
      given: line,
      allowed: "the lines Subject: … and SMS: …",
      fix: "Leave an empty line before the text of the mail.",
    }));

function partFaults(part: Part, occasion: OccasionName, platform: string): OptionFault[] {
  const { name, text } = part;
  if (text === "") return [{ argument: name, given: undefined, allowed: "a text" }];
  return [
    ...placeholderFaults(part, occasion),
    ...(name === "body" ? [] : lengthFaults(name, text, platform)),
    ...refusedCharacters(part),
  ];
}

function placeholderFaults({ name, text }: Part, occasion: OccasionName): OptionFault[] {
  const { placeholders } = occasions[occasion];
  const needed = name === "Subject" ? [] : placeholders;
  const known = ["{platform}", "{locale}", ...needed];
  const given: readonly string[] = text.match(/\{[^{}]*\}/g) ?? [];
  const rest = text.replaceAll(/\{[^{}]*\}/g, "");
  return [
    ...needed
      .filter((each) => !given.includes(each))
      .map((each) => ({ argument: name, given: text, allowed: `a text with ${each}` })),
    ...given
      .filter((each) => !known.includes(each) && !/^\{[A-Za-z][\w:]*\|[^|]*\}$/.test(each))
      .map((each) => ({
        argument: name,
        given: each,
        allowed: `${known.join(", ")}, or an attribute of the user with a text for users who lack it, such as {name|there}`,
      })),
    ...(/[{}]/.test(rest)
      ? [{ argument: name, given: text, allowed: "braces only around placeholders" }]
      : []),
  ];
}

export function mailFaults(layout: string, { html }: MessageTemplate): OptionFault[] {
  const length = layout.length + html.length;
  if (length <= maxMail) return [];
  const fix = `With ${layoutFile} it has ${length}: shorten one of them.`;
  return [
    {
      argument: "body",
      given: html,
      allowed: `at most ${maxMail.toLocaleString("en-US")} characters in HTML`,
      fix,
    },
  ];
}

function lengthFaults(name: "Subject" | "SMS", text: string, platform: string): OptionFault[] {
  const { length } = longest(text, platform);
  const most = maxCharacters[name];
  if (length <= most) return [];
  const fix = `With the platform's name and attributes of ${maxAttributeLength} characters it has ${length}: shorten it.`;
  return [{ argument: name, given: text, allowed: `at most ${most} characters`, fix }];
}

/** The text with the longest values that its placeholders can get. Cognito counts its own placeholders as they are. */
const longest = (text: string, platform: string): string =>
  text
    .replaceAll("{platform}", () => platform)
    .replaceAll(/\{[A-Za-z][\w:]*\|([^{}|]*)\}/g, (_, lacking: string) =>
      lacking.padEnd(maxAttributeLength, "x"),
    );

/**
 * Cognito refuses other characters, such as those that join parts of an emoji.
 * Source: Cognito API Reference, "VerificationMessageTemplateType".
 */
function refusedCharacters({ name, text }: Part): OptionFault[] {
  const [character] = /[^\p{L}\p{M}\p{S}\p{N}\p{P} \t\n]/u.exec(text) ?? [];
  if (character === undefined) return [];
  const code = character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0");
  const allowed = "letters, digits, punctuation, symbols and spaces";
  return [{ argument: name, given: `U+${code}`, allowed, fix: "Remove the invisible character." }];
}

const paragraphHtml = (text: string): string =>
  text.trim() === "{####}"
    ? `<p class="code">{####}</p>`
    : `<p>${escaped(text.trim()).replaceAll("\n", "<br>")}</p>`;

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

const escaped = (text: string): string => text.replace(/[&<>"]/g, (each) => entities[each]!);
