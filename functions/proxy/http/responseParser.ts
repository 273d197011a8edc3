import { type FailureKind, ProxyFailure } from "../failure.ts";
import { headerName } from "../headers.ts";

/** Receives what a parser reads. */
export interface ResponseEvents {
  /** @param rawHeaders - alternating names and values, as received */
  onHead(status: number, rawHeaders: string[]): void;
  /** A part of the body, which shares the memory of the bytes that were read. */
  onBody(part: Buffer): void;
  /** @param keepsAlive - whether the connection may carry another request */
  onEnd(keepsAlive: boolean): void;
}

export interface ResponseParser {
  /** @throws ProxyFailure when this is no response that can be understood in one way only */
  read(bytes: Buffer): void;
  /** The connection has ended. @returns whether the response has ended with it */
  end(): boolean;
}

/** A response with more headers fails; API Gateway does not carry as many. */
const maxHeadBytes = 32 * 1024;

const statusLine = /^HTTP\/1\.([01]) ([1-5]\d\d)(?: [\t -~\x80-\xff]*)?$/;
/** A name and a value, which is as it was sent between spaces and tabs: `trim` would also remove bytes of UTF-8. */
const headerLine =
  /^([\w!#$%&'*+.^`|~-]+):[\t ]*((?:[!-~\x80-\xff](?:[\t -~\x80-\xff]*[!-~\x80-\xff])?)?)[\t ]*$/;
const closes = /(?:^|,)[\t ]*close[\t ]*(?:,|$)/i;
/** A length in hexadecimal digits. Extensions have no meaning here. */
const chunkSize = /^([0-9a-f]{1,12})(?:;[\w-]+(?:=[\w-]+)?)*$/i;
const framing = /^(?:content-length|transfer-encoding):/i;

const lineFeed = 10;

/**
 * Reads one response of HTTP/1.1, in whatever parts it arrives. It drops informational responses and trailers.
 *
 * It is as strict as Node.js's parser or stricter: whatever two servers could read in two ways fails, such as two
 * lengths, or a line that ends without a carriage return. Node.js's own client takes longer than the rest of the
 * proxy together.
 *
 * Source: RFC 9112, 2.2, 4 to 7 and 9.3.
 */
export function responseParser(method: string, events: ResponseEvents): ResponseParser {
  /** Reads the next line, without its end. */
  let takeLine = takeStatus;
  /** The beginning of a line whose end has not arrived. */
  let begunLine = "";
  /** Bytes of the head or the trailers, or of a chunk's line. */
  let lineBytes = 0;
  let status = 0;
  let isHttp10 = false;
  let rawHeaders: string[] = [];
  let length: string | undefined;
  let coding: string | undefined;
  /** Bytes of the body or the chunk to come. */
  let left = 0;
  let keepsAlive = true;
  let isComplete = false;

  function read(bytes: Buffer): void {
    let at = 0;
    while (at < bytes.length && !isComplete) {
      at = left > 0 ? readBody(bytes, at) : readLine(bytes, at);
    }
    // Nobody has asked for what follows.
    if (isComplete) events.onEnd(keepsAlive && at === bytes.length);
  }

  function readBody(bytes: Buffer, from: number): number {
    const to = Math.min(bytes.length, from + left);
    left -= to - from;
    events.onBody(bytes.subarray(from, to));
    if (left === 0) isComplete = coding === undefined;
    return to;
  }

  function readLine(bytes: Buffer, from: number): number {
    const end = bytes.indexOf(lineFeed, from);
    const to = end < 0 ? bytes.length : end + 1;
    lineBytes += to - from;
    if (lineBytes > maxHeadBytes) {
      throw failure("responseTooLarge", `more than ${maxHeadBytes} bytes of headers`);
    }
    const line = begunLine + bytes.toString("latin1", from, to);
    begunLine = end < 0 ? line : "";
    if (end >= 0) {
      if (!line.endsWith("\r\n")) throw invalid("line");
      takeLine(line.slice(0, -2));
    } else if (status === 0 && !"HTTP/1.".startsWith(line.slice(0, 7))) {
      // A service of another protocol may wait for more.
      throw invalid("protocol");
    }
    return to;
  }

  function expect(next: typeof takeLine): void {
    takeLine = next;
    lineBytes = 0;
  }

  function takeStatus(line: string): void {
    const match = statusLine.exec(line);
    if (!match) throw invalid("protocol");
    isHttp10 = match[1] === "0";
    keepsAlive = !isHttp10;
    status = Number(match[2]);
    if (status === 101) throw invalid("change of protocol");
    takeLine = takeHeader;
  }

  function takeHeader(line: string): void {
    if (line === "") return endHead();
    const [, name, value] = headerLine.exec(line) ?? [];
    if (name === undefined || value === undefined) throw invalid("header");
    rawHeaders.push(name, value);
    const { lower } = headerName(name);
    if (lower === "content-length") {
      if (length !== undefined || !/^[^:]+:[\t ]*\d{1,15} *$/.test(line)) throw invalid("length");
      length = value;
    } else if (lower === "transfer-encoding") {
      if (coding !== undefined || !/^[^:]+:[\t ]*chunked *$/i.test(line)) throw invalid("coding");
      coding = value;
    } else if (lower === "connection" && closes.test(value)) keepsAlive = false;
  }

  function endHead(): void {
    // HTTP/1.0 has no codings, so servers differ in how they read one.
    if (coding !== undefined && (length !== undefined || isHttp10)) throw invalid("coding");
    if (status < 200) {
      rawHeaders = [];
      length = coding = undefined;
      return expect(takeStatus);
    }
    expect(takeChunkSize);
    if (method === "HEAD" || status === 204 || status === 304) isComplete = true;
    else if (coding === undefined) {
      left = Number(length ?? Infinity);
      isComplete = left === 0;
    }
    events.onHead(status, rawHeaders);
  }

  function takeChunkSize(line: string): void {
    const size = chunkSize.exec(line)?.[1];
    if (size === undefined) throw invalid("chunk");
    left = Number.parseInt(size, 16);
    expect(left === 0 ? takeTrailer : takeChunkEnd);
  }

  function takeChunkEnd(line: string): void {
    if (line !== "") throw invalid("chunk");
    expect(takeChunkSize);
  }

  function takeTrailer(line: string): void {
    isComplete = line === "";
    if (!isComplete && (!headerLine.test(line) || framing.test(line))) throw invalid("trailer");
  }

  function end(): boolean {
    if (left < Infinity) return false;
    events.onEnd(false);
    return true;
  }

  return { read, end };
}

const failure = (kind: FailureKind, message: string) =>
  new ProxyFailure(kind, message, { progress: "received" });

const invalid = (part: string) => failure("brokenResponse", `invalid ${part} in the response`);
