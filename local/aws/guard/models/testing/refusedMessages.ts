import {
  events,
  states,
  sqsJson,
  form,
  inUrl,
  machine,
  topic,
  QueueUrl,
  attribute,
  message,
  publish,
  start,
  broken,
  wrongAttribute,
  type Refused,
} from "./requests.ts";

/** Requests to EventBridge, Step Functions, SQS, SNS, SES, Lambda and S3. */
export const refusedMessages: readonly Refused[] = [
  [
    "EventBridge: an object for the detail",
    events("PutEvents", { Entries: [{ Detail: {} }] }),
    "SerializationException",
    "Start of structure or map found where not expected.",
  ],
  [
    "EventBridge: no entry",
    events("PutEvents", { Entries: [] }),
    "ValidationException",
    broken("entries", "'[]'", "Member must have length greater than or equal to 1"),
  ],
  [
    "EventBridge: a bus",
    events("PutEvents", { Entries: [{ EventBusName: "a b" }] }),
    "ValidationException",
    /^1 validation error detected: Value 'a b' at 'entries\.1\.member\.eventBusName' failed/,
  ],

  [
    "Step Functions: an object for the input",
    start({ input: {} }),
    "SerializationException",
    "Start of structure or map found where not expected.",
  ],
  [
    "Step Functions: an input that is no JSON",
    start({ input: '{"a": "b"c"}' }),
    "InvalidExecutionInput",
    /^Invalid State Machine Execution Input: '/,
  ],
  [
    "Step Functions, synchronous: an input that is no JSON",
    states("StartSyncExecution", { stateMachineArn: machine, input: "hello" }),
    "InvalidExecutionInput",
    /^Invalid State Machine/,
  ],
  ["Step Functions: a name", start({ name: "a b" }), "InvalidName", "Invalid Name: 'a b'"],
  [
    "Step Functions: an ARN",
    states("StartExecution", { stateMachineArn: "x" }),
    "InvalidArn",
    "Invalid Arn: 'Invalid ARN prefix: x'",
  ],
  [
    "Step Functions: no ARN",
    states("StartExecution", {}),
    "ValidationException",
    broken("stateMachineArn", "null", "Member must not be null"),
  ],

  [
    "SQS: a number for the body",
    sqsJson("SendMessage", { QueueUrl, MessageBody: 1 }),
    "SerializationException",
    "NUMBER_VALUE can not be converted to a String",
  ],
  [
    "SQS: no body",
    sqsJson("SendMessage", { QueueUrl }),
    "MissingParameter",
    "The request must contain the parameter MessageBody.",
  ],
  [
    "SQS: an attribute's type",
    attribute({ DataType: "Nope", StringValue: "a" }),
    "InvalidParameterValue",
    wrongAttribute,
  ],
  [
    "SQS: an attribute's empty value",
    attribute({ DataType: "String", StringValue: "" }),
    "InvalidParameterValue",
    "Message (user) attribute 'kind' must contain a non-empty value of type 'String'.",
  ],
  [
    "SQS: text of type Number",
    attribute({ DataType: "Number", StringValue: "a" }),
    "InvalidParameterValue",
    "Can't cast the value of message (user) attribute 'kind' to a number.",
  ],
  [
    "SQS: a binary value of type String",
    attribute({ DataType: "String", BinaryValue: "YQ==" }),
    "InvalidParameterValue",
    /non-empty value of type 'String'/,
  ],
  [
    "SQS form: an attribute's type",
    message({
      "MessageAttribute.1.Name": "kind",
      "MessageAttribute.1.Value.DataType": "Nope",
      "MessageAttribute.1.Value.StringValue": "a",
    }),
    "InvalidParameterValue",
    wrongAttribute,
  ],
  [
    "SQS form: an attribute without a name",
    message({
      "MessageAttribute.1.Value.DataType": "String",
      "MessageAttribute.1.Value.StringValue": "a",
    }),
    "InvalidParameterValue",
    "The request must contain non-empty message attribute name.",
  ],
  [
    "SQS form: text for a number",
    message({ DelaySeconds: "a" }),
    "InvalidParameterValue",
    /^Value a for parameter DelaySeconds is invalid/,
  ],
  [
    "SQS form: a control character",
    message({ MessageBody: "a\0b" }),
    "InvalidMessageContents",
    /outside the allowed set/,
  ],
  [
    "SQS form: a percent sign that is not encoded",
    form("sqs", "SendMessage", `QueueUrl=${QueueUrl}&MessageBody=100% a`),
    "MalformedQueryString",
    /syntax error/,
  ],

  [
    "SNS: no message",
    form("sns", "Publish", { TopicArn: topic }),
    "ValidationError",
    broken("message", "null", "Member must not be null"),
  ],
  [
    "SNS: an empty message",
    publish({ Message: "" }),
    "InvalidParameter",
    "Invalid parameter: Empty message",
  ],
  [
    "SNS: no topic",
    form("sns", "Publish", { Message: "a" }),
    "InvalidParameter",
    "Invalid parameter: TopicArn or TargetArn Reason: no value for required parameter",
  ],
  [
    "SNS: a topic",
    publish({ TopicArn: "x" }),
    "InvalidParameter",
    /^Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 1/,
  ],
  [
    "SNS: a subject with a line break",
    publish({ Subject: "a\nb" }),
    "InvalidParameter",
    "Invalid parameter: Subject",
  ],
  [
    "SNS: a structure that is no JSON",
    publish({ MessageStructure: "json" }),
    "InvalidParameter",
    "Invalid parameter: Message Structure - JSON message body failed to parse",
  ],
  [
    "SNS: a structure without a default",
    publish({ MessageStructure: "json", Message: "{}" }),
    "InvalidParameter",
    "Invalid parameter: Message Structure - No default entry in JSON message body",
  ],
  [
    "SNS: an attribute's type",
    publish({
      "MessageAttributes.entry.1.Name": "kind",
      "MessageAttributes.entry.1.Value.DataType": "Nope",
      "MessageAttributes.entry.1.Value.StringValue": "a",
    }),
    "ParameterValueInvalid",
    /^The message attribute 'kind' has an invalid message attribute type/,
  ],
  [
    "SNS: an attribute's type, in a URL",
    inUrl(
      publish({
        "MessageAttributes.entry.1.Name": "kind",
        "MessageAttributes.entry.1.Value.DataType": "Nope",
        "MessageAttributes.entry.1.Value.StringValue": "a",
      }),
    ),
    "ParameterValueInvalid",
    /^The message attribute 'kind' has an invalid message attribute type/,
  ],

  [
    "SES: a number for an address",
    { service: "ses", path: "/v2/email/outbound-emails", body: '{"FromEmailAddress": 1}' },
    "SerializationException",
    "NUMBER_VALUE can not be converted to a String",
  ],
  [
    "Lambda: an event that is no JSON",
    { service: "lambda", path: "/2015-03-31/functions/none/invocations", body: '{"a": "b"c"}' },
    "InvalidRequestContentException",
    /^Could not parse request body into json: /,
  ],
  [
    "S3: a long key",
    { service: "s3", method: "PUT", path: `/bucket/${"k".repeat(1025)}`, body: "a" },
    "KeyTooLongError",
    "Your key is too long",
  ],
];
