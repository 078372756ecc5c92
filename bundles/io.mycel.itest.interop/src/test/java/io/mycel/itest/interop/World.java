package io.mycel.itest.interop;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;

/** The server under test and the clients that a test class started on it; closes them all. */
final class World implements AutoCloseable {

  private static final AtomicInteger NAMES = new AtomicInteger();

  private final MycelServer server;
  private final Toolchain toolchain;
  private final Path drivers;
  private final Deque<Runnable> open = new ArrayDeque<>();

  private World(MycelServer server, Toolchain toolchain, Path drivers) {
    this.server = server;
    this.toolchain = toolchain;
    this.drivers = drivers;
    open.push(server::close);
  }

  /**
   * A world for a test class. Where Python or Node is missing the class is skipped, with the reason
   * in the output.
   */
  static World create(String... serverOptions) {
    Toolchain.whatIsMissing()
        .ifPresent(
            reason -> {
              System.out.println("[interop] SKIPPED: " + reason);
              Assumptions.abort(reason);
            });
    try {
      Path drivers = Path.of(World.class.getResource("/drivers/driver.py").toURI()).getParent();
      Toolchain toolchain = new Toolchain(Path.of(System.getProperty("mycel.clients")));
      return new World(MycelServer.start(List.of(serverOptions)), toolchain, drivers);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (java.net.URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static Path logs() throws IOException {
    return Files.createDirectories(Path.of(System.getProperty("mycel.logs")));
  }

  MycelServer server() {
    return server;
  }

  String url() {
    return server.url().toString();
  }

  Toolchain toolchain() {
    return toolchain;
  }

  Path drivers() {
    return drivers;
  }

  /** A name that no other client or service of this run has. */
  static String unique(String prefix) {
    return prefix + "-" + ProcessHandle.current().pid() + "-" + NAMES.incrementAndGet();
  }

  /** Starts a client's process, not yet connected. */
  ClientProcess start(Client client) {
    return start(client, toolchain.command(client, drivers));
  }

  /** Starts a Jupyter kernel that has the client, and nothing in its cells yet. */
  Notebook notebook(Client client) {
    return Notebook.start(start(client, toolchain.notebookCommand(client, drivers)));
  }

  private ClientProcess start(Client client, List<String> command) {
    try {
      ClientProcess process =
          ClientProcess.start(client, command, logs().resolve(unique(client.id) + ".log"));
      open.push(process::close);
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a client and connects it; {@code config} as the library's connect takes it. */
  Connected connect(Client client, Object... config) {
    return connect(start(client), config);
  }

  /** Connects (another connection of) a client's process to the server under test. */
  Connected connect(ClientProcess process, Object... config) {
    List<Object> parameters = new ArrayList<>(List.of("server_url", url()));
    Collections.addAll(parameters, config);
    return new Connected(process, process.call("connect", parameters.toArray()));
  }

  /** A connected client: its process and what the server told it about itself. */
  record Connected(ClientProcess process, JsonNode identity) {

    String workspace() {
      return identity.get("workspace").asText();
    }

    String clientId() {
      return identity.get("client_id").asText();
    }

    String user() {
      return identity.get("user").asText();
    }

    /** {@code workspace/client}. */
    String address() {
      return workspace() + "/" + clientId();
    }

    /** {@code workspace/client:service}. */
    String service(String id) {
      return address() + ":" + id;
    }
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      open.pop().run();
    }
  }
}
