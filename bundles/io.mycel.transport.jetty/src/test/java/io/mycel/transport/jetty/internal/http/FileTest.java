package io.mycel.transport.jetty.internal.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.http.HttpResponse;
import io.mycel.transport.jetty.internal.RunningTransport;
import io.mycel.transport.jetty.internal.TestConfig;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileTest {
  @TempDir Path folder;
  private RunningTransport running;
  private Path file;

  @BeforeEach
  void start() throws Exception {
    running = new RunningTransport(new TestConfig(), null);
    file = Files.writeString(folder.resolve("ten.txt"), "0123456789");
    running.route(
        request ->
            CompletableFuture.completedFuture(
                new HttpResponse(
                    200,
                    Map.of(),
                    new HttpResponse.Body.File(folder.resolve(request.variable("*"))))),
        "/files/*");
  }

  @AfterEach
  void stop() {
    running.close();
  }

  private java.net.http.HttpResponse<String> get(String name, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(running.uri().resolve("/files/" + name));
    return running.client.send(
        (headers.length == 0 ? request : request.headers(headers)).build(),
        BodyHandlers.ofString());
  }

  private static String header(java.net.http.HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("absent");
  }

  @Test
  void wholeFileHasItsLengthTypeAndDate() throws Exception {
    var response = get("ten.txt");
    assertEquals("0123456789", response.body());
    assertEquals("10", header(response, "content-length"));
    assertEquals("text/plain;charset=utf-8", header(response, "content-type"));
    assertTrue(header(response, "last-modified").endsWith(" GMT"));
    assertEquals(
        304, get("ten.txt", "If-Modified-Since", header(response, "last-modified")).statusCode());
    assertEquals(
        200, get("ten.txt", "If-Modified-Since", "Mon, 01 Jan 2001 00:00:00 GMT").statusCode());
    assertEquals(200, get("ten.txt", "If-Modified-Since", "yesterday").statusCode());
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-3, 206, 0123, bytes 0-3/10",
    "bytes=4-, 206, 456789, bytes 4-9/10",
    "bytes=-2, 206, 89, bytes 8-9/10",
    "bytes=-20, 206, 0123456789, bytes 0-9/10",
    "bytes=8-99, 206, 89, bytes 8-9/10",
    "bytes=10-, 416, '', bytes */10",
    "bytes=-0, 416, '', bytes */10",
    "bytes=99999999999999999999-, 416, '', bytes */10",
    "'bytes=0-1,3-4', 200, 0123456789, absent",
    "bytes=5-2, 200, 0123456789, absent",
    "lines=1-2, 200, 0123456789, absent"
  })
  void rangeIsServed(String range, int status, String body, String contentRange) throws Exception {
    var response = get("ten.txt", "Range", range);
    assertEquals(status, response.statusCode());
    assertEquals(body, response.body());
    assertEquals(contentRange, header(response, "content-range"));
  }

  @Test
  void rangeOfAnotherVersionGivesTheWholeFile() throws Exception {
    var response =
        get("ten.txt", "Range", "bytes=0-3", "If-Range", "Mon, 01 Jan 2001 00:00:00 GMT");
    assertEquals(200, response.statusCode());
    assertEquals("0123456789", response.body());
  }

  @Test
  void largeFileComesWholeAndHeadComesWithoutIt() throws Exception {
    byte[] bytes = new byte[5_000_001];
    new Random(1).nextBytes(bytes);
    Files.write(folder.resolve("large.bin"), bytes);
    HttpRequest.Builder request = HttpRequest.newBuilder(running.uri().resolve("/files/large.bin"));
    var response = running.client.send(request.build(), BodyHandlers.ofByteArray());
    assertEquals(ByteBuffer.wrap(bytes), ByteBuffer.wrap(response.body()));
    var head =
        running.client.send(
            request.method("HEAD", HttpRequest.BodyPublishers.noBody()).build(),
            BodyHandlers.ofByteArray());
    assertEquals("5000001", header(head, "content-length"));
    assertEquals(0, head.body().length);
  }

  @Test
  void emptyFileIsEmpty() throws Exception {
    Files.createFile(folder.resolve("empty"));
    var response = get("empty");
    assertEquals(200, response.statusCode());
    assertEquals("0", header(response, "content-length"));
    assertEquals("application/octet-stream", header(response, "content-type"));
  }

  @Test
  void absentFileAndFolderAreNotFound() throws Exception {
    Files.createDirectory(folder.resolve("sub"));
    assertEquals(404, get("absent").statusCode());
    assertEquals("{\"success\": false, \"detail\": \"not found\"}", get("sub").body());
  }
}
