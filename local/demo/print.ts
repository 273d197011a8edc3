import { colours } from "../../project/colours.ts";

/** Prints a step's title. */
export function title(text: string): void {
  console.log(`\n${colours.bold(text)}`);
}

/** Prints a remark on the previous step. */
export function remark(text: string): void {
  console.log(colours.dim(`  ${text}`));
}

/** Sends a request and prints it with its response. Shortens tokens. */
export async function show(
  url: string,
  { method = "GET", headers = {}, body }: ShownRequest = {},
): Promise<{ status: number; region: string | null }> {
  console.log(`  ${colours.cyan(`${method} ${new URL(url).pathname}`)}${headerLine(headers)}`);
  if (body) console.log(colours.cyan(`    ${body}`));
  const response = await fetch(url, { method, headers, ...(body ? { body } : {}) });
  const region = response.headers.get("x-palisade-region");
  const text = await response.text();
  const colour = response.ok ? colours.green : colours.yellow;
  console.log(`  ${colour(String(response.status))} ${region ?? ""}  ${shortened(text, 160)}`);
  return { status: response.status, region };
}

interface ShownRequest {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

const headerLine = (headers: Record<string, string>): string =>
  Object.entries(headers)
    .map(([name, value]) => colours.dim(`  ${name}: ${shortened(value, 32)}`))
    .join("");

const shortened = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length)}…` : text;
