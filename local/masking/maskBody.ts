/** Masks secret values by their names. */
interface ValueMasker {
  value(name: string, value: string): string;
}

/** A form's or query's pairs, with masked values. Keeps what needs no mask as it was sent. */
export function maskForm(text: string, masker: ValueMasker): string {
  return text
    .split("&")
    .map((pair) => {
      const equals = pair.indexOf("=");
      if (equals === -1) return pair;
      const [name, value] = [decoded(pair.slice(0, equals)), decoded(pair.slice(equals + 1))];
      const shown = masker.value(name, value);
      return shown === value ? pair : `${pair.slice(0, equals)}=${shown}`;
    })
    .join("&");
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}

/**
 * A text with masked fields, if it is JSON. Of other texts, such as JSON that is cut off, fields are found by their
 * look: `"password": "…"`.
 */
export function maskJson(text: string, masker: ValueMasker): string {
  try {
    return JSON.stringify(maskValue("", JSON.parse(text) as unknown, masker));
  } catch {
    return text.replaceAll(field, (all: string, name: string, value: string) => {
      const plain = value.replace(/^"|"$/g, "");
      const shown = masker.value(name, plain);
      return shown === plain ? all : all.slice(0, all.length - value.length) + `"${shown}"`;
    });
  }
}

/** A field of JSON; its value may be cut off. */
const field = /"([^"\\]{1,64})"\s*:\s*("(?:[^"\\]|\\.)*(?:"|$)|-?\d[\d.eE+-]*)/g;

function maskValue(name: string, value: unknown, masker: ValueMasker): unknown {
  if (typeof value === "string") return masker.value(name, value);
  if (typeof value === "number") {
    const text = String(value);
    const shown = masker.value(name, text);
    return shown === text ? value : shown;
  }
  if (Array.isArray(value)) return value.map((each) => maskValue(name, each, masker));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, each]) => [key, maskValue(key, each, masker)]);
  return Object.fromEntries(entries);
}
