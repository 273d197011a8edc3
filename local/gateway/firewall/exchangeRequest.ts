import type { Exchange } from "../exchange/exchange.ts";
import { maxPayloadBytes } from "../quotas.ts";
import type { InspectedRequest } from "./request.ts";

/** Reads a request's body; undefined without one. @throws GatewayError 413 over 10 MB */
export type ReceiveBody = () => Promise<Buffer | undefined>;

/** An exchange's request. A class without functions of its own: one is made for each request. */
export class ExchangeRequest implements InspectedRequest {
  readonly #exchange: Exchange;
  readonly #basePaths: ReadonlyMap<string, string>;
  readonly #receiveBody: ReceiveBody;

  /** @param basePaths - of custom domains, by host name */
  constructor(
    exchange: Exchange,
    basePaths: ReadonlyMap<string, string>,
    receiveBody: ReceiveBody,
  ) {
    this.#exchange = exchange;
    this.#basePaths = basePaths;
    this.#receiveBody = receiveBody;
  }

  get clientIp(): string {
    return this.#exchange.request.sourceIp;
  }

  get method(): string {
    return this.#exchange.request.sentMethod;
  }

  get uriPath(): string {
    const { request, domainName } = this.#exchange;
    const { fullPath } = request.target;
    const basePath = this.#basePaths.get(domainName.toLowerCase());
    return basePath === undefined ? fullPath : basePath + withoutStage(fullPath);
  }

  get query(): string {
    return this.#exchange.request.target.rawQuery;
  }

  get rawHeaders(): readonly string[] {
    return this.#exchange.request.headers.raw;
  }

  header(name: string): string | undefined {
    return this.#exchange.request.headers.get(name)?.values.join(",");
  }

  bodyBytes(): number | Promise<number> {
    const { headers } = this.#exchange.request;
    const length = Number(headers.last("content-length") ?? 0);
    // A chunked body has no declared length.
    const isChunked = headers.last("transfer-encoding") !== undefined;
    if (!isChunked && length <= maxPayloadBytes) return length;
    return this.readBody().then(({ length: bytes }) => bytes);
  }

  /** AWS does not document if the firewall or API Gateway's size limit comes first; here the limit does. */
  async readBody(): Promise<Buffer> {
    return (await this.#receiveBody()) ?? empty;
  }
}

/** The local edge puts the stage in front of a path, as a custom domain does. */
const withoutStage = (path: string): string => path.replace(/^\/[^/]*/, "") || "/";

const empty = Buffer.alloc(0);
