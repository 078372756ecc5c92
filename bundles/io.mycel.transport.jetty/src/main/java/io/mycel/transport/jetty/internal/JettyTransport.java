package io.mycel.transport.jetty.internal;

import io.mycel.api.http.HttpFilter;
import io.mycel.api.http.HttpRoute;
import io.mycel.api.http.Meter;
import io.mycel.api.transport.ConnectionHandler;
import io.mycel.api.transport.Listener;
import io.mycel.transport.jetty.internal.http.BodyMemory;
import io.mycel.transport.jetty.internal.http.HttpDispatcher;
import io.mycel.transport.jetty.internal.http.Whiteboard;
import io.mycel.transport.jetty.internal.websocket.CloseCode;
import io.mycel.transport.jetty.internal.websocket.Connections;
import io.mycel.transport.jetty.internal.websocket.Corks;
import io.mycel.transport.jetty.internal.websocket.HandlerGate;
import io.mycel.transport.jetty.internal.websocket.Limits;
import io.mycel.transport.jetty.internal.websocket.Shared;
import io.mycel.transport.jetty.internal.websocket.SilenceWatch;
import io.mycel.transport.jetty.internal.websocket.Upgrade;
import io.mycel.transport.jetty.internal.websocket.WebSocketConnection;
import io.mycel.transport.jetty.internal.websocket.ZlibPool;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns the sockets: listens, and connects the hub, the routes and the filters that come and go to
 * what arrives. It is the {@link Listener} that tells where, and the {@link Meter} of the traffic.
 */
@Component(
    service = {},
    immediate = true,
    configurationPid = TransportConfig.PID)
@Designate(ocd = TransportConfig.class)
public final class JettyTransport implements Listener, Meter {
  private static final Logger log = LoggerFactory.getLogger(JettyTransport.class);

  /** How long clients get to read what is queued and answer the close frame. */
  private static final Duration GOODBYE = Duration.ofMillis(1500);

  private static final long IO_IDLE_BYTES = 4 * 1024 * 1024;

  private final TransportConfig config;
  private final JettyServer server;
  private final TransportCounters counters = new TransportCounters();
  private final BufferPool frames;
  private final BufferPool io = new BufferPool(Long.MAX_VALUE, IO_IDLE_BYTES);
  private final ZlibPool zlib = new ZlibPool();
  private final BodyMemory bodies;
  private final Connections connections = new Connections();
  private final HandlerGate gate;
  private final WaitingRoom room;
  private final SilenceWatch watch;
  private final Whiteboard whiteboard;
  private volatile URI uri;
  private volatile String failure;
  private ServiceRegistration<?> registration;

  /** Builds everything; nothing is opened yet. */
  @Activate
  public JettyTransport(TransportConfig config) {
    this.config = config;
    server = new JettyServer(config);
    frames = new BufferPool(config.maxFrameMemoryBytes(), config.maxIdleMemoryBytes());
    bodies = new BodyMemory(config.maxBodyMemoryBytes());
    gate = new HandlerGate(Duration.ofMillis(config.unbindTimeoutMillis()));
    Duration patience = Duration.ofMillis(config.replaceTimeoutMillis());
    room = new WaitingRoom(server.scheduler(), patience, config.maxWaitingRequests());
    Limits limits =
        new Limits(
            config.maxFrameBytes(),
            config.maxMessageBytes(),
            config.maxTextBytes(),
            config.maxFragments(),
            config.maxQueuedBytes(),
            config.maxParkedBytes());
    Shared shared =
        new Shared(
            limits,
            frames,
            io,
            gate,
            connections,
            new Corks(),
            counters,
            server.scheduler(),
            config.permessageDeflate() ? zlib : null);
    HttpDispatcher dispatcher =
        new HttpDispatcher(
            new Upgrade(shared, config.maxConnections(), room), counters, io, bodies, room);
    server.setHandler(dispatcher);
    whiteboard =
        new Whiteboard(
            dispatcher,
            server.scheduler(),
            patience,
            Duration.ofMillis(config.drainTimeoutMillis()));
    watch =
        new SilenceWatch(
            connections,
            server.scheduler(),
            Duration.ofMillis(config.pingIntervalMillis()),
            config.maxSilentPings());
  }

  /**
   * Listens, and tells so. The services are not the component's own: routes need to know where this
   * listens and this needs the routes, which would be a circle while the component starts.
   */
  @Activate
  void start(BundleContext context) {
    listen();
    registration =
        context.registerService(
            new String[] {Listener.class.getName(), Meter.class.getName()}, this, null);
  }

  /** Tries to listen; a failure is told by {@link #failure} and the log, not thrown. */
  public void listen() {
    try {
      server.start();
      uri = new URI("http", null, config.host(), server.port(), null, null, null);
      watch.start();
      log.info("listening on {}", uri);
    } catch (Exception e) {
      failure = reason(e);
      // The line says it all; what led to it is for those who look for a fault of ours.
      log.error("{}", failure);
      log.debug("why nothing listens", e);
    }
  }

  private String reason(Exception e) {
    String where = "cannot listen on " + config.host() + ":" + config.port() + ": ";
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
        return where + "the name is not known; choose an address of this machine with --host";
      }
      if (cause instanceof BindException) {
        String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (text.contains("in use")) {
          return where + "address already in use; choose another port with --port";
        }
        if (text.contains("permission")) {
          return where + "permission denied; choose a port above 1023 with --port";
        }
        return where + text + "; choose an address of this machine with --host";
      }
    }
    return where + e;
  }

  /**
   * Stops, for good with the framework, else for a moment: this bundle is updated, configured anew
   * or started again later, and clients find their names and services kept if they come back soon.
   */
  @Deactivate
  void stop(BundleContext context) {
    registration.unregister();
    if (context.getBundle(0).getState() == Bundle.STOPPING) {
      stop();
    } else {
      stop(CloseCode.SERVICE_RESTART, "the server is replaced, connect again");
    }
  }

  /** Says goodbye to all clients, closes all sockets and ends all threads, within 3 seconds. */
  public void stop() {
    stop(CloseCode.GOING_AWAY, "the server stops");
  }

  private void stop(int code, String reason) {
    watch.stop();
    whiteboard.close();
    room.close();
    try {
      server.stopListening();
      connections.close();
      connections.forEach(each -> each.close(code, reason));
      connections.awaitNone(GOODBYE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      log.warn("the port of {} failed to close: {}", uri, e.toString());
    }
    try {
      server.stop();
    } catch (Exception e) {
      log.error("the server of {} failed to stop cleanly", uri, e);
    }
    connections.forEach(WebSocketConnection::discard);
    frames.clear();
    io.clear();
    zlib.close();
  }

  /** The hub that handles connections from now on. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  public void bindHandler(ConnectionHandler handler) {
    List<WebSocketConnection> open = new ArrayList<>();
    connections.forEach(open::add);
    if (!open.isEmpty()) {
      handler.takeOver(open);
    }
    gate.bind(handler);
    room.changed();
    connections.forEach(WebSocketConnection::deliver);
  }

  /** The hub goes: what it is handling is finished first, what arrives from now on waits. */
  public void unbindHandler(ConnectionHandler handler) {
    gate.unbind(handler);
  }

  /** A bundle answers requests. */
  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  public void addRoute(HttpRoute route, Map<String, Object> properties) {
    whiteboard.add(route, properties);
  }

  /** It answers differently from now on. */
  public void updatedRoute(HttpRoute route, Map<String, Object> properties) {
    whiteboard.add(route, properties);
  }

  /** It answers no more: what it has is answered first, what arrives from now on waits. */
  public void removeRoute(HttpRoute route) {
    whiteboard.remove(route);
  }

  /** A bundle stands around requests. */
  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  public void addFilter(HttpFilter filter, Map<String, Object> properties) {
    whiteboard.add(filter, properties);
  }

  /** Its ranking may have changed. */
  public void updatedFilter(HttpFilter filter, Map<String, Object> properties) {
    whiteboard.add(filter, properties);
  }

  /** It went. */
  public void removeFilter(HttpFilter filter) {
    whiteboard.remove(filter);
  }

  @Override
  public Optional<URI> uri() {
    return Optional.ofNullable(uri);
  }

  @Override
  public Optional<String> failure() {
    return Optional.ofNullable(failure);
  }

  @Override
  public List<Sample> read() {
    List<Sample> samples = new ArrayList<>(counters.samples(connections.size(), frames));
    samples.add(gauge("mycel_transport_sockets", "Open sockets.", Map.of(), server.sockets()));
    String waiting = "Bytes of WebSocket messages that wait: for a hub, or to be written.";
    String name = "mycel_transport_waiting_bytes";
    samples.add(
        gauge(name, waiting, Map.of("direction", "in"), connections.sum(c -> c.parkedBytes())));
    samples.add(
        gauge(name, waiting, Map.of("direction", "out"), connections.sum(c -> c.queuedBytes())));
    String held = "HTTP requests and WebSocket handshakes that wait for what is being replaced.";
    samples.add(gauge("mycel_transport_waiting_requests", held, Map.of(), room.size()));
    samples.add(
        gauge(
            "mycel_http_body_bytes",
            "Memory of the bodies of HTTP requests under way.",
            Map.of(),
            bodies.used()));
    return samples;
  }

  private static Sample gauge(String name, String help, Map<String, String> labels, long value) {
    return new Sample(name, help, Kind.GAUGE, labels, value);
  }
}
