package io.mycel.hub.internal;

import static io.mycel.hub.internal.ManagerMethod.ONLY_B;
import static io.mycel.hub.internal.ManagerMethod.optional;
import static io.mycel.hub.internal.ManagerMethod.required;

import io.mycel.api.hub.HubException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The manager's methods about events: subscriptions, and the log of events that a workspace keeps
 * as long as it lives.
 */
final class EventMethods {
  /** Event types of one client. */
  private static final int MAX_TYPE_LENGTH = 256;

  private final Directory directory;
  private final InstantSource clock;
  private final int maxSubscriptions;

  EventMethods(Directory directory, InstantSource clock, int maxSubscriptions) {
    this.directory = directory;
    this.clock = clock;
    this.maxSubscriptions = maxSubscriptions;
  }

  List<ManagerMethod> methods() {
    List<ManagerMethod.Parameter> filter =
        List.of(
            optional("event_type", "string", "only this type"),
            optional("start_time", "", "not before: seconds since 1970 or an ISO 8601 instant"),
            optional("end_time", "", "not after: the same"));
    return List.of(
        ManagerMethod.of(
            "subscribe",
            ONLY_B,
            "Delivers events of these types to the calling client.",
            List.of(required("event_type", "", "a type or a list")),
            this::subscribe),
        ManagerMethod.of(
            "unsubscribe",
            ONLY_B,
            "Ends the delivery of events of these types.",
            List.of(required("event_type", "", "a type or a list")),
            this::unsubscribe),
        ManagerMethod.of(
            "log_event",
            ONLY_B,
            "Keeps an event in the log of the workspace.",
            List.of(
                required("event_type", "string", "its type"),
                optional("data", "object", "what happened")),
            this::log),
        ManagerMethod.of(
            "get_events",
            ONLY_B,
            "Tells events of the workspace's log.",
            filter,
            (caller, arguments) -> events(caller, arguments).toList()),
        ManagerMethod.of(
            "get_event_stats",
            ONLY_B,
            "Counts events of the workspace's log by type.",
            filter,
            this::stats));
  }

  private Object subscribe(ClientEntry caller, Arguments arguments) {
    List<String> types = arguments.texts("event_type");
    Set<String> subscriptions = caller.client().subscriptions();
    long more = types.stream().filter(type -> !subscriptions.contains(type)).distinct().count();
    if (subscriptions.size() + more > maxSubscriptions) {
      throw new LimitException(
          "a client cannot subscribe to more than " + maxSubscriptions + " event types");
    }
    if (types.stream().anyMatch(type -> type.length() > MAX_TYPE_LENGTH)) {
      throw new LimitException(
          "an event type cannot be longer than " + MAX_TYPE_LENGTH + " characters");
    }
    subscriptions.addAll(types);
    return true;
  }

  private Object unsubscribe(ClientEntry caller, Arguments arguments) {
    arguments.texts("event_type").forEach(caller.client().subscriptions()::remove);
    return true;
  }

  private Workspace workspace(ClientEntry caller) {
    String name = caller.client().workspace();
    return directory
        .workspace(name)
        .orElseThrow(
            () ->
                new HubException(
                    HubException.Kind.NOT_FOUND, "Workspace " + name + " does not exist"));
  }

  private Object log(ClientEntry caller, Arguments arguments) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("event_type", arguments.requiredText("event_type"));
    event.put("workspace", caller.client().workspace());
    event.put("user_id", caller.client().user().id());
    event.put("timestamp", clock.instant().toString());
    event.put("data", arguments.any("data"));
    workspace(caller).log(event);
    return null;
  }

  private Stream<Map<String, Object>> events(ClientEntry caller, Arguments arguments) {
    Optional<String> type = arguments.text("event_type");
    Instant start = instant(arguments, "start_time").orElse(Instant.MIN);
    Instant end = instant(arguments, "end_time").orElse(Instant.MAX);
    return workspace(caller).events().stream()
        .filter(event -> type.isEmpty() || type.get().equals(event.get("event_type")))
        .filter(
            event -> {
              Instant at = Instant.parse(String.valueOf(event.get("timestamp")));
              return !at.isBefore(start) && !at.isAfter(end);
            });
  }

  private static Optional<Instant> instant(Arguments arguments, String name) {
    Object value = arguments.any(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof Instant instant) {
      return Optional.of(instant);
    }
    if (value instanceof Number) {
      return arguments.number(name).map(seconds -> Instant.ofEpochMilli((long) (seconds * 1000)));
    }
    try {
      return Optional.of(Instant.parse(arguments.requiredText(name)));
    } catch (DateTimeParseException e) {
      throw new HubException(
          HubException.Kind.INVALID,
          arguments.method()
              + ": '"
              + name
              + "' must be seconds since 1970 or an instant like 2026-01-31T12:00:00Z, got '"
              + value
              + "'");
    }
  }

  private Object stats(ClientEntry caller, Arguments arguments) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    events(caller, arguments)
        .forEach(event -> counts.merge(String.valueOf(event.get("event_type")), 1, Integer::sum));
    return counts.entrySet().stream()
        .map(count -> Map.of("event_type", count.getKey(), "count", count.getValue()))
        .toList();
  }
}
