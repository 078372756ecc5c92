package io.mycel.itest.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Unmodified client libraries of both generations inside a plugin: each connects to the server that
 * the plugin lives in, offers a service that others call, calls it itself, and leaves.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class SessionInPluginTest {
  private static final String SESSION =
      """
      let server;
      api.export({
        async open(url) {
          server = await hyphaWebsocketClient.connectToServer({ server_url: url, client_id: '%1$s' });
          await server.registerService({
            id: 'doubler', name: 'doubler', type: 'doubler',
            config: { visibility: 'public', require_context: false },
            twice: (x) => 2 * (x.x ?? x), // names come as an object in generation A
            sum: (a) => (a._rvalue ?? a).reduce((x, y) => x + y, 0),
          });
          return server.config.workspace;
        },
        async useIt() {
          const own = await server.getService('doubler');

          return [await own.twice(21), await own.sum([1, 2, 3.5])];
        },
        async leave() { await server.disconnect(); return 'left'; },
      });
      """;

  @AutoClose private World world;
  private ServerHttp http;

  @BeforeAll
  @Timeout(120)
  void start() {
    world = World.create();
    http = new ServerHttp(world);
  }

  @ParameterizedTest
  @CsvSource({
    "B_JS, node_modules/hypha-rpc/dist/hypha-rpc-websocket.min.js",
    "A_JS059, node_modules/imjoy-rpc/dist/hypha-rpc-websocket.min.js"
  })
  void libraryOfClientsCompletesASession(Client client, String file) throws Exception {
    Path library = world.toolchain().install(client).resolve(file);
    String name = "Session " + client.id;
    String id = World.unique("in-plugin");
    String source =
        """
        <config lang="json">{"name": "%s", "type": "web-worker", "version": "0.1.0"}</config>
        <script lang="javascript">
        %s
        </script>
        <script lang="javascript">
        %s
        </script>
        """
            .formatted(name, Files.readString(library), SESSION.formatted(id));
    String functions = "/public/services/" + http.install(source, "in-jvm") + "/";
    String workspace = http.post(functions + "open", Map.of("url", world.url())).asText();
    assertEquals("[42,6.5]", http.post(functions + "useIt", Map.of()).toString());
    String service = "/" + workspace + "/services/" + id + ":doubler/twice";
    assertEquals(8, http.post(service, Map.of("x", 4)).asInt());
    assertEquals("left", http.post(functions + "leave", Map.of()).asText());
    http.remove(name);
  }
}
