package io.mycel.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The console with the real Gogo and real sockets. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "looks at modes of POSIX")
@Timeout(60)
class ConsoleServerTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  @TempDir Path directory;
  private final ThreadIOImpl threadIo = new ThreadIOImpl();
  private final CommandProcessorImpl processor = new CommandProcessorImpl(threadIo);
  private final TestCommands commands = new TestCommands();
  private ConsoleServer server;

  /** Commands that do what commands may do. */
  public static final class TestCommands {
    final CountDownLatch running = new CountDownLatch(1);
    final CountDownLatch interrupted = new CountDownLatch(1);
    volatile ConsoleServer server;

    /** Prints, and returns. */
    public String say(String text) {
      System.out.print("said ");
      System.out.println(text);
      return text.toUpperCase(java.util.Locale.ROOT);
    }

    /** Prints without an end of line. */
    public void part() {
      System.out.print("half");
    }

    /** Fails with a message of two lines. */
    public void fail() {
      throw new IllegalStateException("first\nsecond");
    }

    /** Waits until it is interrupted. */
    public void hang() throws InterruptedException {
      running.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        interrupted.countDown();
        throw e;
      }
    }

    /** Prints without end. */
    public void flood() throws InterruptedException {
      while (!System.out.checkError()) {
        System.out.println("y".repeat(1000));
      }
      interrupted.countDown();
    }

    /** Stops the console that runs it, as an update of the bundle does, and has more to do. */
    public void stopConsole() throws InterruptedException {
      server.close();
      // an interrupt would come from another thread, and after a moment
      if (!new CountDownLatch(1).await(500, TimeUnit.MILLISECONDS)) {
        running.countDown();
      }
    }
  }

  /** The other side of a console. */
  private final class Peer implements AutoCloseable {
    final SocketChannel channel;
    final BufferedReader in;

    Peer() throws IOException {
      channel = SocketChannel.open(UnixDomainSocketAddress.of(path()));
      in = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
    }

    static Peer ready(ConsoleServerTest test) throws IOException {
      Peer peer = test.new Peer();
      assertEquals(".", peer.in.readLine());
      return peer;
    }

    void send(String text) throws IOException {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }

    /** Runs a command; the answer with its last line, which tells how it ended. */
    List<String> run(String command) throws IOException {
      send(command + "\n");
      List<String> lines = new ArrayList<>();
      String line;
      do {
        line = in.readLine();
        lines.add(line);
      } while (line != null && !line.startsWith(".") && !line.startsWith("!"));
      return lines;
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  private Path path() {
    return directory.resolve("console.sock");
  }

  @BeforeEach
  void prepare() {
    threadIo.start();
    for (String name : List.of("say", "part", "fail", "hang", "flood", "stopConsole")) {
      processor.addCommand("test", commands, name);
    }
  }

  private void serve(int sessions, int lineBytes, Duration unread, Duration idle)
      throws IOException {
    server =
        new ConsoleServer(
            ConsoleSocket.open(directory),
            processor,
            new ConsoleLimits(sessions, lineBytes, unread, idle));
    commands.server = server;
  }

  private void serve() throws IOException {
    serve(4, 1000, LONG, LONG);
  }

  @AfterEach
  void stop() throws InterruptedException {
    if (server != null) {
      server.close();
      assertNoThreadIsLeft();
    }
    processor.stop();
    threadIo.stop();
    assertFalse(Files.exists(path()), "the socket is taken away");
  }

  private static void assertNoThreadIsLeft() throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      String name = thread.getName();
      if (name.startsWith("io.mycel.shell-")
          || name.startsWith("session-")
          || name.startsWith("pipe-")) {
        thread.join(10_000);
        assertFalse(thread.isAlive(), thread::toString);
      }
    }
  }

  @Test
  void outputResultAndEndAreTold() throws Exception {
    serve();
    try (Peer peer = Peer.ready(this)) {
      assertEquals(List.of("+said ", ">hällo", ">HÄLLO", "."), peer.run("test:say hällo"));
      assertEquals(List.of("+half", "."), peer.run("part"));
      assertEquals(List.of("."), peer.run(""));
    }
  }

  @Test
  void errorIsOneLineAndTheConsoleGoesOn() throws Exception {
    serve();
    try (Peer peer = Peer.ready(this)) {
      assertEquals(List.of("!first second"), peer.run("fail"));
      assertEquals(List.of("!Command not found: nope"), peer.run("nope"));
      assertEquals(1, peer.run("say (").size());
      assertEquals(List.of("+half", "."), peer.run("part"));
    }
  }

  @Test
  void exitEndsTheConsole() throws Exception {
    serve();
    try (Peer peer = Peer.ready(this)) {
      peer.send("exit\n");
      assertNull(peer.in.readLine());
    }
  }

  @Test
  void consolesRunSideBySideAndOneTooManyIsSentAway() throws Exception {
    serve(2, 1000, LONG, LONG);
    try (Peer first = Peer.ready(this);
        Peer second = Peer.ready(this)) {
      first.send("hang\n");
      assertTrue(commands.running.await(10, TimeUnit.SECONDS));
      assertEquals(List.of("+half", "."), second.run("part"));
      try (Peer third = new Peer()) {
        assertEquals("!too many consoles: 2 are open", third.in.readLine());
        assertNull(third.in.readLine());
      }
      assertEquals(List.of("+half", "."), second.run("part"));
    }
  }

  @Test
  void consoleThatGoesAwayEndsItsCommand() throws Exception {
    serve();
    try (Peer peer = Peer.ready(this)) {
      peer.send("hang\n");
      assertTrue(commands.running.await(10, TimeUnit.SECONDS));
    }
    assertTrue(commands.interrupted.await(10, TimeUnit.SECONDS));
  }

  @Test
  void endlessLineIsRefused() throws Exception {
    serve();
    try (Peer peer = Peer.ready(this)) {
      peer.send("x".repeat(1001));
      assertEquals("!a command line may have 1000 bytes", peer.in.readLine());
      assertNull(peer.in.readLine());
    }
    try (Peer peer = Peer.ready(this)) {
      assertEquals(".", last(peer.run("say " + "x".repeat(996))));
    }
  }

  @Test
  void consoleThatDoesNotReadIsClosedAndOthersNoticeNothing() throws Exception {
    serve(4, 1000, Duration.ofMillis(200), LONG);
    try (Peer deaf = Peer.ready(this);
        Peer other = Peer.ready(this)) {
      deaf.send("flood\n");
      assertEquals(List.of("+half", "."), other.run("part"));
      assertTrue(commands.interrupted.await(10, TimeUnit.SECONDS), "the flood ends");
      assertEquals(List.of("+half", "."), other.run("part"));
    }
  }

  @Test
  void linesSentAheadWaitInTheSocketAndNotInMemory() throws Exception {
    serve(4, 1000, LONG, LONG);
    try (Peer peer = Peer.ready(this)) {
      peer.send("hang\n");
      assertTrue(commands.running.await(10, TimeUnit.SECONDS));
      peer.channel.configureBlocking(false);
      ByteBuffer lines = ByteBuffer.wrap("part\n".repeat(10_000).getBytes(StandardCharsets.UTF_8));
      long sent = 0;
      long limit = 16L << 20;
      try (Selector selector = Selector.open()) {
        peer.channel.register(selector, SelectionKey.OP_WRITE);
        while (sent < limit && selector.select(1_000) > 0) {
          selector.selectedKeys().clear();
          sent += peer.channel.write(lines.hasRemaining() ? lines : lines.rewind());
        }
      }
      assertTrue(sent < limit, "the server has taken " + sent + " bytes");
    }
  }

  @Test
  void idleConsoleIsClosed() throws Exception {
    serve(4, 1000, LONG, Duration.ofMillis(200));
    try (Peer peer = Peer.ready(this)) {
      assertNull(peer.in.readLine());
    }
  }

  @Test
  void stopOfTheServerEndsConsolesAndTheirCommands() throws Exception {
    serve();
    try (Peer peer = Peer.ready(this)) {
      peer.send("hang\n");
      assertTrue(commands.running.await(10, TimeUnit.SECONDS));
      server.close();
      assertNull(peer.in.readLine());
      assertTrue(commands.interrupted.await(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void commandThatStopsTheConsoleIsNotInterrupted() throws Exception {
    serve();
    try (Peer peer = Peer.ready(this)) {
      peer.send("stopConsole\n");
      assertNull(peer.in.readLine());
      assertTrue(commands.running.await(10, TimeUnit.SECONDS), "it was interrupted");
    }
  }

  @Test
  void onlyTheUserMayUseTheSocket() throws Exception {
    serve();
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path())));
    try (var files = Files.list(directory)) {
      assertEquals(List.of(path()), files.toList());
    }
  }

  @Test
  void directoryThatEverybodyMayWriteToIsRefused() throws Exception {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    IOException refused =
        assertThrows(IOException.class, () -> ConsoleSocket.open(directory).close());
    assertTrue(refused.getMessage().contains("everybody may write"), refused.getMessage());
  }

  @Test
  void socketThatWasLeftBehindIsReplaced() throws Exception {
    ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        .bind(UnixDomainSocketAddress.of(path()))
        .close();
    Files.createDirectory(directory.resolve("console.new"));
    Files.createFile(directory.resolve("console.new/s"));
    assertTrue(Files.exists(path()));
    serve();
    try (Peer peer = Peer.ready(this)) {
      assertEquals(List.of("+half", "."), peer.run("part"));
    }
  }

  @Test
  void socketThatAnotherListensAtIsLeftAlone() throws Exception {
    serve();
    IOException refused = assertThrows(IOException.class, () -> ConsoleSocket.open(directory));
    assertTrue(refused.getMessage().startsWith("another process listens"), refused.getMessage());
    try (Peer peer = Peer.ready(this)) {
      assertEquals(List.of("+half", "."), peer.run("part"));
    }
  }

  @Test
  void tooLongPathIsToldWithItsRemedy() throws Exception {
    Path deep = Files.createDirectory(directory.resolve("d".repeat(110)));
    IOException refused = assertThrows(IOException.class, () -> ConsoleSocket.open(deep));
    assertTrue(refused.getMessage().contains("too long for a UNIX socket"), refused.getMessage());
    try (var left = Files.list(deep)) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void closeDoesNotWaitForAConsoleThatHangs() throws Exception {
    serve();
    try (Peer peer = Peer.ready(this)) {
      peer.send("flood\n");
      assertTimeoutPreemptively(Duration.ofSeconds(5), server::close);
    }
  }

  private static String last(List<String> lines) {
    return lines.get(lines.size() - 1);
  }
}
