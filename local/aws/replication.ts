import { type AwsEndpoint, EndpointError, ownAuthorization } from "./endpoint.ts";

/**
 * Tells each region's MiniStack where the others are, so that they replicate global tables. Until then,
 * and for custom endpoints, a replica in another region is not created.
 *
 * @throws EndpointError
 */
export async function joinEndpoints(endpoints: Iterable<AwsEndpoint>): Promise<void> {
  const joined = [...endpoints].filter(({ accessKey }) => accessKey !== undefined);
  const peers = joined.map(({ region, url, accessKey }) => [
    region,
    { url, secret: accessKey!.secretAccessKey },
  ]);
  const body = JSON.stringify(Object.fromEntries(peers));
  await Promise.all(
    joined.map(async (aws) => {
      const url = `${aws.url}/_palisade/replication/peers`;
      const response = await fetch(url, { method: "POST", headers: ownAuthorization(aws), body });
      if (!response.ok) {
        throw new EndpointError(`${aws.url} does not replicate: status ${response.status}.`);
      }
    }),
  );
}
