package io.mycel.itest.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of plugins: to other plugins and back, over HTTP, and to clients in either language. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class BlobsTest {
  private static final String MAKER =
      """
      <config lang="json">{"name": "Maker of Files", "type": "web-worker", "version": "0.1.0"}</config>
      <script lang="javascript">
      api.export({
        make: (text) => new File([text], 'a.txt', { type: 'text/plain' }),
        bare: () => ({ all: [new Blob(['bare'])] }),
        look: async (file) => [file instanceof File, file.name, file.type, await file.text()],
        packed: () => [new Map([['a', new Blob(['in a map'])]]), new Set([new Blob(['in a set'])])],
        *several() { yield new Blob(['one']); yield new Blob(['two']); },
        callBack: (give) => give(new Blob(['called back'])),
      });
      </script>
      """;
  private static final String ASKER =
      """
      <config lang="json">{"name": "Asker for Files", "type": "web-worker", "version": "0.1.0"}</config>
      <script lang="javascript">
      api.export({
        async ask() {
          const maker = await api.getPlugin('Maker of Files');
          const file = await maker.make('Grüße');
          const { all: [blob] } = await maker.bare();
          return [file instanceof File, file.name, file.type, await file.text(), await blob.text(), await maker.look(file)];
        },
        async askMore() {
          const maker = await api.getPlugin('Maker of Files');
          const [map, set] = await maker.packed();
          const texts = [await map.get('a').text(), await [...set][0].text()];
          for await (const blob of await maker.several()) texts.push(await blob.text());
          await maker.callBack(async (blob) => texts.push(await blob.text()));
          return texts;
        },
      });
      </script>
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
  @ValueSource(strings = {"in-jvm", "process"})
  void filesPassBetweenPluginsAndOverHttp(String isolation) throws Exception {
    String maker = "/public/services/" + http.install(MAKER, isolation) + "/";
    String asker = "/public/services/" + http.install(ASKER, isolation) + "/";
    assertEquals(
        "[true,\"a.txt\",\"text/plain\",\"Grüße\",\"bare\",[true,\"a.txt\",\"text/plain\",\"Grüße\"]]",
        http.post(asker + "ask", Map.of()).toString());
    assertEquals(
        "[\"in a map\",\"in a set\",\"one\",\"two\",\"called back\"]",
        http.post(asker + "askMore", Map.of()).toString());
    JsonNode file = http.post(maker + "make", Map.of("text", "hello"));
    assertEquals("a.txt", file.get("name").asText());
    assertEquals("text/plain", file.get("mime").asText());
    assertEquals("hello", text(file));
    assertEquals("bare", text(http.post(maker + "bare", Map.of()).get("all").get(0)));
    http.remove("Asker for Files");
    http.remove("Maker of Files");
  }

  private static String text(JsonNode blob) {
    JsonNode data = blob.get("data");
    assertEquals("base64", data.get("_renc").asText());
    byte[] bytes = Base64.getDecoder().decode(data.get("_rvalue").asText());
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @EnumSource(names = {"B_JS", "B_PY", "A_JS059", "A_PY059"})
  void clientsGetTheFilesOfPlugins(Client client) throws Exception {
    String service = "public/" + http.install(MAKER, "in-jvm");
    ClientProcess process = world.connect(client).process();
    JsonNode file =
        process.call("call_service", "service", service, "method", "make", "args", List.of("text"));
    assertEquals("file", file.get("kind").asText(), file::toString);
    if (client.language == Client.Language.JAVASCRIPT) {
      assertEquals("74657874", file.get("content").get("hex").asText(), file::toString);
    } // in Python it stays where it is until somebody reads it
    JsonNode looked =
        process.call(
            "pass_on", "service", service, "method", "make", "to", "look", "args", List.of("on"));
    assertEquals("[true,\"a.txt\",\"text/plain\",\"on\"]", looked.toString());
    process.close();
    http.remove("Maker of Files");
  }
}
