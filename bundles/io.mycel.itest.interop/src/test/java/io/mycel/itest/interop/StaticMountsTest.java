package io.mycel.itest.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders that are mounted are served, and nothing outside of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StaticMountsTest {

  private static final String SECRET = "nobody may read this";

  @AutoClose private World world;

  @BeforeAll
  void start(@TempDir Path root) throws IOException {
    Assumptions.assumeTrue(
        System.getProperty("mycel.url", "").isEmpty(),
        "mounts are options of a server that this suite starts");
    Path tools = Files.createDirectories(root.resolve("tools"));
    Files.writeString(tools.resolve("index.html"), "<p>index of tools</p>");
    Files.createDirectories(tools.resolve("sub"));
    Files.writeString(tools.resolve("sub/page.html"), "<p>page</p>");
    Path images = Files.createDirectories(root.resolve("images"));
    Files.write(images.resolve("dot.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G'});
    Files.writeString(root.resolve("secret.txt"), SECRET);
    Files.createSymbolicLink(tools.resolve("leak.txt"), root.resolve("secret.txt"));
    Files.createSymbolicLink(tools.resolve("leak"), root);
    world =
        World.create("--static-mounts", "/tools:" + tools, "--static-mounts", "/images:" + images);
  }

  /** A request as it is written here: a client library would mend the path. */
  private String get(String path) throws IOException {
    String host = world.server().url().getHost();
    try (Socket socket = new Socket(host, world.server().url().getPort())) {
      socket.setSoTimeout(10_000);
      String request =
          "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  @Test
  void bothMountsOfTwoOptionsAreServed() throws IOException {
    String page = get("/tools/sub/page.html");
    assertTrue(page.startsWith("HTTP/1.1 200") && page.endsWith("<p>page</p>"), page);
    assertTrue(page.toLowerCase().contains("content-type: text/html"), page);
    String image = get("/images/dot.png");
    assertTrue(image.startsWith("HTTP/1.1 200") && image.endsWith("PNG"), image);
    assertTrue(image.toLowerCase().contains("content-type: image/png"), image);
  }

  @Test
  void theIndexIsServedAtTheMount() throws IOException {
    String index = get("/tools/");
    assertTrue(index.contains("<p>index of tools</p>"), index);
  }

  @Test
  void whatIsNotThereIs404() throws IOException {
    assertTrue(get("/tools/no-such-file").startsWith("HTTP/1.1 404"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/tools/../secret.txt",
        "/tools/..%2fsecret.txt",
        "/tools/%2e%2e/secret.txt",
        "/tools/%2e%2e%2fsecret.txt",
        "/tools/..%5csecret.txt",
        "/tools/sub/../../secret.txt",
        "/tools/..;/secret.txt",
        "/tools/sub/..;x=1/..;/secret.txt",
        "/tools/..%252fsecret.txt",
        "/tools/leak.txt",
        "/tools/leak/secret.txt",
        "/tools//../secret.txt",
        "/tools/sub/page.html%00.txt",
        "/toolssecret.txt",
      })
  void nothingOutsideAMountIsServed(String path) throws IOException {
    String response = get(path);
    assertFalse(response.contains(SECRET), response);
    assertEquals("HTTP/1.1 4", response.substring(0, 10), response);
  }
}
