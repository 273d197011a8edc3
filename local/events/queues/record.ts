import type { Message, MessageAttributeValue } from "@aws-sdk/client-sqs";

/**
 * A message as Lambda hands it to a function. (Lambda Developer Guide, "Using Lambda with Amazon SQS")
 */
export function recordOf(message: Message, queueArn: string): object {
  const { MessageAttributes = {}, MD5OfMessageAttributes } = message;
  const entries = Object.entries(MessageAttributes);
  return {
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body ?? "",
    attributes: message.Attributes ?? {},
    messageAttributes: Object.fromEntries(entries.map(([name, value]) => [name, attribute(value)])),
    ...(MD5OfMessageAttributes && { md5OfMessageAttributes: MD5OfMessageAttributes }),
    md5OfBody: message.MD5OfBody,
    eventSource: "aws:sqs",
    eventSourceARN: queueArn,
    awsRegion: queueArn.split(":")[3],
  };
}

const attribute = ({ StringValue, BinaryValue, DataType }: MessageAttributeValue) => ({
  ...(StringValue !== undefined && { stringValue: StringValue }),
  ...(BinaryValue && { binaryValue: Buffer.from(BinaryValue).toString("base64") }),
  stringListValues: [],
  binaryListValues: [],
  dataType: DataType,
});
