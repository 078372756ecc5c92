package io.mycel.hub.internal;

import io.mycel.api.hub.Client;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Lets clients come back after their connection was lost: for a while they keep their name and
 * their services, and a token proves that it is them.
 */
final class Reconnection {
  private final Tokens tokens;
  private final Duration lifetime;
  private final Duration grace;
  private final ScheduledExecutorService timer;
  private final int maxAway;
  private final Map<String, Away> away = new ConcurrentHashMap<>();

  /** A client without a connection, and what ends its wait. */
  private record Away(ClientEntry entry, Future<?> end, long untilMillis) {}

  /**
   * The clients that are away.
   *
   * @param lifetime of the tokens by which they come back
   * @param grace how long they may stay away
   * @param maxAway how many may be; those beyond are given up at once
   */
  Reconnection(
      Tokens tokens,
      Duration lifetime,
      Duration grace,
      int maxAway,
      ScheduledExecutorService timer) {
    this.maxAway = maxAway;
    this.tokens = tokens;
    this.lifetime = lifetime;
    this.grace = grace;
    this.timer = timer;
  }

  /** By which this client, and no other, may come back. */
  String token(Client client) {
    return tokens.sign(
        new Tokens.Grant(client.user(), client.workspace(), client.id(), true, null), lifetime);
  }

  Duration lifetime() {
    return lifetime;
  }

  /**
   * A client has lost its connection.
   *
   * @param expired told when it has not come back in time
   */
  void lost(ClientEntry entry, Consumer<ClientEntry> expired) {
    lost(entry, System.currentTimeMillis() + grace.toMillis(), expired);
  }

  /** The same, with the moment until which it may come back. */
  void lost(ClientEntry entry, long untilMillis, Consumer<ClientEntry> expired) {
    long delay = away.size() >= maxAway ? 0 : Math.max(0, untilMillis - System.currentTimeMillis());
    // the timer may be quicker than this thread: it finds the client only when all is in its place
    away.compute(
        entry.address(),
        (address, before) ->
            new Away(
                entry,
                timer.schedule(() -> expire(entry, expired), delay, TimeUnit.MILLISECONDS),
                untilMillis));
  }

  private void expire(ClientEntry entry, Consumer<ClientEntry> expired) {
    AtomicBoolean gone = new AtomicBoolean();
    away.computeIfPresent(
        entry.address(),
        (address, left) -> {
          gone.set(left.entry() == entry);
          return left.entry() == entry ? null : left;
        });
    if (gone.get()) {
      expired.accept(entry);
    }
  }

  /** How many are away. */
  int size() {
    return away.size();
  }

  /** Tells who is away, and until when each may come back, in milliseconds since 1970. */
  void forEach(BiConsumer<Client, Long> action) {
    away.values().forEach(left -> action.accept(left.entry().client(), left.untilMillis()));
  }

  /** The client that is away and may still come back to this address. */
  Optional<ClientEntry> peek(String address) {
    return Optional.ofNullable(away.get(address)).map(Away::entry);
  }

  /** Ends the wait for a client, because it is back or somebody has taken its place. */
  Optional<ClientEntry> take(String address) {
    Away left = away.remove(address);
    if (left == null) {
      return Optional.empty();
    }
    left.end().cancel(false);
    return Optional.of(left.entry());
  }
}
