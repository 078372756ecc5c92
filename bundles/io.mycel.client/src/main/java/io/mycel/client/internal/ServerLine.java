package io.mycel.client.internal;

import io.mycel.api.transport.Lease;
import io.mycel.client.HyphaClientException;
import io.mycel.client.HyphaClientOptions;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to the server, from its upgrade to its end: handshake, signs of life, fresh
 * reconnection tokens, frames.
 */
final class ServerLine implements Socket.Events {
  private static final Logger LOG = LoggerFactory.getLogger(ServerLine.class);
  private static final Duration FIRST_REFRESH = Duration.ofSeconds(2);
  private static final Duration LONGEST_REFRESH = Duration.ofHours(2);

  /** What becomes of a line. No method blocks. */
  interface Owner {
    /** The server's greeting, before any frame; may throw {@link HyphaClientException}. */
    void greeted(ServerLine line, ControlText.ConnectionInfo info);

    void frame(ByteBuffer frame, Lease lease);

    void reconnectionToken(String token);

    /** The server does not want the client any more. */
    void refused(ServerLine line, String message);

    /** A line that was greeted has ended. */
    void lost(ServerLine line, String reason);
  }

  private final HyphaClientOptions options;
  private final URI uri;
  private final ScheduledExecutorService timer;
  private final Owner owner;
  private final ControlTexts texts = new ControlTexts();
  private final CompletableFuture<Void> greeting = new CompletableFuture<>();
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private final List<Future<?>> routine = new ArrayList<>();
  private volatile Socket socket;

  /** Set by whoever decides what becomes of the handshake. */
  private final AtomicBoolean decided = new AtomicBoolean();

  private volatile boolean greeted;

  ServerLine(HyphaClientOptions options, URI uri, ScheduledExecutorService timer, Owner owner) {
    this.options = options;
    this.uri = uri;
    this.timer = timer;
    this.owner = owner;
  }

  /**
   * Connects and says who is there.
   *
   * @return done when the owner has been greeted; fails with a {@link HyphaClientException}
   */
  CompletableFuture<Void> open(HttpClient http, String workspace, String reconnectionToken) {
    long millis = options.connectTimeout().toMillis();
    Future<?> limit = timer.schedule(this::tooLate, millis, TimeUnit.MILLISECONDS);
    greeting.whenComplete((ignored, failure) -> limit.cancel(false));
    String hello = texts.hello(options.clientId(), workspace, options.token(), reconnectionToken);
    Socket.open(http, uri, options.connectTimeout(), options.limits(), this)
        .whenComplete(
            (opened, failure) -> {
              if (failure != null) {
                fail(unreachable(failure));
              } else {
                socket = opened;
                opened.send(hello);
                if (greeting.isCompletedExceptionally()) {
                  opened.abort("given up");
                }
              }
            });
    return greeting;
  }

  private void tooLate() {
    fail(
        new HyphaClientException(
            HyphaClientException.Kind.TIMEOUT,
            uri + " did not greet within " + options.connectTimeout()));
  }

  private void fail(HyphaClientException why) {
    if (decided.compareAndSet(false, true)) {
      giveUp(why);
    }
  }

  private void giveUp(HyphaClientException why) {
    greeting.completeExceptionally(why);
    abort("given up");
  }

  private HyphaClientException unreachable(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof WebSocketHandshakeException refused) {
      return new HyphaClientException(
          HyphaClientException.Kind.UNREACHABLE,
          uri
              + " answers with HTTP "
              + refused.getResponse().statusCode()
              + " instead of a WebSocket: is the path right, and the server a Hypha server?",
          cause);
    }
    if (cause instanceof HttpTimeoutException) {
      return new HyphaClientException(
          HyphaClientException.Kind.TIMEOUT,
          uri + " did not answer within " + options.connectTimeout(),
          cause);
    }
    String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return new HyphaClientException(
        HyphaClientException.Kind.UNREACHABLE,
        "cannot connect to "
            + uri
            + ": "
            + (cause instanceof ConnectException ? "nobody answers there (" + why + ")" : why),
        cause);
  }

  /** Sends one frame; false if it was dropped. */
  boolean send(ByteBuffer frame) {
    return socket.send(frame);
  }

  /**
   * Says goodbye after what is queued.
   *
   * @return done when the socket is no more
   */
  CompletableFuture<Void> close() {
    if (socket == null) {
      fail(closed());
      return CompletableFuture.completedFuture(null);
    }
    socket.close(1000, "");
    return end;
  }

  /** Ends the line at once. */
  void abort(String reason) {
    if (socket != null) {
      socket.abort(reason);
    } else {
      fail(closed()); // so that a socket that opens later is ended at once
    }
  }

  private static HyphaClientException closed() {
    return new HyphaClientException(HyphaClientException.Kind.CLOSED, "the client is closed");
  }

  @Override
  public void text(Socket from, String text) {
    try {
      ControlText control = texts.read(text);
      if (control instanceof ControlText.ConnectionInfo info) {
        greeting(from, info);
      } else if (control instanceof ControlText.Refusal refusal) {
        refused(refusal.message());
      } else if (control instanceof ControlText.ReconnectionToken fresh) {
        owner.reconnectionToken(fresh.token());
      }
    } catch (HyphaClientException e) {
      if (greeted) {
        LOG.warn("{}: {}", uri, e.getMessage());
      } else {
        fail(e);
      }
    }
  }

  private void greeting(Socket from, ControlText.ConnectionInfo info) {
    if (!decided.compareAndSet(false, true)) {
      return; // given up, or said twice
    }
    socket = from;
    try {
      owner.greeted(this, info);
    } catch (HyphaClientException e) {
      giveUp(e);
      return;
    }
    greeted = true;
    beginRoutine(info.tokenLife());
    greeting.complete(null);
    if (end.isDone()) {
      owner.lost(this, "the socket ended during the handshake");
    }
  }

  private void refused(String message) {
    if (greeted) {
      owner.refused(this, message);
    } else {
      fail(new HyphaClientException(HyphaClientException.Kind.REFUSED, message));
    }
  }

  private void beginRoutine(Duration tokenLife) {
    Duration refresh = Duration.ofMillis(tokenLife.toMillis() * 2 / 3 + 1);
    long pause = Math.min(refresh.toMillis(), LONGEST_REFRESH.toMillis());
    long first = Math.min(pause, FIRST_REFRESH.toMillis());
    long alive = options.keepAlive().toMillis();
    synchronized (routine) {
      if (end.isDone()) {
        return;
      }
      routine.add(
          timer.scheduleWithFixedDelay(
              () -> socket.send(texts.refreshToken()), first, pause, TimeUnit.MILLISECONDS));
      routine.add(
          timer.scheduleWithFixedDelay(this::signOfLife, alive, alive, TimeUnit.MILLISECONDS));
    }
  }

  private void signOfLife() {
    Duration silence = socket.silence();
    if (silence.compareTo(options.keepAlive().multipliedBy(2)) > 0) {
      socket.abort("the server has been silent for " + silence.toMillis() + " ms");
    } else {
      socket.send(texts.ping());
    }
  }

  @Override
  public void frame(ByteBuffer frame, Lease lease) {
    if (greeted) {
      owner.frame(frame, lease);
    } else {
      LOG.debug("{}: a frame before the greeting is ignored", uri);
      lease.release();
    }
  }

  @Override
  public void ended(String reason) {
    end.complete(null);
    synchronized (routine) {
      routine.forEach(task -> task.cancel(false));
      routine.clear();
    }
    if (greeted) {
      owner.lost(this, reason);
    } else {
      fail(
          new HyphaClientException(
              HyphaClientException.Kind.UNREACHABLE, uri + " ended the handshake: " + reason));
    }
  }
}
