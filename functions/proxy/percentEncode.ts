import { toUSVString } from "node:util";

/** `encodeURIComponent` that does not throw: half a surrogate pair becomes U+FFFD. */
export const percentEncode = (text: string): string => encodeURIComponent(toUSVString(text));
