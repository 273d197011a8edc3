import type { Format } from "./format.ts";

/**
 * A line of VPC flow logs in the default format.
 * Source: VPC User Guide, "Flow log records": version account-id interface-id srcaddr dstaddr srcport dstport protocol
 * packets bytes start end action log-status.
 */
export const flowText: Format = (text) => {
  const parts = text.trim().split(" ");
  if (parts.length !== 14 || parts[0] !== "2") return undefined;
  const given = parts.map((part) => (part === "-" ? undefined : part));
  const [, , networkInterface, sourceIp, destinationIp, sourcePort, destinationPort] = given;
  const [protocol, packets, bytes, start, end, action] = given.slice(7);
  const durationMs = (Number(end) - Number(start)) * 1000;
  return {
    fields: {
      ...{ timestamp: Number(start) * 1000, durationMs, action, networkInterface },
      ...{ sourceIp, sourcePort, destinationIp, destinationPort, protocol, packets, bytes },
      message: `${action ?? given[13]} ${sourceIp ?? "-"} to ${destinationIp ?? "-"}:${destinationPort ?? "-"}`,
    },
  };
};
