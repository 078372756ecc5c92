package io.mycel.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The console of a server, both as processes of their own. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "looks at modes of POSIX")
class ConsoleIT {
  private static final String EMPTY_HUB =
      "public     root   public      1        1         Services for everybody";

  @TempDir Path directory;

  private Path data() {
    return directory.resolve("data");
  }

  private MycelProcess server() throws Exception {
    MycelProcess server =
        MycelProcess.ofJar(
            MycelProcess.jar(), "serve", "--port=0", "--data-dir", data().toString());
    assertTrue(String.valueOf(server.line()).startsWith("Mycel "));
    assertTrue(String.valueOf(server.line()).startsWith("Connection token: "));
    return server;
  }

  private MycelProcess console(String... command) throws IOException {
    String[] words =
        Stream.concat(Stream.of("console", "--data-dir", data().toString()), Stream.of(command))
            .toArray(String[]::new);
    return MycelProcess.ofJarWithInput(MycelProcess.jar(), words);
  }

  private static List<String> output(MycelProcess process) throws Exception {
    List<String> lines = new ArrayList<>();
    for (String line = process.line(); line != null; line = process.line()) {
      lines.add(line);
    }
    return lines;
  }

  /** The output of one command that ends well. */
  private List<String> outputOf(String command) throws Exception {
    try (MycelProcess console = console(command)) {
      List<String> lines = output(console);
      assertEquals(0, console.exitCode(), () -> "not well: " + lines);
      return lines;
    }
  }

  /** The bundle as it is in the jar, in a file of its own. */
  private Path bundle(String name) throws IOException {
    try (FileSystem zip = FileSystems.newFileSystem(MycelProcess.jar());
        Stream<Path> bundles = Files.list(zip.getPath("bundles"))) {
      Path nested =
          bundles
              .filter(path -> path.getFileName().toString().startsWith(name + "-"))
              .findFirst()
              .orElseThrow();
      return Files.copy(nested, directory.resolve(name + ".jar"));
    }
  }

  @Test
  void oneCommandPrintsItsOutputAndItsErrorIsOneLine() throws Exception {
    try (MycelProcess server = server()) {
      try (MycelProcess console = console("mycel:workspaces")) {
        List<String> lines = output(console);
        assertEquals(0, console.exitCode());
        assertEquals(
            "rw-------",
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(data().resolve("console.sock"))));
        assertTrue(lines.get(0).startsWith("WORKSPACE  OWNER"), lines::toString);
        assertEquals(List.of(EMPTY_HUB), lines.subList(1, lines.size()));
      }
      try (MycelProcess console = console("mycel:clients", "--json")) {
        List<String> json = output(console);
        assertEquals("[ {", json.get(0));
        assertEquals(
            List.of("  \"id\" : \"public/plugin-manager\","),
            json.stream().filter(line -> line.startsWith("  \"id\"")).toList());
        assertEquals("} ]", json.get(json.size() - 1));
        assertEquals(0, console.exitCode());
      }
      try (MycelProcess console = console("mycel:services nope")) {
        assertEquals(List.of(), output(console));
        assertEquals(1, console.exitCode());
        assertEquals(
            List.of("mycel: there is no workspace 'nope'; mycel:workspaces lists them"),
            console.err());
      }
      server.terminate();
      assertEquals(143, server.exitCode());
      assertFalse(Files.exists(data().resolve("console.sock")), "the socket stays behind");
    }
  }

  @Test
  void consolesRunSideBySideUntilExitOrTheEndOfTheServer() throws Exception {
    try (MycelProcess server = server();
        MycelProcess first = console();
        MycelProcess second = console()) {
      first.type("workspaces");
      second.type("mycel:workspaces");
      assertTrue(first.line().startsWith("WORKSPACE"));
      assertTrue(second.line().startsWith("WORKSPACE"));
      assertEquals(EMPTY_HUB, first.line());
      assertEquals(EMPTY_HUB, second.line());
      first.type("exit");
      assertNull(first.line());
      assertEquals(0, first.exitCode());
      server.terminate();
      assertNull(second.line());
      assertEquals(1, second.exitCode(Duration.ofSeconds(10)));
      assertEquals(List.of("mycel: the server has closed the console"), second.err());
      assertEquals(143, server.exitCode(Duration.ofSeconds(5)));
    }
  }

  @Test
  void bundlesAreManagedFromTheConsoleAndTheShellItselfMayBeStopped() throws Exception {
    try (MycelProcess server = server()) {
      String id;
      try (MycelProcess console = console("lb", "-s", "io.mycel.http")) {
        id =
            output(console).stream()
                .filter(line -> line.contains("io.mycel.http"))
                .map(line -> line.strip().split("\\|")[0].strip())
                .findFirst()
                .orElseThrow();
      }
      assertEquals(List.of(), outputOf("stop " + id));
      assertTrue(outputOf("lb -s io.mycel.http").get(2).contains("|Resolved"));
      assertEquals(List.of(), outputOf("start " + id));
      assertTrue(outputOf("lb -s io.mycel.http").get(2).contains("|Active"));
      Path jar = bundle("io.mycel.http");
      assertEquals(List.of(), outputOf("update io.mycel.http " + jar.toUri()));
      assertTrue(outputOf("lb -s io.mycel.http").get(2).contains("|Active"));
      try (MycelProcess console = console("stop io.mycel.shell")) {
        assertEquals(List.of(), output(console));
        assertEquals(1, console.exitCode());
        assertEquals(List.of("mycel: the server has closed the console"), console.err());
      }
      try (MycelProcess console = console("lb")) {
        assertRefused(console);
      }
      server.terminate();
      assertEquals(143, server.exitCode(Duration.ofSeconds(5)));
      assertEquals(
          List.of(), server.err().stream().filter(line -> line.contains("Exception")).toList());
    }
  }

  @Test
  void withoutAServerTheConsoleSaysSo() throws Exception {
    try (MycelProcess console = console("lb")) {
      assertRefused(console);
    }
    Files.createDirectories(data());
    ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        .bind(UnixDomainSocketAddress.of(data().resolve("console.sock")))
        .close();
    try (MycelProcess console = console()) {
      assertRefused(console);
    }
  }

  @Test
  void whereTheConsoleCannotBeTheServerRunsWithoutIt() throws Exception {
    directory = Files.createDirectory(directory.resolve("d".repeat(110)));
    try (MycelProcess server = server()) {
      try (MycelProcess console = console("lb")) {
        assertRefused(console);
      }
      server.terminate();
      assertEquals(143, server.exitCode());
      assertTrue(
          server.err().stream()
              .anyMatch(line -> line.contains("no console: ") && line.contains("too long")),
          () -> "no word of the missing console");
    }
  }

  private void assertRefused(MycelProcess console) throws Exception {
    assertEquals(2, console.exitCode());
    assertEquals(1, console.err().size(), () -> "not one line");
    String line = console.err().get(0);
    assertTrue(
        line.startsWith("mycel: no Mycel with a console runs at the data directory " + data()),
        line);
  }
}
