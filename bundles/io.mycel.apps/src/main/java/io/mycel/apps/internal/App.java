package io.mycel.apps.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An app that is installed: a plugin file and what its installer said of it.
 *
 * @param id unique in its workspace: the name that the installer chose, or the hash of the source
 * @param workspace where it is installed and runs
 * @param name for people
 * @param type of the plugin
 * @param version as its author wrote it
 * @param description one sentence, may be empty
 * @param sourceHash multihash (sha2-256, base58) of the source as it was sent, as Hypha has it
 * @param singleton true if it has one session at most
 * @param daemon true if it starts with the server, and outlives those who use it
 * @param waitForService the service that makes a session ready; {@code default} for the plugin's
 *     own
 * @param stopAfterInactive seconds without a call after which a session ends; 0 for never, below 0
 *     for what is configured
 * @param services ids of the services that it had when it last started
 * @param createdBy the user
 * @param createdSeconds when, in seconds since 1970
 */
record App(
    String id,
    String workspace,
    String name,
    String type,
    String version,
    String description,
    String sourceHash,
    boolean singleton,
    boolean daemon,
    String waitForService,
    int stopAfterInactive,
    List<String> services,
    String createdBy,
    long createdSeconds) {

  App {
    services = List.copyOf(services);
  }

  /** The same with other services. */
  App withServices(List<String> now) {
    return new App(
        id,
        workspace,
        name,
        type,
        version,
        description,
        sourceHash,
        singleton,
        daemon,
        waitForService,
        stopAfterInactive,
        now,
        createdBy,
        createdSeconds);
  }

  /** As clients of both generations read it. */
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("id", id);
    map.put("app_id", id);
    map.put("workspace", workspace);
    map.put("name", name);
    map.put("type", type);
    map.put("version", version);
    map.put("description", description);
    map.put("source_hash", sourceHash);
    map.put("singleton", singleton);
    map.put("daemon", daemon);
    map.put("services", services);
    map.put("created_by", createdBy);
    map.put("created_at", createdSeconds);
    return map;
  }
}
