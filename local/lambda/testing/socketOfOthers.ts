import { once } from "node:events";
import { connect, createServer } from "node:net";

/**
 * Listens like another program of the user, until asked for the number of connections. Counting here is
 * reliable, because the function under test may have changed its own results.
 *
 * @param path - of a Unix domain socket
 */
export async function socketOfOthers(path: string): Promise<{ connections(): Promise<number> }> {
  let count = 0;
  const server = createServer((socket) => {
    count += 1;
    socket.on("error", () => {}).end();
  });
  server.listen(path);
  await once(server, "listening");
  return {
    async connections() {
      // Accepted after all earlier connections.
      await once(connect(path).resume(), "close");
      server.close();
      return count - 1;
    },
  };
}
