import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import net, { type AddressInfo, type Server, type Socket } from "node:net";

/** A service on a free loopback port. */
export interface TestService {
  readonly url: URL;
  /** Stops listening and destroys all connections. */
  stop(): Promise<void>;
}

const started: TestService[] = [];

/** Stops the services of each test of the calling suite. */
export function stopServices(): void {
  afterEach(() => Promise.all(started.splice(0).map((service) => service.stop())));
}

/** A service that speaks HTTP. */
export const startHttpService = (listener: RequestListener): Promise<TestService> =>
  start(createServer(listener));

/** A service that passes its connections to `onConnection`. */
export const startTcpService = (onConnection: (socket: Socket) => void): Promise<TestService> =>
  start(net.createServer(onConnection));

async function start(server: Server): Promise<TestService> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const stop = async () => {
    if (!server.listening) return;
    server.close();
    for (const socket of sockets) socket.destroy();
    await once(server, "close");
  };
  const { port } = server.address() as AddressInfo;
  const service = { url: new URL(`http://127.0.0.1:${port}`), stop };
  started.push(service);
  return service;
}
