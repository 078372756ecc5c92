package io.mycel.hub.internal;

import io.mycel.api.rpc.RpcEngine;
import io.mycel.api.rpc.RpcException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds {@code config.api_version} to the built-in service of a client of generation A on its way to
 * one of generation B, which cannot send it more than 262 KB without. The only answer whose payload
 * the hub ever opens, and only where it was asked for.
 */
final class BuiltInVersion {
  private static final Logger LOG = LoggerFactory.getLogger(BuiltInVersion.class);
  static final String METHOD = "services.built-in.get_service";

  /** The version without {@code message_cache.set}. */
  private static final int API_VERSION = 2;

  /** Questions without an answer that are remembered for one client. */
  private static final int MAX_REMEMBERED = 1000;

  private final RpcEngine engine;

  BuiltInVersion(RpcEngine engine) {
    this.engine = engine;
  }

  /** A client of generation A is asked for one of its services. */
  void remember(ClientEntry asked, String session) {
    if (asked.builtInAsked().size() < MAX_REMEMBERED) {
      asked.builtInAsked().add(session);
    }
  }

  /** The payload of its answer, changed if it holds the built-in service. */
  ByteBuffer add(ByteBuffer payload) {
    Object sent;
    try {
      sent = engine.unpack(payload.duplicate());
    } catch (RpcException unreadable) {
      // the client that asked finds out, as with any other answer
      LOG.debug("an answer of a client of generation A is passed on: {}", unreadable.getMessage());
      return payload;
    }
    if (sent instanceof Map<?, ?> extra
        && extra.get("args") instanceof List<?> args
        && !args.isEmpty()
        && args.get(0) instanceof Map<?, ?> service
        && Registry.BUILT_IN.equals(service.get("id"))) {
      Map<Object, Object> config =
          service.get("config") instanceof Map<?, ?> given
              ? new LinkedHashMap<>(given)
              : new LinkedHashMap<>();
      config.putIfAbsent("api_version", API_VERSION);
      Map<Object, Object> changed = new LinkedHashMap<>(service);
      changed.put("config", config);
      return engine.pack(Map.of("args", List.of(changed)));
    }
    return payload;
  }
}
