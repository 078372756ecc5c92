package io.mycel.hub.internal;

import io.mycel.api.hub.Client;
import io.mycel.api.hub.Generation;
import io.mycel.api.hub.HubException;
import io.mycel.api.transport.Admission;
import io.mycel.api.transport.Connection;
import io.mycel.api.transport.ConnectionHandler;
import io.mycel.api.transport.Lease;
import io.mycel.api.transport.Opening;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives connections. A client of generation A says who it is in the query of its URL and is
 * refused with an HTTP status; one of generation B says it in its first text frame and is refused
 * with a text and a close code.
 */
final class Desk implements ConnectionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Desk.class);
  private static final int FORBIDDEN = 403;
  private static final int GOING_AWAY = 1001;
  private static final int UNSUPPORTED_DATA = 1003;
  private static final int POLICY_VIOLATION = 1008;
  private static final Duration OTHER_ANSWERS_WITHIN = Duration.ofSeconds(3);

  /** Releases of Python's websockets that the client library of generation A cannot use. */
  private static final Pattern NEW_WEBSOCKETS =
      Pattern.compile(".*websockets/(1[4-9]|[2-9]\\d)\\b.*");

  private final Admissions admissions;
  private final Membership membership;
  private final Reconnection reconnection;
  private final Router router;
  private final ControlText texts;
  private final BaseUrls urls;
  private final Traffic traffic;
  private final HubSettings settings;
  private final ScheduledExecutorService timer;
  private final Map<Connection, ClientEntry> entries = new ConcurrentHashMap<>();
  private final Map<Connection, Future<?>> silent = new ConcurrentHashMap<>();
  private final AtomicBoolean hinted = new AtomicBoolean();

  Desk(
      Admissions admissions,
      Membership membership,
      Reconnection reconnection,
      Router router,
      BaseUrls urls,
      Traffic traffic,
      HubSettings settings,
      ScheduledExecutorService timer) {
    this.admissions = admissions;
    this.membership = membership;
    this.reconnection = reconnection;
    this.router = router;
    this.texts = new ControlText();
    this.urls = urls;
    this.traffic = traffic;
    this.settings = settings;
    this.timer = timer;
  }

  @Override
  public Admission admit(Opening opening) {
    Optional<Admissions.Wish> wish = Admissions.wishOfA(opening);
    if (wish.isEmpty()) {
      return new Admission.Accepted();
    }
    try {
      Admissions.Admitted admitted = admissions.admit(wish.get(), opening);
      if (!admitted.comesBack() && membership.isConnected(admitted.client().address())) {
        throw new HubException(
            HubException.Kind.CONFLICT,
            "Client already exists and is active: " + admitted.client().address());
      }
      return new Admission.Accepted();
    } catch (HubException e) {
      traffic.refusedConnection();
      LOG.info("{}: refused: {}", opening.remoteAddress(), e.getMessage());
      return new Admission.Refused(FORBIDDEN, e.getMessage());
    }
  }

  @Override
  public void takeOver(Collection<? extends Connection> open) {
    open.forEach(this::takeOver);
    router.rejectCallsToNobody();
    membership.forgetDeserted();
  }

  private void takeOver(Connection connection) {
    connection
        .attachment(Client.class)
        .ifPresent(
            client -> {
              ClientEntry entry = membership.prepare(client, connection, false);
              entries.put(connection, entry);
              membership.restore(entry);
              // a hub that broke down may have held it back
              connection.resumeReading();
            });
  }

  @Override
  public void opened(Connection connection) {
    if (entries.containsKey(connection)) {
      return;
    }
    Optional<Admissions.Wish> wish = Admissions.wishOfA(connection.opening());
    if (connection.attachment(Client.class).isPresent()) {
      takeOver(connection);
    } else if (wish.isPresent()) {
      openedA(connection, wish.get());
    } else {
      Future<?> end =
          timer.schedule(
              () -> {
                if (silent.remove(connection) != null) {
                  refuse(connection, POLICY_VIOLATION, "Authentication payload timeout");
                }
              },
              settings.handshakeTimeout().toMillis(),
              TimeUnit.MILLISECONDS);
      silent.put(connection, end);
    }
  }

  /**
   * A client of generation A that is refused after its upgrade waits for an answer until its own
   * time-out, so a token that was good for the upgrade is good for this.
   */
  private void openedA(Connection connection, Admissions.Wish wish) {
    try {
      enter(connection, admissions.admit(wish, connection.opening(), settings.handshakeTimeout()));
      hint(connection.opening());
    } catch (HubException e) {
      traffic.refusedConnection();
      connection.close(POLICY_VIOLATION, e.getMessage());
    }
  }

  /**
   * A client library of generation A breaks by itself with these releases, after it has connected:
   * say once what helps.
   */
  private void hint(Opening opening) {
    if (breaksGenerationA(opening) && hinted.compareAndSet(false, true)) {
      LOG.warn(
          "{}: imjoy-rpc does not work with this release of websockets ({}); on the client run: pip install 'websockets<14'",
          opening.remoteAddress(),
          opening.header("user-agent").orElse(""));
    }
  }

  /** True if the client says that it uses a release of websockets that its library breaks with. */
  static boolean breaksGenerationA(Opening opening) {
    return opening
        .header("user-agent")
        .filter(agent -> NEW_WEBSOCKETS.matcher(agent).matches())
        .isPresent();
  }

  @Override
  public void received(Connection connection, String text) {
    Future<?> waiting = silent.remove(connection);
    if (waiting != null) {
      waiting.cancel(false);
      handshake(connection, text);
      return;
    }
    ClientEntry entry = entries.get(connection);
    if (entry == null) {
      LOG.debug("{}: a text frame of nobody", connection.opening().remoteAddress());
      return;
    }
    if (!entry.isGeneration(Generation.B)) {
      entry
          .complaints()
          .warn(
              LOG,
              () ->
                  entry.address()
                      + ": a text frame is ignored, clients of generation A speak in binary"
                      + " frames");
      return;
    }
    switch (texts.type(text)) {
      case "ping" -> connection.send(texts.pong());
      case "refresh_token" ->
          connection.send(texts.reconnectionToken(reconnection.token(entry.client())));
      default ->
          entry
              .complaints()
              .warn(
                  LOG,
                  () ->
                      entry.address()
                          + ": a text frame of "
                          + text.length()
                          + " characters is ignored, its type is unknown");
    }
  }

  private void handshake(Connection connection, String text) {
    try {
      Admissions.Wish wish = texts.handshake(text);
      enter(connection, admissions.admit(wish, connection.opening()));
    } catch (HubException e) {
      refuse(connection, e);
    }
  }

  private void refuse(Connection connection, HubException e) {
    switch (e.kind()) {
      case UNAUTHENTICATED ->
          refuse(connection, POLICY_VIOLATION, "Authentication error: " + e.getMessage());
      case INVALID -> refuse(connection, UNSUPPORTED_DATA, e.getMessage());
      default ->
          refuse(connection, GOING_AWAY, "Failed to establish connection: " + e.getMessage());
    }
  }

  private void refuse(Connection connection, int code, String message) {
    traffic.refusedConnection();
    LOG.info("{}: refused: {}", connection.opening().remoteAddress(), message);
    connection.send(texts.error(message));
    connection.close(code, message);
  }

  private void enter(Connection connection, Admissions.Admitted admitted) {
    Client client =
        admitted.comesBack() ? membership.returning(admitted.client()) : admitted.client();
    ClientEntry entry = membership.prepare(client, connection, false);
    if (admitted.comesBack()) {
      welcome(entry);
      membership.joinAgain(entry);
      return;
    }
    Optional<ClientEntry> other = membership.connected(client.address());
    if (other.isEmpty()) {
      join(entry);
    } else if (entry.isGeneration(Generation.A)) {
      throw taken(client);
    } else {
      // the other one may be a ghost whose connection nobody has missed yet
      ClientMethods.alive(other.get(), OTHER_ANSWERS_WITHIN)
          .thenAccept(
              alive -> {
                if (alive) {
                  refuse(connection, taken(client));
                } else {
                  membership.drop(
                      other.get(), "it did not answer when another client asked for its name");
                  join(entry);
                }
              });
    }
  }

  private void join(ClientEntry entry) {
    welcome(entry);
    membership.join(entry).ifPresent(other -> refuse(entry.connection(), taken(entry.client())));
  }

  /**
   * From now on frames of this connection are routed; the client of generation B learns who it is.
   */
  private void welcome(ClientEntry entry) {
    entries.put(entry.connection(), entry);
    if (entry.isGeneration(Generation.B)) {
      entry
          .connection()
          .send(texts.connectionInfo(entry.client(), settings.managerId(), urls, reconnection));
    }
  }

  private static HubException taken(Client client) {
    return new HubException(
        HubException.Kind.CONFLICT, "Client already exists and is active: " + client.address());
  }

  @Override
  public void received(Connection connection, ByteBuffer frame, Lease lease) {
    ClientEntry entry = entries.get(connection);
    if (entry == null) {
      traffic.dropped(Traffic.Drop.NOT_ADMITTED);
      lease.release();
      return;
    }
    router.route(entry, frame, Buffers.EMPTY, lease);
  }

  @Override
  public void closed(Connection connection, int code, String reason) {
    Future<?> waiting = silent.remove(connection);
    if (waiting != null) {
      waiting.cancel(false);
    }
    ClientEntry entry = entries.remove(connection);
    if (entry != null) {
      membership.left(entry, code);
    }
  }
}
