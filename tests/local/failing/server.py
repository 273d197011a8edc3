# A service that responds badly, passes calls on to the orders service, and calls a table without a trace.
import http.server, os, socketserver, urllib.request

class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        status, body = 200, b"{}"
        if self.path == "/redirect":
            status = 302
        if self.path == "/fails":
            status, body = 500, b'{"message":"no such list"}'
        if self.path == "/cut":
            self.wfile.write(b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf")
            self.close_connection = True
            return
        if self.path == "/table":
            scope = os.environ["AWS_REGION"] + "/dynamodb/aws4_request"
            headers = {
                "x-amz-target": "DynamoDB_20120810.GetItem",
                "authorization": "AWS4-HMAC-SHA256 Credential=AKIAPYTHON/20260101/" + scope,
            }
            request = urllib.request.Request(os.environ["AWS_ENDPOINT_URL"], b"{}", headers)
            try:
                urllib.request.urlopen(request)
            except urllib.error.HTTPError:
                body = b'{"refused":true}'
        if self.path == "/through":
            try:
                with urllib.request.urlopen(os.environ["ORDERS_URL"] + "/health") as answer:
                    body = answer.read()
            except urllib.error.HTTPError as error:
                status, body = error.code, error.read()
        self.send_response(status)
        if status == 302:
            self.send_header("location", "http://" + self.headers["host"] + "/elsewhere")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def address_string(self):
        return str(self.client_address)

socketserver.ThreadingUnixStreamServer(os.environ["PALISADE_SOCKET"], Handler).serve_forever()
