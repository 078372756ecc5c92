package io.mycel.bench.load;

import io.mycel.bench.wire.MsgpackWriter;
import java.util.List;

/** What a client tells of its services: to the manager, and to who asks for them. */
final class ServiceForms {
  private static final List<String> CACHE = List.of("create", "append", "set", "process", "remove");

  private final Generation generation;
  private final String clientId;
  private final String workspace;
  private final String baseUrl;

  ServiceForms(Generation generation, String clientId, String workspace, String baseUrl) {
    this.generation = generation;
    this.clientId = clientId;
    this.workspace = workspace;
    this.baseUrl = baseUrl;
  }

  private String address() {
    return workspace + "/" + clientId;
  }

  private static List<String> functions(String service) {
    return service.equals("built-in") ? List.of("ping", "get_service") : List.of("echo", "sink");
  }

  private static String type(String service) {
    return service.equals("built-in") ? "built-in" : "generic";
  }

  /** The arguments of {@code register_service} of generation B. */
  void announcement(MsgpackWriter w, String service) {
    w.array(1).map(8);
    w.string("config").map(4).entry("visibility", "public");
    w.entry("require_context", service.equals("built-in"));
    w.string("api_version").integer(3).entry("workspace", workspace);
    w.entry("id", address() + ":" + service).entry("name", service);
    w.string("description").nil().entry("type", type(service)).string("docs").nil();
    w.entry("app_id", "*").string("service_schema").map(functions(service).size());
    for (String function : functions(service)) {
      w.string(function).map(2).entry("type", "function").string("function").map(3);
      w.entry("name", function).entry("description", "").string("parameters").map(2);
      w.entry("type", "object").string("properties").map(1).string("x").map(1);
      w.entry("type", "string");
    }
  }

  /** The arguments of {@code update_client_info} of generation A. */
  void clientInfo(MsgpackWriter w, String service) {
    w.array(1).map(2).entry("id", clientId).string("services").array(2);
    for (String each : List.of("built-in", service)) {
      w.map(5).entry("id", clientId + ":" + each).entry("type", type(each)).entry("name", each);
      w.entry("description", "").string("config").map(2);
      w.entry("visibility", "public").entry("workspace", workspace);
    }
  }

  /** The arguments of the answer to {@code built-in.get_service}. */
  void object(MsgpackWriter w, String service) {
    boolean builtIn = service.equals("built-in");
    w.array(1).map(builtIn ? 7 : 6).entry("id", service).entry("name", service);
    w.entry("type", type(service)).string("config").map(3).entry("visibility", "public");
    w.entry("workspace", workspace).string("api_version").integer(3);
    for (String function : functions(service)) {
      method(w, "services." + service + "." + function, function);
    }
    if (builtIn) {
      w.string("message_cache").map(CACHE.size());
      for (String function : CACHE) {
        method(w, "services.built-in.message_cache." + function, function);
      }
    }
  }

  private void method(MsgpackWriter w, String path, String name) {
    w.string(name).map(generation == Generation.A ? 5 : 6).entry("_rtype", "method");
    w.entry("_rtarget", address()).entry("_rmethod", path).entry("_rname", name);
    if (generation == Generation.A) {
      w.entry("_rpromise", true);
    } else {
      w.entry("_rpromise", "*").entry("_rserver", baseUrl);
    }
  }
}
