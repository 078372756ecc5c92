package io.mycel.runtime.plugin;

import io.mycel.runtime.cli.Arguments;
import io.mycel.runtime.cli.FailureException;
import io.mycel.runtime.cli.Terminal;
import io.mycel.runtime.cli.UsageException;
import io.mycel.runtime.text.Json;
import io.mycel.runtime.text.PlainText;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The plugin manager of a server that runs, called over HTTP. */
final class PluginServer {
  private static final String SERVICE = "/public/services/plugin-manager/";
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final int MAX_ANSWER = 64 * 1024 * 1024;

  private final String server;
  private final Token token;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(CONNECT)
          .build();

  private PluginServer(String server, Token token) {
    this.server = server;
    this.token = token;
  }

  /** The server that the options name. */
  static PluginServer of(Arguments arguments, Terminal terminal) throws UsageException {
    String server = (String) PluginOptions.SERVER.required(arguments);
    Path directory = (Path) PluginOptions.DATA_DIR.required(arguments);
    return new PluginServer(server, Token.of(server, directory, terminal.environment()));
  }

  /** Whether it runs on this machine, and so sees the same files. */
  boolean isLocal() {
    return Token.isLocal(server);
  }

  /**
   * Calls a function of the plugin manager.
   *
   * @param arguments by their names; those that are null are left out
   * @return a tree of JSON
   * @throws UsageException nobody answers there, or not to us
   * @throws FailureException it answers that it failed
   */
  Object call(String function, Map<String, Object> arguments)
      throws UsageException, FailureException, InterruptedException {
    HttpResponse<InputStream> response = send(function, arguments);
    try (InputStream in = response.body()) {
      byte[] body = in.readNBytes(MAX_ANSWER + 1);
      if (body.length > MAX_ANSWER) {
        throw new FailureException("the answer of " + server + " has more than 64 MB");
      }
      String text = new String(body, StandardCharsets.UTF_8);
      if (response.statusCode() == 200) {
        return Json.read(text);
      }
      throw refusal(response.statusCode(), text);
    } catch (IllegalArgumentException e) {
      throw new UsageException(server + " answers no JSON: is it a Mycel?", e);
    } catch (IOException e) {
      throw new FailureException(server + " did not end its answer: " + e.getMessage(), e);
    }
  }

  private HttpResponse<InputStream> send(String function, Map<String, Object> arguments)
      throws UsageException, FailureException, InterruptedException {
    arguments.values().removeIf(value -> value == null);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server + SERVICE + function))
            .header("content-type", "application/json")
            .header("accept", "application/json")
            .header("authorization", "Bearer " + token.text())
            .POST(HttpRequest.BodyPublishers.ofString(Json.line(arguments)))
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (ConnectException e) {
      throw new UsageException(
          "no Mycel listens at "
              + server
              + "; start one by 'mycel serve', or name another by --server",
          e);
    } catch (IOException e) {
      throw new FailureException(
          "the connection to " + server + " broke: " + PlainText.line(e.getMessage()), e);
    }
  }

  private FailureException refusal(int status, String body) throws UsageException {
    String detail = detail(body);
    switch (status) {
      case 401, 403 ->
          throw new UsageException(
              "the server "
                  + server
                  + " refuses the token of "
                  + token.origin()
                  + " ("
                  + detail
                  + "); name its data directory by --data-dir, or set MYCEL_TOKEN");
      case 504 -> {
        return new FailureException(
            "the server "
                + server
                + " still works on it ("
                + detail
                + "); 'mycel plugin list' shows what becomes of it");
      }
      default -> {
        return new FailureException(detail);
      }
    }
  }

  /** What the server says, in one line. */
  private static String detail(String body) {
    try {
      if (Json.read(body) instanceof Map<?, ?> map && map.get("detail") != null) {
        // the server names the class of an error
        return PlainText.line(map.get("detail")).replaceFirst("^\\w+(?:Exception|Error): ", "");
      }
    } catch (IllegalArgumentException e) {
      return PlainText.line(body.strip().lines().findFirst().orElse("no reason given"));
    }
    return "no reason given";
  }
}
