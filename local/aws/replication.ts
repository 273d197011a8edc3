import { type AwsEndpoint, EndpointError, ownAuthorization } from "./endpoint.ts";

/**
 * Tells each region's MiniStack where the others are, so that they replicate global tables, and each
 * Cognito, so that it serves replicas of user pools. Until then, and for custom endpoints, a replica in
 * another region is not created.
 *
 * @throws EndpointError
 */
export async function joinEndpoints(endpoints: Iterable<AwsEndpoint>): Promise<void> {
  const all = [...endpoints];
  const cognitos = all.flatMap(({ region, identity }) =>
    identity ? [[region, identity.cognito] as const] : [],
  );
  for (const { identity } of all) identity?.join(new Map(cognitos));
  const joined = all.filter(({ accessKey }) => accessKey !== undefined);
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
