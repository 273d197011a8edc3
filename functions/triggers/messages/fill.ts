/** Values of the placeholders in a message. */
export interface MessageValues {
  /** Values by placeholder, such as `platform`, `username` and, for the code, `####`. */
  readonly own: Readonly<Record<string, string>>;
  /** The user's attributes. Users write them, so whoever signs up with a foreign address does too. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** `{platform}`, `{####}`, or an attribute of the user with the text for those who lack it: `{name|there}`. */
const placeholders = /\{(?:(####|\w+)|([A-Za-z][\w:]*)\|([^{}|]*))\}/g;

/**
 * Fills in a message's placeholders, each once: braces within values stay as they are.
 *
 * @param encode - makes values harmless in the message's format, such as {@link inHtml}
 */
export const fill = (
  text: string,
  { own, attributes }: MessageValues,
  encode: (value: string) => string = (value) => value,
): string =>
  text.replace(placeholders, (all, name: string | undefined, attribute: string, lacking: string) =>
    name === undefined
      ? shown(attribute, attributes, lacking, encode)
      : Object.hasOwn(own, name)
        ? encode(own[name]!)
        : all,
  );

function shown(
  name: string,
  attributes: MessageValues["attributes"],
  lacking: string,
  encode: (value: string) => string,
): string {
  const value = Object.hasOwn(attributes, name) ? attributes[name]! : "";
  return (name === "email" ? isAddress : isHarmless)(value) ? encode(value) : lacking;
}

/**
 * Whether a value can be shown in a message. Anybody can sign up with another person's address and a name such
 * as "You won: example.com", which mail programs turn into a link. So a value has at most 50 characters,
 * which names, numbers and addresses of networks consist of, and nothing that looks like a domain.
 */
const isHarmless = (value: string): boolean =>
  /^[\p{L}\p{M}\p{N} .,:+'’()_-]{1,50}$/u.test(value) && !/\.\p{L}\p{M}*\p{L}/u.test(value);

/** Mail goes to this very address, so whoever receives it knows its domain. */
const isAddress = (value: string): boolean => /^(?=.{3,50}$)[\w.+-]+@[\w.-]+$/.test(value);

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** The value as text in HTML. */
export const inHtml = (value: string): string =>
  value.replace(/[&<>"']/g, (character) => entities[character]!);

/** The text of a template's HTML, which has only paragraphs and lines. */
export const plainText = (html: string): string =>
  html
    .replaceAll("</p><p", "</p>\n\n<p")
    .replaceAll("<br>", "\n")
    .replaceAll(/<[^>]*>/g, "")
    .replaceAll(/&(?:amp|lt|gt|quot);/g, (entity) => characters[entity]!);

const characters: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
};
