package io.mycel.hub.internal;

import io.mycel.api.hub.Generation;
import io.mycel.api.hub.Residents;
import io.mycel.api.rpc.RpcEngine;
import io.mycel.api.transport.Connection;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;

/** The parts of the hub, put together. */
final class HubCore {
  private final Directory directory;
  private final Registry registry;
  private final Traffic traffic;
  private final ServiceListing listing;
  private final BaseUrls urls;
  private final ServiceFetcher fetcher;
  private final Tokens tokens;
  private final Administrator administrator;
  private final Launching launching;
  private final Desk desk;
  private final LocalClients localClients;
  private final Gateways gateways;
  private final Reconnection reconnection;
  private final Membership membership;
  private final Backpressure backpressure;
  private final Farewells farewells;

  HubCore(
      HubSettings settings,
      byte[] secret,
      String connectionToken,
      RpcEngine engine,
      Residents residents,
      InstantSource clock,
      ScheduledExecutorService timer) {
    HubLimits limits = settings.limits();
    this.directory = new Directory(limits);
    this.registry = new Registry(directory);
    this.listing = new ServiceListing(directory, registry);
    Names names = new Names();
    this.urls = new BaseUrls(settings.publicBaseUrl());
    this.fetcher = new ServiceFetcher(directory, urls);
    this.tokens = new Tokens(secret, names, clock, limits.revokedTokens());
    this.launching = new Launching(registry);
    this.administrator = new Administrator(connectionToken, urls);
    this.reconnection =
        new Reconnection(
            tokens, settings.reconnectionLifetime(), settings.grace(), limits.awayClients(), timer);
    this.traffic = new Traffic(directory, reconnection, tokens, residents);
    this.backpressure =
        new Backpressure(settings.highWaterBytes(), settings.patience(), timer, traffic);
    Events events = new Events(directory, engine, backpressure, traffic);
    this.farewells = new Farewells(events, timer);
    Router router = new Router(directory, engine, events, backpressure, traffic, limits);
    Stamps stamps = new Stamps(engine);

    List<ManagerMethod> methods = new ArrayList<>();
    methods.addAll(new ClientMethods(directory, reconnection, urls).methods());
    methods.addAll(
        new ServiceMethods(
                registry, listing, fetcher, new ServiceChoice(directory), launching, limits)
            .methods());
    methods.addAll(new TokenMethods(tokens, names, settings.tokenLifetime()).methods());
    methods.addAll(new WorkspaceMethods(directory, registry).methods());
    methods.addAll(new EventMethods(directory, clock, limits.subscriptions()).methods());
    Map<Generation, Map<String, Object>> members =
        new ManagerApi(directory, traffic).members(methods);

    Function<Connection, TokenBucket> pace =
        connection ->
            settings.rate().isOn() && !(connection instanceof LocalConnection)
                ? new TokenBucket(settings.rate(), clock)
                : null;
    ManagerPeers managers =
        new ManagerPeers(
            engine, stamps, urls, settings.managerId(), members, limits.managerBytes());
    this.membership =
        new Membership(
            directory, registry, reconnection, managers, stamps, router, farewells, pace);
    Admissions admissions =
        new Admissions(directory, tokens, administrator, reconnection, names, settings.managerId());
    this.desk =
        new Desk(admissions, membership, reconnection, router, urls, traffic, settings, timer);
    this.localClients =
        new LocalClients(residents, membership, router, engine, "*/" + settings.managerId());
    this.gateways = new Gateways(localClients, names);
    directory.onDeserted(gateways::workspaceGone);
  }

  /**
   * Takes over the clients of this JVM that another hub has left.
   *
   * @param executor runs their functions
   */
  void restoreLocalClients(Executor executor) {
    localClients.restore(executor);
    gateways.adopt(localClients.takeHelpers());
  }

  Directory directory() {
    return directory;
  }

  Registry registry() {
    return registry;
  }

  ServiceListing listing() {
    return listing;
  }

  ServiceFetcher fetcher() {
    return fetcher;
  }

  Traffic traffic() {
    return traffic;
  }

  BaseUrls urls() {
    return urls;
  }

  Tokens tokens() {
    return tokens;
  }

  Launching launching() {
    return launching;
  }

  Administrator administrator() {
    return administrator;
  }

  Desk desk() {
    return desk;
  }

  LocalClients localClients() {
    return localClients;
  }

  Gateways gateways() {
    return gateways;
  }

  Reconnection reconnection() {
    return reconnection;
  }

  Farewells farewells() {
    return farewells;
  }

  Backpressure backpressure() {
    return backpressure;
  }

  Membership membership() {
    return membership;
  }
}
