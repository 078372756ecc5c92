package io.mycel.hub.internal;

import io.mycel.api.hub.HubException;
import io.mycel.api.hub.ServiceInfo;
import io.mycel.api.rpc.CallOptions;
import io.mycel.api.rpc.RemoteFunction;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Gets services from their providers, each asked by the manager that it knows. */
final class ServiceFetcher {
  private final Directory directory;
  private final BaseUrls urls;

  ServiceFetcher(Directory directory, BaseUrls urls) {
    this.directory = directory;
    this.urls = urls;
  }

  /**
   * The service as its provider describes it, with its functions; its {@code id} is absolute and
   * its {@code config} names the workspace.
   *
   * @param timeout the longest silence of the provider
   */
  CompletableFuture<Map<String, Object>> fetch(ServiceInfo info, Duration timeout) {
    ClientEntry provider = directory.client(info.workspace() + "/" + info.clientId());
    if (provider == null) {
      return CompletableFuture.failedFuture(
          new HubException(
              HubException.Kind.NOT_FOUND,
              "Service " + info.id() + " is not available: its client has lost its connection"));
    }
    RemoteFunction getService = function(provider, BuiltInVersion.METHOD);
    return getService
        .peer()
        .call(getService, List.of(info.serviceId()), Map.of(), new CallOptions(timeout, null))
        .thenApply(answer -> complete(info, answer));
  }

  /** A function of a client, called by the manager that it knows. */
  static RemoteFunction function(ClientEntry client, String method) {
    return new RemoteFunction(
        client.manager(), client.address(), method, RemoteFunction.Promise.EXPLICIT, Map.of());
  }

  private Map<String, Object> complete(ServiceInfo info, Object answer) {
    if (!(answer instanceof Map<?, ?> given)) {
      throw new HubException(
          HubException.Kind.NOT_FOUND,
          "Service " + info.id() + " is not there: its client does not know it");
    }
    Map<String, Object> service = new LinkedHashMap<>();
    given.forEach((key, value) -> service.put(String.valueOf(key), value));
    Map<String, Object> config = new LinkedHashMap<>();
    if (service.get("config") instanceof Map<?, ?> own) {
      own.forEach((key, value) -> config.put(String.valueOf(key), value));
    }
    config.put("workspace", info.workspace());
    config.put(
        "url",
        urls.forEverybody()
            + "/"
            + info.workspace()
            + "/services/"
            + info.clientId()
            + ":"
            + info.serviceId());
    service.put("id", info.id());
    service.put("config", config);
    return service;
  }
}
