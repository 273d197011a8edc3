import { example, type Case, type Table } from "../case.ts";
import { echo, http, mock } from "../operations.ts";

const reference = "6.4 D:api-gateway-mapping-template-reference";
const formatting = "6.4 T:test_input_path_template_formatting";
const bodies = "6.4 T:test_input_body_formatting";
const overrides = "6.4 D:apigateway-override-request-response-parameters";

const payload =
  '{"s":"it\'s \\"q\\"","n":10.00,"i":3,"b":true,"z":null,"o":{"foo":"bar","a":"b"},"l":[{"foo":"bar"},2],"m":{"l":[1,"x"]}}';

/** A template and its rendered text for the payload. */
const renders = (fact: Case["fact"], template: string, text: string, body = payload): Case => ({
  fact,
  name: `${template} is ${text === "" ? "nothing" : text}`,
  resource: "/{id}",
  operation: echo(`[${template}]`),
  request: {
    line: "POST ~/p?id=q&id=r&only=q1&only=q2",
    headers: { id: "h", "X-Header": "head" },
    body,
  },
  expect: { status: 200, backend: { body: `[${text}]` } },
});

const fails = (fact: Case["fact"], name: string, template: string): Case => ({
  fact,
  name,
  operation: echo(template),
  request: { line: "POST ~", body: payload },
  expect: { status: 500, body: '{"message": "Internal server error"}', backend: null },
});

export const templates: Table = {
  title: "6.4 mapping templates",
  stage: { variables: { tenant: "blue", "a-b": "dash" } },
  cases: [
    renders(bodies, "$input.body", payload),
    renders(bodies, "$input.body", "{}", ""),
    renders(bodies, "$input.body", '{"n": 10.00}', '{"n": 10.00}'),
    renders(reference, "$input.json('$')", '{"a":1}', '{ "a" : 1 }'),
    renders(reference, "$input.json('$.o')", '{"foo":"bar","a":"b"}'),
    renders(reference, "$input.json('$.l')", '[{"foo":"bar"},2]'),
    renders(reference, "$input.json('$.i')", "3"),
    renders(reference, "$input.json('$.b')", "true"),
    renders("6.4 LS", "$input.json('$.none')", '""'),
    renders(reference, "$input.path('$.i')", "3"),
    renders(reference, "$input.path('$.m.l').size()", "2"),
    renders(reference, "$input.path('$.l[0].foo')", "bar"),
    renders(reference, "$input.path('$.m.l').get(1)", "x"),
    renders(formatting, "$input.path('$.o')", "{foo=bar, a=b}"),
    renders(formatting, "$input.path('$.l')", '[{"foo":"bar"},2]'),
    renders(formatting, "$input.path('$.m')", '{l=[1,"x"]}'),
    renders(formatting, "$input.path('$.z')", ""),
    renders(formatting, "$input.path('$.none')", ""),
    renders(formatting, "#if($input.path('$.none') == '')empty#end", "empty"),
    renders(formatting, "#if($input.path('$.none') == $null)null#end", "null"),
    renders(reference, "$input.params('id')", "p"),
    renders(reference, "$input.params('only')", "q2"),
    renders(reference, "$input.params('X-Header')", "head"),
    renders(reference, "$input.params('x-header')", ""),
    renders(reference, "$input.params('none')", ""),
    renders(reference, "$input.params().get('path').get('id')", "p"),
    renders(reference, "$input.params().querystring.id", "r"),
    renders(reference, "$input.params().get('header').get('id')", "h"),
    renders(
      reference,
      "#foreach($p in $input.params().path.keySet())$p=$input.params().path.get($p)#if($foreach.hasNext),#end#end",
      "id=p",
    ),
    renders(reference, "$context.httpMethod $context.stage $context.apiId", "POST dev abc123"),
    renders(reference, "$context.identity.sourceIp", "127.0.0.1"),
    renders(reference, "$context.none", ""),
    renders(reference, "$stageVariables.tenant", "blue"),
    renders(reference, "$stageVariables['a-b']", "dash"),
    renders(reference, "${stageVariables['tenant']}", "blue"),
    renders("2.11 LS", "$stageVariables.none", ""),
    renders(reference, "$util.escapeJavaScript($input.path('$.s'))", `it\\'s \\"q\\"`),
    renders(
      reference,
      `$util.escapeJavaScript($input.path('$.s')).replaceAll("\\\\'","'")`,
      `it's \\"q\\"`,
    ),
    renders(reference, `$util.parseJson('{"a":{"b":7}}').a.b`, "7"),
    renders(reference, "$util.urlEncode('a b&c+é')", "a+b%26c%2B%C3%A9"),
    renders(reference, "$util.urlDecode('a+b%26c')", "a b&c"),
    renders(reference, "$util.base64Encode('é')", "w6k="),
    renders(reference, "$util.base64Decode('w6k=')", "é"),
    renders("6.4 T:vtl_map_assignation", "#set($m = {})#set($m.k = 'v')$m.k", "v"),
    renders("6.4 T:vtl_map_assignation", "#set($m = {})#set($_ = $m.put('k','v'))$m.k", "v"),
    renders("6.4 LS", "#set($l = [])#set($_ = $l.add(1))$l.size()", "1"),
    renders(
      "6.4 LS",
      "#foreach($e in ['a','b'])$foreach.index$e#if($foreach.hasNext),#end#end",
      "0a,1b",
    ),
    renders(
      "6.4 LS",
      "#set($s = 'text')$s.length() $s.substring(1,3) $s.contains('ex')",
      "4 ex true",
    ),
    renders("6.4 LS", "#if(1 < 2 && !false)yes#{else}no#end", "yes"),
    example("6.4 D:api-gateway-mapping-template-reference", "$util.toJson does not exist", {
      operation: echo("[$util.toJson('x')]"),
      request: { line: "POST ~", body: "{}" },
      expect: { status: 200, backend: { body: /^(?!\["x"\])/ } },
    }),
    example(overrides, "request overrides replace mappings", {
      operation: http({
        uri: "http://backend/at/{p}",
        requestParameters: {
          "integration.request.header.X-A": "'mapped'",
          "integration.request.querystring.q": "'mapped'",
          "integration.request.path.p": "'mapped'",
        },
        requestTemplates: {
          "application/json":
            "#set($context.requestOverride.header.X-A = 'set')#set($context.requestOverride.querystring.q = 'set')#set($context.requestOverride.path.p = 'set')",
        },
      }),
      request: { line: "POST ~", body: "{}" },
      expect: { status: 200, backend: { path: "/at/set", query: "q=set", "headers.x-a": "set" } },
    }),
    example(overrides, "a header override may be a list", {
      operation: echo("#set($context.requestOverride.header.X-A = ['1','2'])"),
      request: { line: "POST ~", body: "{}" },
      expect: { status: 200, backend: { "headers.x-a": "1, 2" } },
    }),
    example(overrides, "response overrides replace mappings", {
      operation: mock("", {
        responses: {
          default: {
            statusCode: "200",
            responseParameters: { "method.response.header.X-A": "'mapped'" },
            responseTemplates: {
              "application/json":
                "#set($context.responseOverride.status = 418)#set($context.responseOverride.header.X-A = 'set')tea",
            },
          },
        },
      }),
      expect: { status: 418, body: "tea", headers: { "x-a": "set" } },
    }),
    {
      fact: "6.4 T:test_integration_mock_with_response_override_in_request_template",
      name: "a request template may set the response's status",
      operation: mock("", {
        requestTemplates: {
          "application/json": '#set($context.responseOverride.status = 444){"statusCode": 200}',
        },
      }),
      expect: { status: 444 },
    },
    {
      fact: "6.4 T:test_integration_mock_with_request_overrides_in_response_template",
      name: "a response template reads overrides of the request template",
      operation: mock("$context.requestOverride.header.X-A", {
        requestTemplates: {
          "application/json":
            '#set($context.requestOverride.header.X-A = "set"){"statusCode": 200}',
        },
      }),
      expect: { status: 200, body: "set" },
    },
    ...["oops", "99", "600"].map((status): Case => ({
      fact: "6.4 LS",
      name: `the status ${status} is ignored`,
      operation: mock(`#set($context.responseOverride.status = '${status}')`),
      expect: { status: 200 },
    })),
    fails(
      overrides,
      "the same override twice",
      "#set($context.requestOverride.header.a = '1')#set($context.requestOverride.header.a = '2')",
    ),
    example(reference, "$input of a response template is the endpoint's response", {
      operation: http({
        responses: {
          default: {
            statusCode: "200",
            responseTemplates: {
              "application/json": '{"got":$input.json(\'$.a\'),"by":"$input.params("q")"}',
            },
          },
        },
      }),
      request: { line: "POST ~?q=me", body: '{"a":"mine"}' },
      response: { body: '{"a":"theirs"}' },
      expect: { status: 200, body: '{"got":"theirs","by":"me"}' },
    }),
  ],
};
