package io.mycel.js.internal.net;

import io.mycel.js.engine.JsHostError;
import io.mycel.plugins.internal.net.AddressPolicy;
import java.time.Duration;
import java.util.function.Predicate;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.util.SocketAddressResolver;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.websocket.client.WebSocketClient;

/** The network for all plugins of a runtime; each gets the part of it that it may use. */
public final class Network implements AutoCloseable {
  private static final int MAX_THREADS = 8;

  /**
   * What requests may take.
   *
   * @param silence after which a server that sends nothing is given up
   * @param patience for one request, whatever the server sends
   * @param maxBytes of one answer, and of one message of a socket
   * @param loopback true if this machine itself may be asked
   */
  public record Settings(Duration silence, Duration patience, long maxBytes, boolean loopback) {}

  private final Settings settings;
  private WebSocketClient sockets;
  private final OwnServer own;
  private boolean closed;

  /**
   * A network, which starts with its first use; {@link #close} ends its threads.
   *
   * @param own may be connected to without a permission
   */
  public Network(Settings settings, OwnServer own) {
    this.settings = settings;
    this.own = own;
  }

  /** The client for all. */
  synchronized WebSocketClient client() {
    if (closed) {
      throw new JsHostError("AbortError", "the plugin is stopped");
    }
    if (sockets == null) {
      sockets = open();
    }
    return sockets;
  }

  private WebSocketClient open() {
    HttpClient http = new HttpClient();
    WebSocketClient made = new WebSocketClient(http);
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, 0);
    threads.setName("mycel-js-network");
    threads.setDaemon(true);
    ScheduledExecutorScheduler timer =
        new ScheduledExecutorScheduler("mycel-js-network-timer", true);
    long silence = settings.silence().toMillis();
    http.setExecutor(threads);
    http.setScheduler(timer);
    http.setSocketAddressResolver(
        new GuardedResolver(
            new SocketAddressResolver.Async(threads, timer, silence),
            new AddressPolicy(settings.loopback()),
            own));
    http.setFollowRedirects(false);
    http.setConnectTimeout(silence);
    http.setIdleTimeout(silence);
    http.setUserAgentField(null);
    http.getContentDecoderFactories().clear();
    made.setMaxTextMessageSize(settings.maxBytes());
    made.setMaxBinaryMessageSize(settings.maxBytes());
    made.setMaxFrameSize(settings.maxBytes());
    made.setConnectTimeout(silence);
    made.setIdleTimeout(Duration.ZERO);
    LifeCycle.start(made);
    return made;
  }

  /**
   * The network as one plugin may use it.
   *
   * @param permitted says whether it may connect to a host, which may still be refused for its
   *     address
   */
  public NetworkAccess permitting(Predicate<String> permitted) {
    return new PermittedNetwork(
        this::client, settings, url -> own.is(url) || permitted.test(url.getHost()));
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (sockets != null) {
      LifeCycle.stop(sockets);
      LifeCycle.stop(sockets.getHttpClient());
    }
  }
}
