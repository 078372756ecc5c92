package io.mycel.bench.soak;

import io.mycel.bench.load.Generation;
import io.mycel.bench.load.LoadClient;
import io.mycel.bench.load.Login;
import io.mycel.bench.net.Loop;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The server under soak and the threads on which its clients live, the innocents apart. */
final class Scene implements AutoCloseable {
  /** How long an answer may take: the machine may be busy, but nothing may be lost. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private final URI url;
  private final Loop innocents = new Loop("innocents");
  private final Loop villains = new Loop("villains");

  /**
   * A scene at a server.
   *
   * @param url where it listens, {@code http://127.0.0.1:port}
   */
  Scene(URI url) {
    this.url = url;
  }

  URI url() {
    return url;
  }

  /** The thread of the clients that behave badly. */
  Loop villains() {
    return villains;
  }

  /** Connects a client that must not come to harm, in a workspace of its own. */
  LoadClient innocent(Generation generation, String role) throws Exception {
    return connect(role, innocents, Login.alone(url, generation, id(role)));
  }

  /** Connects a client to the workspace of another, of generation B. */
  LoadClient companion(LoadClient host, String role) throws Exception {
    String token = await("a token for " + role, host.token());
    Login login = new Login(url, Generation.B, id(role), host.workspace(), token, true, 0);
    return connect(role, innocents, login);
  }

  /** Connects a client that is going to harm others. */
  LoadClient villain(Generation generation, String role, int receiveBufferBytes) throws Exception {
    Login login = new Login(url, generation, id(role), null, null, true, receiveBufferBytes);
    return connect(role, villains, login);
  }

  private static LoadClient connect(String role, Loop loop, Login login) throws Exception {
    try {
      return await(role + " connects", LoadClient.connect(loop, login));
    } catch (IllegalStateException e) {
      if (e.getMessage().contains("HTTP/1.1 503")) {
        throw new RefusedException(role);
      }
      throw e;
    }
  }

  /** An id that no other client has. */
  static String id(String role) {
    return role + "-" + UUID.randomUUID().toString().substring(0, 13);
  }

  /** Calls the service {@code echo} of a client and checks the answer. */
  static void echo(LoadClient caller, String provider, String text) throws Exception {
    Object back =
        await(
            "a call of " + provider,
            caller.call(provider, "services.echo.echo", w -> w.array(1).string(text)));
    if (!text.equals(back)) {
      throw new IllegalStateException("wrong answer: " + back + " instead of " + text);
    }
  }

  /**
   * Waits for what must come.
   *
   * @param what for the message, if it does not
   */
  static <T> T await(String what, CompletableFuture<T> future) throws Exception {
    try {
      return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException(what + ": lost, nothing came in " + PATIENCE, e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(what + ": " + e.getCause().getMessage(), e);
    }
  }

  @Override
  public void close() {
    innocents.close();
    villains.close();
  }
}
