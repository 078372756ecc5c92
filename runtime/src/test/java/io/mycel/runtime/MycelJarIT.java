package io.mycel.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.Constants;

/** The executable jar as the user has it: a process of its own. */
class MycelJarIT {
  private static final Pattern LISTENING =
      Pattern.compile("Mycel (\\S+) listening at (http://127\\.0\\.0\\.1:(\\d+))");

  @TempDir Path directory;

  private MycelProcess start(Path jar, String... more) throws IOException {
    String[] words =
        Stream.concat(
                Stream.of("serve", "--port=0", "--data-dir", directory.resolve("data").toString()),
                Stream.of(more))
            .toArray(String[]::new);
    return MycelProcess.ofJar(jar, words);
  }

  /** Reads the two lines of a start; returns the base URL. */
  private URI assertStarted(MycelProcess mycel) throws Exception {
    String line = mycel.line();
    Matcher matcher = LISTENING.matcher(String.valueOf(line));
    assertTrue(matcher.matches(), () -> "first line: " + line);
    assertEquals(System.getProperty("mycel.version"), matcher.group(1));
    String token = Files.readString(directory.resolve("data/connection-token")).strip();
    assertEquals("Connection token: " + token, mycel.line());
    return URI.create(matcher.group(2));
  }

  private static void assertStops(MycelProcess mycel) throws InterruptedException {
    mycel.terminate();
    assertEquals(143, mycel.exitCode(Duration.ofSeconds(5)));
  }

  @Test
  void startsAnswersAndStopsCleanlyWhenAskedTo() throws Exception {
    try (MycelProcess mycel = start(MycelProcess.jar())) {
      URI base = assertStarted(mycel);
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(base.resolve("/health/liveness")).build(),
                  HttpResponse.BodyHandlers.ofString());
      assertEquals(200, answer.statusCode());
      assertStops(mycel);
      assertEquals(
          List.of(),
          mycel.err().stream().filter(line -> line.contains("Exception")).toList(),
          "errors in the log");
      assertThrows(
          ConnectException.class,
          () -> new Socket(InetAddress.getLoopbackAddress(), base.getPort()).close());
    }
  }

  @Test
  void secondStartHasTheSameTokenAndRunsFromTheKeptCache() throws Exception {
    String token;
    long changed;
    Path record = directory.resolve("data/cache/bundle0/bundles-of-mycel.properties");
    try (MycelProcess mycel = start(MycelProcess.jar())) {
      assertStarted(mycel);
      token = Files.readString(directory.resolve("data/connection-token"));
      changed = Files.getLastModifiedTime(record).toMillis();
      assertStops(mycel);
    }
    try (MycelProcess mycel = start(MycelProcess.jar())) {
      assertStarted(mycel);
      assertEquals(token, Files.readString(directory.resolve("data/connection-token")));
      assertEquals(changed, Files.getLastModifiedTime(record).toMillis());
      assertStops(mycel);
    }
  }

  @Test
  void secondOneOnTheSameDataDirectoryIsRefusedAndTheFirstGoesOn() throws Exception {
    try (MycelProcess first = start(MycelProcess.jar())) {
      URI base = assertStarted(first);
      try (MycelProcess second = start(MycelProcess.jar())) {
        assertRefused(second, "another Mycel (process ", directory.resolve("data").toString());
      }
      new Socket(InetAddress.getLoopbackAddress(), base.getPort()).close();
      assertStops(first);
    }
  }

  @Test
  void portInUseIsRefused() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        MycelProcess mycel =
            start(MycelProcess.jar(), "--port=" + taken.getLocalPort(), "--log-level=error")) {
      assertRefused(mycel, Integer.toString(taken.getLocalPort()), "in use");
    }
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        Arguments.of(List.of("--prot=1"), "unknown option --prot; did you mean --port?"),
        Arguments.of(List.of("sing"), "unknown command 'sing'"),
        Arguments.of(List.of("--port", "many"), "option --port must be a number"),
        Arguments.of(List.of("--static-mounts", "/a:/not/there"), "there is no directory"),
        Arguments.of(List.of("--data-dir", "pom.xml"), "cannot use the data directory"),
        Arguments.of(List.of("--host=no.such.host.invalid"), "no.such.host.invalid"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void mistakeIsOneLineAndExitCodeTwo(List<String> words, String message) throws Exception {
    String data = "--data-dir=" + directory.resolve("data");
    String[] all =
        Stream.of(
                words.get(0).startsWith("-") ? Stream.of(data, "--port=0") : Stream.<String>of(),
                words.stream(),
                words.contains("--host=no.such.host.invalid")
                    ? Stream.of("--log-level=error")
                    : Stream.<String>of())
            .flatMap(part -> part)
            .toArray(String[]::new);
    try (MycelProcess mycel = MycelProcess.ofJar(MycelProcess.jar(), all)) {
      assertRefused(mycel, message);
    }
  }

  private static void assertRefused(MycelProcess mycel, String... parts) throws Exception {
    assertEquals(2, mycel.exitCode());
    List<String> complaints =
        mycel.err().stream().filter(line -> !line.startsWith("WARNING: ")).toList();
    assertEquals(1, complaints.size(), complaints::toString);
    for (String part : parts) {
      assertTrue(complaints.get(0).contains(part), complaints::toString);
    }
    assertEquals(null, mycel.line());
  }

  @Test
  void versionIsThatOfTheBuild() throws Exception {
    try (MycelProcess mycel = MycelProcess.ofJar(MycelProcess.jar(), "--version")) {
      assertEquals("Mycel " + System.getProperty("mycel.version"), mycel.line());
      assertEquals(0, mycel.exitCode());
    }
  }

  @Test
  void bundleThatHangsInItsStopHoldsTheProcessForFiveSecondsAtMost() throws Exception {
    Path jar = Files.copy(MycelProcess.jar(), directory.resolve("mycel.jar"));
    try (FileSystem zip = FileSystems.newFileSystem(jar)) {
      Files.write(zip.getPath("bundles/hanging-1.0.0.jar"), bundleOf(HangingActivator.class));
    }
    try (MycelProcess mycel = start(jar)) {
      assertStarted(mycel);
      mycel.terminate();
      assertEquals(143, mycel.exitCode(Duration.ofSeconds(7)));
      assertTrue(
          mycel.err().contains("mycel: a bundle did not stop within 4500 ms; ended without it"),
          () -> "no word of the hang");
    }
  }

  private static byte[] bundleOf(Class<?> activator) throws IOException {
    Manifest manifest = new Manifest();
    Attributes headers = manifest.getMainAttributes();
    headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
    headers.putValue(Constants.BUNDLE_SYMBOLICNAME, "hanging");
    headers.putValue(Constants.BUNDLE_ACTIVATOR, activator.getName());
    headers.putValue(Constants.IMPORT_PACKAGE, "org.osgi.framework");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    String entry = activator.getName().replace('.', '/') + ".class";
    try (JarOutputStream jar = new JarOutputStream(bytes, manifest);
        InputStream code = activator.getClassLoader().getResourceAsStream(entry)) {
      jar.putNextEntry(new JarEntry(entry));
      code.transferTo(jar);
    }
    return bytes.toByteArray();
  }
}
