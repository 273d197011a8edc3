import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.PathNotFoundException;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.StringWriter;
import java.util.Map;
import net.minidev.json.JSONObject;
import net.minidev.json.JSONStyle;
import net.minidev.json.JSONValue;
import org.apache.velocity.VelocityContext;
import org.apache.velocity.app.VelocityEngine;
import org.apache.velocity.app.event.EventCartridge;
import org.apache.velocity.app.event.ReferenceInsertionEventHandler;

/**
 * Prints what the Java libraries give for a template or a JSONPath, to record further cases of the tables in this
 * folder, in ../java/testing and in ../jsonPath. Nothing in the project runs it.
 *
 * Reads lines {"template": "…", "body": "{}"} or {"path": "$.a", "body": "{}"}, and writes lines {"text": "…"} or
 * {"error": "…"}. Java 17 with the jars of org.apache.velocity:velocity:1.7, com.jayway.jsonpath:json-path:2.4.0
 * and their dependencies in a folder:
 *
 *   java -cp "<folder>/*" Recorder.java < cases.jsonl
 */
public class Recorder {
  public static void main(String[] arguments) throws Exception {
    PrintStream out = new PrintStream(System.out, true, "UTF-8");
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, "UTF-8"));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      Map<String, String> given = JsonPath.parse(line).read("$");
      JSONObject result = new JSONObject();
      try {
        String body = given.getOrDefault("body", "{}");
        String path = given.get("path");
        result.put("text", path == null ? render(given.get("template"), body) : new Input(body).json(path));
      } catch (Throwable error) {
        result.put("error", error.getClass().getSimpleName() + ": " + error.getMessage());
      }
      out.println(result.toJSONString());
    }
  }

  /** With an engine of its own, because macros stay defined. */
  private static String render(String template, String body) throws Exception {
    VelocityEngine engine = new VelocityEngine();
    engine.setProperty("runtime.log.logsystem.class", "org.apache.velocity.runtime.log.NullLogChute");
    engine.setProperty("velocimacro.library", "");
    engine.init();
    VelocityContext context = new VelocityContext();
    context.put("input", new Input(body));
    EventCartridge events = new EventCartridge();
    // API Gateway prints nothing for a reference that leads nowhere. (recorded on AWS)
    events.addEventHandler(
        (ReferenceInsertionEventHandler) (reference, value) -> value == null ? "" : value);
    events.attachToContext(context);
    StringWriter writer = new StringWriter();
    engine.evaluate(context, writer, "template", template);
    return writer.toString();
  }

  /** The part of API Gateway's {@code $input} that reads the payload. */
  public static class Input {
    private final String body;

    Input(String body) {
      this.body = body;
    }

    public String getBody() {
      return body;
    }

    public Object path(String path) {
      try {
        return JsonPath.parse(body).read(path);
      } catch (PathNotFoundException missing) {
        return null;
      }
    }

    public String json(String path) {
      return JSONValue.toJSONString(path(path), JSONStyle.LT_COMPRESS);
    }
  }
}
