package io.mycel.client.internal;

import io.mycel.api.rpc.CallOptions;
import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.Service;
import io.mycel.api.transport.Lease;
import io.mycel.client.HyphaClientException;
import io.mycel.client.HyphaClientOptions;
import io.mycel.rpc.FrameEngine;
import io.mycel.rpc.RpcEngines;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client: its peer, which stays, and the lines to the server, which come and go. */
public final class ClientCore implements ServerLine.Owner {
  private static final Logger LOG = LoggerFactory.getLogger(ClientCore.class);
  private static final Duration GOODBYE = Duration.ofSeconds(2);

  private final HyphaClientOptions options;
  private final URI uri;
  private final ClientThreads threads;
  private final FrameEngine engine;
  private final OfflineGate gate;
  private final Announcements announcements = new Announcements();
  private HttpClient http;
  private volatile Peer peer;
  private volatile ControlText.ConnectionInfo info;
  private volatile ServerLine line;
  private volatile boolean online;
  private String reconnectionToken;
  private int attempt;
  private boolean connected;
  private boolean closed;

  /**
   * A client that is not connected yet.
   *
   * @throws HyphaClientException of kind BAD_URL
   */
  public ClientCore(HyphaClientOptions options) {
    this.options = options;
    uri = ServerUrl.webSocket(options.serverUrl());
    threads =
        new ClientThreads(
            options.clientId(),
            options.executor(),
            options.limits().threads(),
            options.limits().waitingTasks());
    engine = RpcEngines.create(options.limits().rpc());
    gate =
        new OfflineGate(options.offlineTimeout(), options.limits().waitingCalls(), threads.timer());
    http = HttpClient.newBuilder().executor(executor(uri, threads)).build();
  }

  /**
   * A WebSocket of the JDK forgets that its input has ended if that is read while its listener runs
   * on another thread (WebSocketImpl takes an end in its state WAITING only): the client would not
   * come back until it misses signs of life. So the listener runs on the thread that reads. TLS has
   * work for threads of its own, and keeps them.
   */
  private static Executor executor(URI uri, ClientThreads threads) {
    return uri.getScheme().equalsIgnoreCase("ws") ? Runnable::run : threads.sockets();
  }

  /**
   * Connects for the first time.
   *
   * @return done when others can find this client; fails with a {@link HyphaClientException}, and
   *     then the client is closed
   */
  public CompletableFuture<Void> connect() {
    CompletableFuture<Void> result = new CompletableFuture<>();
    dial()
        .thenCompose(ignored -> announcements.all(peer))
        .whenComplete(
            (ignored, failure) -> {
              if (failure == null) {
                synchronized (this) {
                  connected = true;
                }
                result.complete(null);
              } else {
                HyphaClientException why = clientException(failure);
                end(why);
                result.completeExceptionally(why);
              }
            });
    return result;
  }

  private CompletableFuture<Void> dial() {
    ServerLine next = new ServerLine(options, uri, threads.timer(), this);
    HttpClient client;
    String token;
    String workspace;
    synchronized (this) {
      if (closed) {
        return CompletableFuture.failedFuture(closedByProgram());
      }
      line = next;
      client = http;
      token = reconnectionToken;
      workspace = info == null ? options.workspace() : info.workspace();
    }
    return next.open(client, workspace, token);
  }

  private static HyphaClientException closedByProgram() {
    return new HyphaClientException(HyphaClientException.Kind.CLOSED, "the client is closed");
  }

  private HyphaClientException clientException(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof HyphaClientException known
        ? known
        : new HyphaClientException(
            HyphaClientException.Kind.REFUSED,
            uri + " does not take the client: " + cause.getMessage(),
            cause);
  }

  @Override
  public synchronized void greeted(ServerLine from, ControlText.ConnectionInfo greeting) {
    if (closed) {
      throw closedByProgram();
    }
    String wanted = info == null ? options.workspace() : info.workspace();
    if (wanted != null && !wanted.equals(greeting.workspace())
        || peer != null && !peer.clientId().equals(greeting.clientId())) {
      throw new HyphaClientException(
          HyphaClientException.Kind.PROTOCOL,
          uri
              + " connected "
              + greeting.workspace()
              + "/"
              + greeting.clientId()
              + ", but the client asked for "
              + wanted
              + "/"
              + options.clientId());
    }
    String manager = "*/" + greeting.managerId();
    if (peer == null) {
      peer =
          new Peer(
              greeting.workspace(),
              greeting.clientId(),
              manager,
              this::send,
              threads.work(),
              new ClientEngine(engine, new CallOptions(options.callTimeout(), null), gate));
      peer.on("force-exit", this::forceExit);
    } else {
      peer.managerAddress(manager);
    }
    info = greeting;
    attempt = 0;
    if (greeting.reconnectionToken() != null) {
      reconnectionToken = greeting.reconnectionToken();
    }
    online = true;
    gate.open();
    LOG.info("{}: connected to {}", peer, uri);
  }

  private boolean send(ByteBuffer head, ByteBuffer tail) {
    if (!online) {
      return false;
    }
    ByteBuffer frame = ByteBuffer.allocate(head.remaining() + tail.remaining());
    return line.send(frame.put(head.duplicate()).put(tail.duplicate()).flip());
  }

  private void forceExit(Map<String, Object> event) {
    if (peer.managerAddress().equals(event.get("from"))) {
      fail(
          new HyphaClientException(
              HyphaClientException.Kind.CLOSED,
              "the server made the client leave: " + event.getOrDefault("reason", "no reason")));
    }
  }

  @Override
  public void frame(ByteBuffer frame, Lease lease) {
    engine.receive(peer, frame, lease);
  }

  @Override
  public synchronized void reconnectionToken(String token) {
    reconnectionToken = token;
  }

  @Override
  public void refused(ServerLine from, String message) {
    fail(new HyphaClientException(HyphaClientException.Kind.REFUSED, message));
  }

  @Override
  public void lost(ServerLine from, String reason) {
    synchronized (this) {
      if (closed || from != line || !online) {
        return;
      }
      online = false;
      gate.shut();
      if (!connected) {
        return; // the first connect fails by the call that it waits for
      }
    }
    LOG.warn("{}: lost the connection to {}: {}", peer, uri, reason);
    peer.interrupted(reason);
    tell(() -> options.listener().disconnected(reason));
    again(new HyphaClientException(HyphaClientException.Kind.UNREACHABLE, reason));
  }

  /** Plans the next attempt to come back, or gives up. */
  private void again(HyphaClientException why) {
    int number;
    synchronized (this) {
      number = attempt++;
    }
    if (why.kind() == HyphaClientException.Kind.REFUSED
        || number >= options.reconnect().attempts()) {
      fail(why);
      return;
    }
    Duration pause = options.reconnect().pause(number, ThreadLocalRandom.current().nextDouble());
    try {
      threads.timer().schedule(this::reconnect, pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("{}: closed while it was about to reconnect", peer);
    }
  }

  private void reconnect() {
    dial()
        .whenComplete(
            (ignored, failure) -> {
              if (failure != null) {
                LOG.info("{}: cannot come back yet: {}", peer, failure.getMessage());
                again(clientException(failure));
                return;
              }
              announcements
                  .all(peer)
                  .whenComplete(
                      (done, refused) -> {
                        if (refused == null) {
                          tell(options.listener()::reconnected);
                        } else {
                          LOG.warn("{}: not announced: {}", peer, refused.getMessage());
                        }
                      });
            });
  }

  private void tell(Runnable news) {
    try {
      threads.work().execute(news);
    } catch (RejectedExecutionException e) {
      LOG.warn("{}: too busy to tell the listener of the connection", peer);
    }
  }

  /** The client is disconnected for good. */
  private void fail(HyphaClientException why) {
    tell(() -> options.listener().failed(why));
    end(why);
  }

  private boolean end(HyphaClientException why) {
    ServerLine last;
    synchronized (this) {
      if (closed) {
        return false;
      }
      closed = true;
      online = false;
      last = line;
    }
    if (last != null) {
      last.abort(why.getMessage());
    }
    release(why.getMessage());
    threads.end();
    return true;
  }

  private void release(String reason) {
    gate.close(new RpcException(RpcException.Kind.PEER_GONE, "the client is closed: " + reason));
    if (peer != null) {
      peer.close(reason);
    }
    engine.close();
    HttpClient ended;
    synchronized (this) {
      ended = http;
      http = null;
    }
    HttpClients.end(ended);
  }

  /** Says goodbye and lets go of everything; waits for that, 2 s for the server at most. */
  public void close() {
    ServerLine last;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      last = line;
    }
    if (last != null) {
      sayGoodbye(last);
    }
    online = false;
    release("closed by its program");
    threads.endAndWait();
  }

  private void sayGoodbye(ServerLine last) {
    CompletableFuture<Void> gone = last.close();
    try {
      if (!threads.isOwn()) {
        gone.get(GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (TimeoutException | ExecutionException e) {
      LOG.debug("{}: the server does not say goodbye", peer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    last.abort("closed");
  }

  /** Offers a service, now and after every reconnect. */
  public CompletableFuture<Void> register(Service service) {
    return announcements.register(peer, service);
  }

  /** Takes a service back. */
  public CompletableFuture<Void> unregister(String id) {
    return announcements.unregister(peer, id);
  }

  /** Wants events, now and after every reconnect. */
  public CompletableFuture<Void> subscribe(List<String> types) {
    return announcements.subscribe(peer, types);
  }

  /** Wants them no more. */
  public CompletableFuture<Void> unsubscribe(List<String> types) {
    return announcements.unsubscribe(peer, types);
  }

  /** What speaks for the client. */
  public Peer peer() {
    return peer;
  }

  /** What it tells and is told. */
  public Events events() {
    return new Events(peer, engine);
  }

  /** The user, as the server says. */
  public Map<String, Object> user() {
    return info.user();
  }

  /** By which others reach the server. */
  public String publicBaseUrl() {
    return info.publicBaseUrl();
  }

  /** True while frames can be sent. */
  public boolean online() {
    return online;
  }
}
