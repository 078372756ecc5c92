package io.mycel.hub.internal;

import io.mycel.api.hub.HubException;
import io.mycel.api.hub.ServiceInfo;
import io.mycel.api.rpc.CallOptions;
import io.mycel.api.rpc.RemoteFunction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Picks one of several services with the same id by the mode that a client of generation B names:
 * {@code first} and {@code last} registered, {@code random}, {@code exact} (there must be one
 * only), {@code min_load} (whose connection has the least to write), {@code select:min:function}
 * and {@code select:max:function} (by a number that each service's function returns). Without a
 * mode the last registered one is taken.
 */
final class ServiceChoice {
  static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration SELECT_TIMEOUT = Duration.ofSeconds(2);
  private static final double MAX_SECONDS = 86_400;

  private final Directory directory;

  ServiceChoice(Directory directory) {
    this.directory = directory;
  }

  /**
   * Picks a service.
   *
   * @param found at least one, the last registered first
   */
  CompletableFuture<ServiceInfo> choose(String id, List<ServiceInfo> found, Arguments config) {
    String mode = config.text("mode").orElse("last");
    if (mode.startsWith("select:")) {
      return select(
          found,
          mode,
          config.number("select_timeout").map(ServiceChoice::seconds).orElse(SELECT_TIMEOUT));
    }
    return CompletableFuture.completedFuture(
        switch (mode.startsWith("native:") ? mode.substring("native:".length()) : mode) {
          case "last" -> found.get(0);
          case "first" -> found.get(found.size() - 1);
          case "random" -> found.get(ThreadLocalRandom.current().nextInt(found.size()));
          case "min_load" -> found.stream().min(Comparator.comparingLong(this::load)).orElseThrow();
          case "exact" -> only(id, found);
          default ->
              throw new HubException(
                  HubException.Kind.INVALID,
                  "mode must be first, last, random, exact, min_load, select:min:function or select:max:function, got '"
                      + mode
                      + "'");
        });
  }

  private static ServiceInfo only(String id, List<ServiceInfo> found) {
    if (found.size() > 1) {
      throw new HubException(
          HubException.Kind.CONFLICT,
          "Multiple services found for "
              + id
              + ": "
              + found.stream().map(ServiceInfo::id).toList()
              + "; name one of them");
    }
    return found.get(0);
  }

  private long load(ServiceInfo info) {
    ClientEntry provider = directory.client(info.workspace() + "/" + info.clientId());
    return provider == null ? Long.MAX_VALUE : provider.connection().queuedBytes();
  }

  private CompletableFuture<ServiceInfo> select(
      List<ServiceInfo> found, String mode, Duration timeout) {
    String[] parts = mode.split(":", 3);
    if (parts.length < 3 || !(parts[1].equals("min") || parts[1].equals("max"))) {
      throw new HubException(
          HubException.Kind.INVALID,
          "write select:min:function or select:max:function, got '" + mode + "'");
    }
    int sign = parts[1].equals("min") ? 1 : -1;
    List<CompletableFuture<Double>> figures = new ArrayList<>();
    for (ServiceInfo info : found) {
      figures.add(
          figure(info, parts[2], timeout)
              .thenApply(number -> sign * number)
              .exceptionally(failure -> Double.POSITIVE_INFINITY));
    }
    return CompletableFuture.allOf(figures.toArray(CompletableFuture[]::new))
        .thenApply(
            all -> {
              int best = 0;
              for (int i = 1; i < found.size(); i++) {
                best = figures.get(i).join() < figures.get(best).join() ? i : best;
              }
              return found.get(best);
            });
  }

  private CompletableFuture<Double> figure(ServiceInfo info, String function, Duration timeout) {
    ClientEntry provider = directory.client(info.workspace() + "/" + info.clientId());
    if (provider == null) {
      return CompletableFuture.completedFuture(Double.POSITIVE_INFINITY);
    }
    RemoteFunction remote =
        ServiceFetcher.function(provider, "services." + info.serviceId() + "." + function);
    return remote
        .peer()
        .call(remote, List.of(), Map.of(), new CallOptions(timeout, null))
        .thenApply(value -> ((Number) value).doubleValue());
  }

  /** Seconds as clients give them, between 1 ms and a day. */
  static Duration seconds(double seconds) {
    return Duration.ofMillis((long) (Math.max(0.001, Math.min(MAX_SECONDS, seconds)) * 1000));
  }
}
