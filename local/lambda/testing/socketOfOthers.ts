import { once } from "node:events";
import { connect, createServer } from "node:net";

/**
 * Listens as another program of the user's does, until asked how many have connected: whoever tried may
 * have changed what it answers.
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
      // Comes after all that were made before.
      await once(connect(path).resume(), "close");
      server.close();
      return count - 1;
    },
  };
}
