/** Streams two parts. */
export const handler = awslambda.streamifyResponse(async (_event, stream) => {
  const out = awslambda.HttpResponseStream.from(stream, { statusCode: 200 });
  out.write("one ");
  out.end("two");
});
