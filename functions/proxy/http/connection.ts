import { connect as connectTcp, isIP, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";

/** Who uses a connection, one at a time. */
export interface ConnectionUser {
  onConnect(): void;
  onData(bytes: Buffer): void;
  /** The service sends nothing more. */
  onEnd(): void;
  /** May be called several times. @param error - why, unless it was closed in order */
  onClose(error?: Error): void;
}

/** Opens connections to one address. */
export function connectorTo({ protocol, hostname, port }: URL): () => Socket {
  const isTls = protocol === "https:";
  // An IPv6 address stands in brackets in a URL.
  const host = hostname.replace(/^\[|\]$/g, "");
  const options = {
    host,
    port: Number(port || (isTls ? 443 : 80)),
    noDelay: true,
    keepAlive: true,
    // Names only; an address is checked without it. Source: RFC 6066, 3 "Server Name Indication".
    servername: isIP(host) ? "" : host,
    /** What the last handshake has agreed on makes the next one shorter. */
    session: undefined as Buffer | undefined,
  };
  if (!isTls) return () => connectTcp(options);
  return () => connectTls(options).on("session", (session) => (options.session = session));
}

/** One connection to a service. */
export class Connection {
  readonly socket: Socket;
  /** Who uses it; nobody while it waits for its next request. */
  user: ConnectionUser | undefined;
  readonly openedAt: number = Date.now();
  isConnected = false;
  /** Whether it has carried a request before. */
  isReused = false;
  /** Since when it waits for its next request. */
  idleSince = 0;

  constructor(socket: Socket, user: ConnectionUser) {
    this.socket = socket;
    this.user = user;
    socket.once("encrypted" in socket ? "secureConnect" : "connect", () => {
      this.isConnected = true;
      this.user?.onConnect();
    });
    // What arrives while nobody waits must not become the response to the next request.
    socket.on("data", (bytes: Buffer) => (this.user ? this.user.onData(bytes) : socket.destroy()));
    socket.once("end", () => (this.user ? this.user.onEnd() : socket.destroy()));
    // Not `once`: without a listener, a second error would end the process.
    socket.on("error", (error) => this.user?.onClose(error));
    socket.once("close", () => this.user?.onClose());
  }
}
