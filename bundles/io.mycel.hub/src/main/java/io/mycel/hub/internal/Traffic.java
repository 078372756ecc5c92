package io.mycel.hub.internal;

import io.mycel.api.http.Meter;
import io.mycel.api.hub.Resident;
import io.mycel.api.hub.Residents;
import io.mycel.api.rpc.Conversation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** What the hub counts. */
final class Traffic implements Meter {
  /** Why a frame did not reach anybody. */
  enum Drop {
    /** Its first map could not be read. */
    BROKEN,
    /** Its target cannot read it. */
    UNREADABLE,
    /** It had no readable target. */
    NO_TARGET,
    /** Its target is not connected. */
    TARGET_GONE,
    /** The target's queue was full or its connection closing. */
    NOT_ACCEPTED,
    /** It came before the connection was admitted. */
    NOT_ADMITTED,
    /** It was a call, and its sender had made too many. */
    RATE_LIMIT,
    /** It was too large for the workspace manager. */
    TOO_LARGE
  }

  private final Directory directory;
  private final Reconnection reconnection;
  private final Tokens tokens;
  private final Residents residents;
  private final LongAdder limitsMet = new LongAdder();
  private final LongAdder forwarded = new LongAdder();
  private final LongAdder toManager = new LongAdder();
  private final LongAdder broadcast = new LongAdder();
  private final LongAdder rejectedCalls = new LongAdder();
  private final LongAdder looksForCalls = new LongAdder();
  private final LongAdder refusedConnections = new LongAdder();
  private final LongAdder pausedSenders = new LongAdder();
  private final LongAdder slowReaders = new LongAdder();
  private final Map<Drop, LongAdder> dropped = new EnumMap<>(Drop.class);

  Traffic(Directory directory, Reconnection reconnection, Tokens tokens, Residents residents) {
    this.residents = residents;
    this.directory = directory;
    this.reconnection = reconnection;
    this.tokens = tokens;
    for (Drop reason : Drop.values()) {
      dropped.put(reason, new LongAdder());
    }
  }

  void forwarded() {
    forwarded.increment();
  }

  void toManager() {
    toManager.increment();
  }

  void broadcast() {
    broadcast.increment();
  }

  void rejectedCall() {
    rejectedCalls.increment();
  }

  void lookedForCalls() {
    looksForCalls.increment();
  }

  void refusedConnection() {
    refusedConnections.increment();
  }

  void pausedSender() {
    pausedSenders.increment();
  }

  void droppedSlowReader() {
    slowReaders.increment();
  }

  void limitMet() {
    limitsMet.increment();
  }

  void dropped(Drop reason) {
    dropped.get(reason).increment();
  }

  @Override
  public List<Sample> read() {
    List<Sample> samples = new ArrayList<>();
    samples.add(
        gauge(
            "mycel_hub_clients",
            "Connected clients",
            directory.clients().stream().filter(entry -> !entry.client().hidden()).count()));
    samples.add(gauge("mycel_hub_workspaces", "Workspaces", directory.workspaces().size()));
    samples.add(
        gauge(
            "mycel_hub_services",
            "Registered services, built-in ones included",
            directory.clients().stream()
                .mapToLong(entry -> entry.client().services().size())
                .sum()));
    samples.add(
        gauge(
            "mycel_hub_clients_away",
            "Clients that lost their connection and may come back",
            reconnection.size()));
    samples.add(
        gauge(
            "mycel_hub_pending_calls",
            "Calls passed on that have no answer yet",
            directory.clients().stream().mapToLong(entry -> entry.pending().size()).sum()));
    samples.add(
        gauge(
            "mycel_hub_waiting_bytes",
            "What clients of this JVM have sent while no hub was there",
            residents.all().stream().mapToLong(Resident::parkedBytes).sum()));
    samples.add(
        gauge(
            "mycel_rpc_sessions",
            "Open calls and passed functions of peers of this JVM",
            sum(conversation -> conversation.sessions().size())));
    samples.add(
        gauge(
            "mycel_rpc_running_calls",
            "Calls that peers of this JVM have not answered yet",
            sum(conversation -> conversation.running().size())));
    samples.add(
        gauge(
            "mycel_rpc_remote_objects",
            "Remote objects that peers of this JVM offer",
            sum(conversation -> conversation.objects().size())));
    samples.add(
        gauge(
            "mycel_rpc_chunked_messages",
            "Long messages for peers of this JVM that are not whole yet",
            sum(conversation -> conversation.chunked().size())));
    samples.add(
        gauge(
            "mycel_rpc_chunked_bytes",
            "What has come of long messages for peers of this JVM that are not whole yet",
            sum(conversation -> conversation.chunkedBytes().get())));
    samples.add(
        gauge(
            "mycel_hub_workspace_bytes",
            "What all workspaces keep: descriptions, variables, types, events; roughly",
            directory.workspaces().stream().mapToLong(Workspace::keptBytes).sum()));
    samples.add(
        gauge(
            "mycel_hub_revoked_tokens",
            "Revoked tokens that have not expired",
            tokens.revokedCount()));
    samples.add(
        counter(
            "mycel_hub_limits_met_total",
            "Requests to the manager refused because a client wants it to keep too much",
            Map.of(),
            limitsMet));
    samples.add(
        counter(
            "mycel_hub_frames_forwarded_total",
            "Frames passed from one client to another",
            Map.of(),
            forwarded));
    samples.add(
        counter(
            "mycel_hub_frames_manager_total",
            "Frames for the workspace manager",
            Map.of(),
            toManager));
    samples.add(
        counter(
            "mycel_hub_events_delivered_total",
            "Events delivered to subscribers",
            Map.of(),
            broadcast));
    samples.add(
        counter(
            "mycel_hub_calls_rejected_total",
            "Calls answered by the hub because they could not be passed on",
            Map.of(),
            rejectedCalls));
    samples.add(
        counter(
            "mycel_hub_calls_looked_for_total",
            "Clients whose open calls were gone through because one that they had called has gone",
            Map.of(),
            looksForCalls));
    samples.add(
        counter(
            "mycel_hub_connections_refused_total",
            "Connections that were not admitted",
            Map.of(),
            refusedConnections));
    samples.add(
        counter(
            "mycel_hub_senders_paused_total",
            "Times that a client was not read for a while: others read too slowly, or it sent too much",
            Map.of(),
            pausedSenders));
    samples.add(
        counter(
            "mycel_hub_slow_readers_dropped_total",
            "Clients dropped because they read too slowly",
            Map.of(),
            slowReaders));
    dropped.forEach(
        (reason, count) ->
            samples.add(
                counter(
                    "mycel_hub_frames_dropped_total",
                    "Frames that reached nobody",
                    Map.of("reason", reason.name().toLowerCase(Locale.ROOT)),
                    count)));
    return samples;
  }

  /** Over all peers of this JVM: the managers, one for each client, and its own clients. */
  private long sum(ToLongFunction<Conversation> figure) {
    return Stream.concat(
            directory.clients().stream().map(ClientEntry::manager),
            residents.all().stream().map(Resident::peer))
        .mapToLong(peer -> figure.applyAsLong(peer.conversation()))
        .sum();
  }

  private static Sample gauge(String name, String help, double value) {
    return new Sample(name, help, Kind.GAUGE, Map.of(), value);
  }

  private static Sample counter(
      String name, String help, Map<String, String> labels, LongAdder count) {
    return new Sample(name, help, Kind.COUNTER, labels, count.sum());
  }
}
