import { once } from "node:events";
import { connect, type Socket } from "node:net";
import type { Target } from "../support/target.ts";
import { connections } from "./load.ts";

/** Results of evenly spaced requests. */
export interface Paced {
  /** Milliseconds from each request's due time to the end of its response. */
  readonly latencies: number[];
  /** Number of responses by status. */
  readonly statuses: Record<number, number>;
  /** From the first request to the last response. */
  readonly seconds: number;
}

/** Sends requests at their due times, even if earlier ones have no response yet. */
export async function loadPaced(
  target: Target,
  { perSecond, seconds }: { perSecond: number; seconds: number },
): Promise<Paced> {
  const latencies: number[] = [];
  const statuses: Record<number, number> = {};
  const total = Math.round(perSecond * seconds);
  const waiting: number[] = [];
  const free = await Promise.all(
    Array.from({ length: connections }, () => Connection.open(target)),
  );
  const all = [...free];
  const startedAt = performance.now();
  await new Promise<void>((resolve, reject) => {
    const send = (connection: Connection, dueAt: number) =>
      connection.ask((status) => {
        latencies.push(performance.now() - dueAt);
        statuses[status] = (statuses[status] ?? 0) + 1;
        const next = waiting.shift();
        if (next !== undefined) send(connection, next);
        else free.push(connection);
        if (latencies.length === total) resolve();
      });
    for (const { socket } of all) {
      socket.once("error", reject).once("close", () => reject(new Error("the connection closed")));
    }
    let asked = 0;
    const timer = setInterval(() => {
      const due = Math.min(((performance.now() - startedAt) / 1000) * perSecond, total);
      for (; asked < due; asked++) {
        const dueAt = startedAt + (asked / perSecond) * 1000;
        const connection = free.pop();
        if (connection) send(connection, dueAt);
        else waiting.push(dueAt);
      }
      if (asked === total) clearInterval(timer);
    }, 1);
  });
  const lasted = performance.now() - startedAt;
  for (const { socket } of all) socket.removeAllListeners("close").destroy();
  return { latencies, statuses, seconds: lasted / 1000 };
}

/** One request at a time over a socket: a full HTTP client would take up the measured time. */
class Connection {
  readonly socket: Socket;
  readonly #request: string;
  #response = "";
  #onAnswer: (status: number) => void = () => {};

  static async open({ url, headers = {} }: Target): Promise<Connection> {
    const { hostname, port, pathname, search, host } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    await once(socket, "connect");
    const fields = Object.entries({ host, ...headers }).map(([name, value]) => `${name}: ${value}`);
    const head = [`GET ${pathname}${search} HTTP/1.1`, ...fields].join("\r\n");
    return new Connection(socket, `${head}\r\n\r\n`);
  }

  private constructor(socket: Socket, request: string) {
    this.socket = socket;
    this.#request = request;
    socket.setEncoding("latin1").on("data", (text: string) => this.#read(text));
  }

  ask(onAnswer: (status: number) => void): void {
    this.#onAnswer = onAnswer;
    this.socket.write(this.#request);
  }

  #read(text: string): void {
    this.#response += text;
    const end = this.#response.indexOf("\r\n\r\n");
    if (end < 0) return;
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(this.#response)![1]);
    if (this.#response.length < end + 4 + length) return;
    const status = Number(this.#response.slice(9, 12));
    this.#response = "";
    this.#onAnswer(status);
  }
}
