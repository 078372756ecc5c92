package io.mycel.apps.internal;

import io.mycel.api.hub.ClientInfo;
import io.mycel.api.hub.HubAdministration;
import io.mycel.api.plugin.PluginStatus;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends sessions that nobody calls any more, and those whose workspace everybody else has left:
 * twice in a row, so that a client may lose its connection and come back.
 */
final class Housekeeping implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
  private static final String PUBLIC = "public";

  private final Sessions sessions;
  private final Supplier<HubAdministration> hub;
  private final Set<String> left = ConcurrentHashMap.newKeySet();

  /**
   * Looks after sessions.
   *
   * @param hub that of the moment; null while there is none
   */
  Housekeeping(Sessions sessions, Supplier<HubAdministration> hub) {
    this.sessions = sessions;
    this.hub = hub;
  }

  /** Looks once. It is called again and again, so no failure ends it. */
  @Override
  public void run() {
    HubAdministration present = hub.get();
    try {
      if (present != null) {
        look(present);
      }
    } catch (RuntimeException e) {
      LOG.error("looking after the sessions of server apps failed", e);
    }
  }

  private void look(HubAdministration present) {
    sessions.forgetEnded();
    List<Session> running = sessions.running();
    if (running.isEmpty()) {
      left.clear();
      return;
    }
    Set<String> ours = running.stream().map(Session::id).collect(Collectors.toSet());
    Set<String> inhabited =
        present.clients().stream()
            .filter(client -> !ours.contains(client.address()))
            .map(ClientInfo::workspace)
            .collect(Collectors.toSet());
    for (Session session : running) {
      if (isIdle(session)) {
        end(session, "nobody has called it for " + session.stopAfterInactive() + " s");
      } else if (session.app().daemon()
          || session.app().workspace().equals(PUBLIC)
          || inhabited.contains(session.app().workspace())) {
        left.remove(session.id());
      } else if (!left.add(session.id())) {
        end(session, "all others have left its workspace");
      }
    }
  }

  private boolean isIdle(Session session) {
    return session.stopAfterInactive() > 0
        && sessions.status(session).map(PluginStatus::idleMillis).orElse(0L)
            > session.stopAfterInactive() * 1000L;
  }

  private void end(Session session, String why) {
    LOG.info("{}: app {} is stopped: {}", session.id(), session.app().id(), why);
    left.remove(session.id());
    sessions.stop(session.id());
  }
}
