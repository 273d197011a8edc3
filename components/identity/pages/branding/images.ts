import { unsafePartOf } from "./svg.ts";

/** An image of a style, as Cognito wants it. */
export interface Image {
  /** Base64. */
  readonly bytes: string;
  readonly category: string;
  readonly colorMode: string;
  readonly extension: string;
}

/** What the name of an image's file says. */
export type ImageName = Omit<Image, "bytes">;

/** Source: Cognito API Reference, "AssetType" (Bytes). */
const mostBytes = 1_000_000;

/** Where the pages show an image: the categories of Cognito API Reference, "AssetType", as files are named. */
const places = [
  "auth-app-graphic",
  "email-graphic",
  "form-background",
  "form-logo",
  "idp-button-icon",
  "page-background",
  "page-footer-background",
  "page-footer-logo",
  "page-header-background",
  "page-header-logo",
  "passkey-graphic",
  "password-graphic",
  "sms-graphic",
];

/** Each has a category of its own. */
const icons = { "favicon.ico": "FAVICON_ICO", "favicon.svg": "FAVICON_SVG" };

const extensions: Readonly<Record<string, string>> = {
  ico: "ICO",
  jpeg: "JPEG",
  jpg: "JPEG",
  png: "PNG",
  svg: "SVG",
  webp: "WEBP",
};

export const allowedNames =
  `settings.json, ${Object.keys(icons).join(", ")}, and <place>.<extension>, <place>.light.<extension> or ` +
  `<place>.dark.<extension>; a place is ${places.join(", ")}; an extension is ${Object.keys(extensions).join(", ")}`;

/** What the name of an image's file says. `undefined` if it is no such name. */
export function readName(file: string): ImageName | undefined {
  const [, place = "", mode = "dynamic", extension = ""] =
    /^([a-z-]+)(?:\.(light|dark))?\.([a-z]+)$/.exec(file) ?? [];
  const category = categoryOf(place, extension);
  if (category === undefined) return undefined;
  return { category, colorMode: mode.toUpperCase(), extension: extensions[extension]! };
}

function categoryOf(place: string, extension: string): string | undefined {
  const icon = `${place}.${extension}`;
  if (Object.hasOwn(icons, icon)) return icons[icon as keyof typeof icons];
  const isKnown = places.includes(place) && Object.hasOwn(extensions, extension);
  return isKnown ? place.toUpperCase().replaceAll("-", "_") : undefined;
}

/** How files of each kind begin. Sources: PNG specification (W3C), 5.2; RFC 9649 (WebP), 2.4; ITU-T T.81 (JPEG), B.1.1.3. */
const begins: Readonly<Record<string, (bytes: Buffer) => boolean>> = {
  ICO: (bytes) => bytes.readUInt32LE() === 0x0001_0000,
  JPEG: (bytes) => bytes.readUIntBE(0, 3) === 0xff_d8_ff,
  PNG: (bytes) => bytes.readBigUInt64BE() === 0x89_50_4e_47_0d_0a_1a_0an,
  WEBP: (bytes) =>
    bytes.toString("latin1", 0, 4) === "RIFF" && bytes.toString("latin1", 8, 12) === "WEBP",
};

/** A problem of an image's content. */
export interface ImageProblem {
  readonly given: unknown;
  readonly allowed: string;
  readonly fix?: string;
}

export function problemOf(bytes: Buffer, extension: string): ImageProblem | undefined {
  if (bytes.length === 0 || bytes.length > mostBytes) {
    return { given: `${bytes.length} bytes`, allowed: "an image of 1 to 1,000,000 bytes" };
  }
  if (extension === "SVG") return problemOfSvg(bytes);
  if (bytes.length >= 12 && begins[extension]!(bytes)) return undefined;
  return {
    given: "another kind of file",
    allowed: `an image of the kind ${extension}`,
    fix: "Rename it by what it is, or export it again.",
  };
}

function problemOfSvg(bytes: Buffer): ImageProblem | undefined {
  const part = unsafePartOf(bytes.toString("utf8"));
  if (part === undefined) return undefined;
  return {
    given: part,
    allowed:
      "an SVG image without scripts, event handlers, styles, foreign objects, document types, and references to other files",
    fix: "Cognito refuses what could run in a browser: export it as a plain SVG.",
  };
}
