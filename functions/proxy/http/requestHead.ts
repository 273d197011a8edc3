import { headerName } from "../headers.ts";

/** What a value may contain, each character as one byte. Source: RFC 9110, 5.5. */
const fieldValue = /^[\t -~\x80-\xff]*$/;
const firstLine = /^[!-~]+ [!-~\x80-\xff]+ HTTP\/1\.1$/;

/**
 * The first line and the headers of a request, as bytes: one for each character.
 *
 * @param headers - alternating names and values
 * @throws TypeError when a part could be read as more than it is
 */
export function requestHead(
  { method, target, headers }: { method: string; target: string; headers: readonly string[] },
  host: string,
): string {
  let head = `${method} ${target} HTTP/1.1`;
  let isValid = firstLine.test(head);
  head += `\r\nhost: ${host}\r\n`;
  for (let index = 0; index < headers.length; index += 2) {
    const name = headers[index]!;
    const value = headers[index + 1]!;
    isValid &&= headerName(name).isToken && fieldValue.test(value);
    head += `${name}: ${value}\r\n`;
  }
  if (!isValid) throw new TypeError("a part of the request is not valid");
  return `${head}Connection: keep-alive\r\n\r\n`;
}
