package io.mycel.bench.row;

import io.mycel.bench.load.Generation;
import io.mycel.bench.load.LoadClient;
import io.mycel.bench.load.Login;
import io.mycel.bench.net.Loop;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A client that offers the service {@code echo}, and others that join its workspace. It lives on a
 * thread of its own, all the others on a second one.
 */
final class Cluster implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 60;

  private final Target target;
  private final Generation generation;
  private final Loop providing = new Loop("provider");
  private final Loop calling = new Loop("callers");
  private final List<LoadClient> clients = new ArrayList<>();
  private final LoadClient provider;
  private String token;

  private Cluster(Target target, Generation generation) throws Exception {
    this.target = target;
    this.generation = generation;
    try {
      provider = get(LoadClient.connect(providing, login("provider", null, 0)));
      if (target.hasManager()) {
        get(provider.register("echo"));
        token = get(provider.token());
      }
    } catch (Exception e) {
      close();
      throw e;
    }
  }

  /** Connects the provider and registers its service. */
  static Cluster open(Target target, Generation generation) throws Exception {
    return new Cluster(target, generation);
  }

  private Login login(String role, String workspace, int buffer) {
    String id = role + "-" + UUID.randomUUID().toString().substring(0, 13);
    return target.login(generation, id, workspace, token, buffer);
  }

  /** The client that offers the service. */
  LoadClient provider() {
    return provider;
  }

  /** The thread of all but the provider. */
  Loop calling() {
    return calling;
  }

  /** One more client, on the second thread. */
  LoadClient join(String role) throws Exception {
    LoadClient client = get(joining(calling, role, 0));
    clients.add(client);
    return client;
  }

  /** One more client on the second thread, which who asks closes. */
  CompletableFuture<LoadClient> joining(String role) {
    return joining(calling, role, 0);
  }

  /** One more client on any thread, which who asks closes. */
  CompletableFuture<LoadClient> joining(Loop loop, String role, int receiveBufferBytes) {
    return LoadClient.connect(loop, login(role, provider.workspace(), receiveBufferBytes));
  }

  /** Waits for something that takes no long time. */
  static <T> T get(CompletableFuture<T> future) throws Exception {
    try {
      return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } catch (TimeoutException e) {
      throw new TimeoutException("no answer within " + PATIENCE_SECONDS + " s");
    }
  }

  @Override
  public void close() {
    for (LoadClient each : clients) {
      each.close();
    }
    calling.close();
    providing.close();
  }
}
