package io.mycel.itest.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.mycel.itest.interop.Notebook.Cell;
import io.mycel.itest.interop.Notebook.Running;
import io.mycel.itest.interop.World.Connected;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * Both Python clients in a real Jupyter kernel, whose event loop runs already: cells await at the
 * top level, are interrupted, and lose everything when the kernel is restarted. The other side is a
 * client of the other generation in a process of its own.
 */
class JupyterTest {

  /** How long a client whose connection broke may come back; the default is half a minute. */
  private static final int GRACE_SECONDS = 3;

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @Nested
  @DisplayName("imjoy-rpc in a kernel")
  class GenerationA extends InAKernel {
    GenerationA() {
      super(Client.A_PY059, Client.B_PY, "imjoy_rpc.hypha", "Exception");
    }
  }

  @Nested
  @DisplayName("hypha-rpc in a kernel")
  class GenerationB extends InAKernel {
    GenerationB() {
      super(Client.B_PY, Client.A_PY059, "hypha_rpc", "RemoteException");
    }
  }

  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  @Timeout(120)
  abstract static class InAKernel {

    private static final String SERVICE =
        """
        def fail(message):
            raise ValueError(message)

        async def call_back(callback, x):
            return await callback(x)

        service = await server.register_service({
            "id": "%s",
            "config": {"visibility": "public"},
            "shout": lambda text: text.upper(),
            "echo": lambda value: value,
            "call_back": call_back,
            "fail": fail,
        })
        service["id"]
        """;

    private final Client inside;
    private final Client outside;
    private final String module;
    private final String remoteError;

    private World world;
    private Notebook notebook;

    /** The cell in which the kernel's connection was opened. */
    private Cell connecting;

    /** Absolute ids: of the service of a cell, and of the one outside. */
    private String ofTheKernel;

    private String ofTheOther;
    private ClientProcess other;

    InAKernel(Client inside, Client outside, String module, String remoteError) {
      this.inside = inside;
      this.outside = outside;
      this.module = module;
      this.remoteError = remoteError;
    }

    @BeforeAll
    @Timeout(300) // the first time, the kernel is installed
    void start() {
      world = World.create("--config=io.mycel.hub:graceSeconds=" + GRACE_SECONDS);
      notebook = world.notebook(inside);
      connecting = connect(notebook);
      ofTheKernel = register(notebook, World.unique("cell"));
      Connected connected = world.connect(outside);
      other = connected.process();
      other.call("serve", "service_id", "outside");
      ofTheOther = connected.service("outside");
      notebook.result("other = await server.get_service('" + ofTheOther + "')");
    }

    @AfterAll
    void close() {
      if (world != null) {
        world.close();
      }
    }

    private Cell connect(Notebook kernel) {
      Cell cell =
          kernel.run(
              "import asyncio, time",
              "import numpy as np",
              "from " + module + " import connect_to_server, connect_to_server_sync",
              "server = await connect_to_server({'server_url': '" + world.url() + "'})",
              "server.config['workspace']");
      assertNull(cell.errorType(), cell::toString);
      return cell;
    }

    /** Registers the service in a cell; its absolute id. */
    private static String register(Notebook kernel, String id) {
      return text(kernel.result(SERVICE.formatted(id)));
    }

    private static String text(String literal) {
      assertTrue(literal.startsWith("'") && literal.endsWith("'"), literal);
      return literal.substring(1, literal.length() - 1);
    }

    private JsonNode callFromOutside(String service, String method, Object... arguments) {
      return other.call(
          "call_service", "service", service, "method", method, "args", List.of(arguments));
    }

    private void assertTheKernelIsStillThere() {
      assertEquals("SEEN", callFromOutside(ofTheKernel, "shout", "seen").get("value").asText());
      assertEquals("'on'", notebook.result("await other.echo('on')"));
    }

    @Test
    void anotherCellCallsTheServiceOfACell() {
      assertEquals(
          "'HELLO'",
          notebook.result(
              "mine = await server.get_service('" + ofTheKernel + "')",
              "await mine.shout('hello')"));
    }

    @Test
    void aClientOutsideCallsTheServiceOfACell() {
      assertEquals("HELLO", callFromOutside(ofTheKernel, "shout", "hello").get("value").asText());
    }

    @Test
    void arraysGoOutOfACellAndComeBack() {
      assertEquals(
          "('float32', (2, 3), True)",
          notebook.result(
              "sent = np.arange(6, dtype='float32').reshape(2, 3)",
              "back = await other.echo(sent)",
              "str(back.dtype), back.shape, bool((back == sent).all())"));
    }

    @Test
    void arraysThatTravelInPiecesGoOutOfACellAndComeBack() {
      assertEquals(
          "('float64', (500, 1000), True)",
          notebook.result(
              "sent = np.random.default_rng(1).random((500, 1000))",
              "back = await other.echo(sent)",
              "str(back.dtype), back.shape, bool((back == sent).all())"));
    }

    @Test
    void arraysComeToTheServiceOfACellAndGoBack() {
      JsonNode small = other.call("back", "service", ofTheKernel, "specimen", "ndarray_int16");
      assertEquals("int16", small.get("dtype").asText());
      assertEquals("000001000200030004000500", small.get("hex").asText());
      JsonNode large =
          other.call("payload", "service", ofTheKernel, "size", 4_000_000, "dtype", "float64");
      assertTrue(large.get("back").asBoolean(), large::toString);
    }

    @Test
    void whatACallbackPrintsIsInTheOutputOfTheCellThatOpenedTheConnection() {
      assertEquals(
          "[0, 1, 4]",
          notebook.result(
              "def square(x):",
              "    print('square of', x)",
              "    return x * x",
              "await other.call_back(square, 3)"));
      // Kernels give what a task prints to the cell which started the task: here, the reader of
      // the connection.
      notebook.awaitPrinted(connecting.number(), "square of 2", PATIENCE);
    }

    @Test
    void whatACallbackPrintsIsInTheCellThatConnectsAndCalls() {
      Cell cell =
          notebook.run(
              "own = await connect_to_server({'server_url': '" + world.url() + "'})",
              "there = await own.get_service('" + ofTheOther + "')",
              "await there.call_back(lambda x: print('called with', x), 2)");
      assertEquals("[None, None]", cell.result(), cell::toString);
      notebook.awaitPrinted(cell.number(), "called with 0\ncalled with 1\n", PATIENCE);
      notebook.result("await own.disconnect()");
    }

    @Test
    void anExceptionOfTheOtherSideIsShownInTheCell() {
      Cell cell = notebook.run("await other.fail('it broke')");
      assertEquals(remoteError, cell.errorType());
      assertTrue(cell.errorMessage().contains("it broke"), cell.errorMessage());
      assertTheKernelIsStillThere();
    }

    @Test
    void anExceptionOfACellsServiceReachesTheOtherSide() {
      Outcome outcome =
          other.ask(
              "call_service",
              "service",
              ofTheKernel,
              "method",
              "fail",
              "args",
              List.of("from the cell"));
      assertTrue(
          outcome instanceof Outcome.Failure failure && failure.message().contains("from the cell"),
          outcome::toString);
    }

    @Test
    void aBlockingCellThatIsInterruptedLeavesTheConnectionAlive() {
      Running cell = notebook.begin("print('begun', flush=True)", "while True: time.sleep(0.05)");
      notebook.awaitPrinted(cell.number(), "begun", PATIENCE);
      notebook.interrupt();
      assertEquals("KeyboardInterrupt", notebook.finish(cell).errorType());
      assertTheKernelIsStillThere();
    }

    @Test
    void aCellThatIsInterruptedWhileItAwaitsACallLeavesTheConnectionAlive() {
      Running cell = notebook.begin("print('begun', flush=True)", "await other.sleep(600)");
      notebook.awaitPrinted(cell.number(), "begun", PATIENCE);
      notebook.interrupt();
      // The kernel cancels the cell's coroutine instead of raising a KeyboardInterrupt in it.
      assertEquals("CancelledError", notebook.finish(cell).errorType());
      assertTheKernelIsStillThere();
    }

    @Test
    void theSynchronousWrapperConnectsCallsAndIsCalledBackWithinACell() {
      Cell cell =
          notebook.run(
              "blocking = connect_to_server_sync({'server_url': '" + world.url() + "'})",
              "there = blocking.get_service('" + ofTheOther + "')",
              "array = there.echo(np.arange(4, dtype='int16'))",
              "back = there.call_back(lambda x: print('called with', x) or x + 1, 3)",
              "str(array.dtype), array.tolist(), back");
      assertEquals("('int16', [0, 1, 2, 3], [1, 2, 3])", cell.result(), cell::toString);
      notebook.awaitPrinted(cell.number(), "called with 2", PATIENCE);
      notebook.result("blocking.disconnect()");
    }

    @Test
    void theSynchronousWrapperOffersAServiceWhileNoCellRuns() {
      String id =
          text(
              notebook.result(
                  "offering = connect_to_server_sync({'server_url': '" + world.url() + "'})",
                  "offering.register_service({",
                  "    'id': 'blocking',",
                  "    'config': {'visibility': 'public'},",
                  "    'add': lambda a, b: a + b,",
                  "})['id']"));
      assertEquals("7", callFromOutside(id, "add", 3, 4).get("value").asText());
      notebook.result("offering.disconnect()");
    }

    @Test
    void aSynchronousCallThatIsInterruptedLeavesBothConnectionsAlive() {
      notebook.result(
          "waiting = connect_to_server_sync({'server_url': '" + world.url() + "'})",
          "there = waiting.get_service('" + ofTheOther + "')");
      Running cell = notebook.begin("print('begun', flush=True)", "there.sleep(600)");
      notebook.awaitPrinted(cell.number(), "begun", PATIENCE);
      notebook.interrupt();
      assertEquals("KeyboardInterrupt", notebook.finish(cell).errorType());
      assertEquals("'on'", notebook.result("there.echo('on')"));
      assertTheKernelIsStillThere();
      notebook.result("waiting.disconnect()");
    }

    /**
     * The client is at fault, as with any server: while its synchronous wrapper waits, the cell
     * holds the event loop that would have to run the service. A thread is the remedy.
     */
    @Test
    void aSynchronousCallOfTheSameKernelsServiceTimesOutUnlessAThreadWaits() {
      notebook.result(
          "deaf = connect_to_server_sync({",
          "    'server_url': '" + world.url() + "', 'method_timeout': 2})",
          "mine = await asyncio.to_thread(deaf.get_service, '" + ofTheKernel + "')");
      Cell cell = notebook.run("mine.shout('hello')");
      Outcome asFailure = new Outcome.Failure(cell.errorType(), "" + cell.errorMessage());
      assertTrue(asFailure.timedOut(), cell::toString);
      assertEquals("'HELLO'", notebook.result("await asyncio.to_thread(mine.shout, 'hello')"));
      assertTheKernelIsStillThere();
      notebook.result("deaf.disconnect()");
    }

    @Test
    void aRestartedKernelLosesItsServiceAndOffersItAgain() {
      Notebook restarted = world.notebook(inside);
      connect(restarted);
      String name = World.unique("restarted");
      String before = register(restarted, name);
      assertEquals("A", callFromOutside(before, "shout", "a").get("value").asText());
      assertTrue(listed(before).contains(before));

      restarted.restart();

      Outcome gone =
          other.ask("call_service", "service", before, "method", "shout", "args", List.of("b"));
      assertTrue(gone instanceof Outcome.Failure failure && !failure.timedOut(), gone::toString);
      connect(restarted);
      String after = register(restarted, name);
      assertEquals("C", callFromOutside(after, "shout", "c").get("value").asText());
      assertEquals("D", callFromOutside(name, "shout", "d").get("value").asText());
      Eventually.get(
          before + " is gone",
          PATIENCE.plusSeconds(GRACE_SECONDS),
          () -> listed(before),
          services -> !services.contains(before));
    }

    /** What the server says of the services in the workspace of the given one. */
    private String listed(String service) {
      String workspace = service.substring(0, service.indexOf('/'));
      URI uri = URI.create(world.url() + "/" + workspace + "/services");
      return HTTP.sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
          .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
          .join()
          .body();
    }
  }
}
