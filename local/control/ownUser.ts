import { readFile } from "node:fs/promises";
import type { Socket } from "node:net";
import { isHeldBelow } from "./heldSockets.ts";
import { isAcceptedByLsof } from "./lsof.ts";

/** 127.0.0.1 in the tables' format, as an IPv4 or IPv6 address. */
const loopback = "(?:0{16}FFFF0000)?0100007F";

const established = "01";

/**
 * Whether the other end of a loopback connection belongs to this process's user or to root, and to none of the
 * processes that this one has started: functions and services are the user's too, but what is here is for people.
 * Linux lists the owner of each connection; on other systems lsof knows the processes.
 *
 * Source: the Linux kernel's "proc_net_tcp": fields 2 to 4 are both addresses and the state, field 8 the
 * user, field 10 the socket. Closed connections are listed as root's, in another state.
 */
export function isOwnUser(socket: Socket): Promise<boolean> {
  const known = results.get(socket) ?? findOwner(socket);
  results.set(socket, known);
  return known;
}

/** Reading the list takes long while there are thousands of connections, and a connection keeps its owner. */
const results = new WeakMap<Socket, Promise<boolean>>();

async function findOwner(socket: Socket): Promise<boolean> {
  const { remotePort = 0, localPort = 0 } = socket;
  const tables = await Promise.all(
    ["/proc/net/tcp", "/proc/net/tcp6"].map((file) => readFile(file, "utf8").catch(() => "")),
  );
  const table = tables.join("\n");
  if (table.trim() === "") return isAcceptedByLsof(socket);
  const [from, to] = [remotePort, localPort].map((port) =>
    port.toString(16).toUpperCase().padStart(4, "0"),
  );
  const row = new RegExp(
    `^ *\\d+: ${loopback}:${from} ${loopback}:${to} ${established} \\S+ \\S+ \\S+ +(\\d+) +\\d+ (\\d+) `,
    "m",
  );
  const [, user, inode] = row.exec(table) ?? [];
  const isUser = user !== undefined && [0, process.getuid?.()].includes(Number(user));
  return isUser && !(await isHeldBelow(process.pid, inode!));
}
