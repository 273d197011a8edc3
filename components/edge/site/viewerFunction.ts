import type { OptionFault } from "../../shared/errors.ts";

/** Source: CloudFront Developer Guide, "Quotas" (CloudFront Functions). */
const maxBytes = 10_240;

/**
 * Code of the CloudFront function for the site's paths: `/docs/` is `/docs/index.html`, `/docs` redirects
 * to it, and paths of single-page apps without a file extension are their app's page.
 *
 * @param folders - with a page, such as `/docs`
 * @param spaPages - pages by path pattern
 */
export function viewerFunction(
  folders: readonly string[],
  spaPages: Readonly<Record<string, string>> = {},
): string {
  const apps = Object.entries(spaPages).map(
    ([pattern, page]) =>
      `  { paths: ${regularExpression(pattern)}, page: ${JSON.stringify(page)} },`,
  );
  return `const folders = ${JSON.stringify(folders)};
const apps = [${apps.length > 0 ? `\n${apps.join("\n")}\n` : ""}];

function handler(event) {
  const request = event.request;
  const path = request.uri;
  if (path === "/" || folders.includes(path.slice(0, -1)) && path.endsWith("/")) {
    request.uri = path + "index.html";
    return request;
  }
  if (folders.includes(path)) {
    return {
      statusCode: 302,
      statusDescription: "Found",
      headers: { location: { value: path + "/" } },
    };
  }
  const app = apps.find((each) => each.paths.test(path));
  if (app && !path.slice(path.lastIndexOf("/")).includes(".")) request.uri = app.page;
  return request;
}
`;
}

/** A literal of a pattern's regular expression. */
const regularExpression = (pattern: string): string =>
  `/^${pattern
    .replace(/[.+$/]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".")}$/`;

/** CloudFront's limit of a function's code. */
export const functionFaults = (code: string): OptionFault[] =>
  Buffer.byteLength(code) <= maxBytes
    ? []
    : [
        {
          argument: "edge.site.directory",
          given: `${Buffer.byteLength(code)} bytes of folders with an index.html`,
          allowed: `folders whose names have at most ${maxBytes} bytes in total`,
          fix: "Name pages like docs.html, without a folder.",
        },
      ];
