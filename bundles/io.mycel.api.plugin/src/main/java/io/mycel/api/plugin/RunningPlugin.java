package io.mycel.api.plugin;

import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/** A plugin that has been started. Its methods are called by any thread and do not block. */
@ConsumerType
public interface RunningPlugin {

  /**
   * What it exports: functions ({@link io.mycel.api.rpc.RpcFunction}), plain values, and maps and
   * lists of them. It stays the same; empty for a plugin that exports nothing.
   */
  Map<String, Object> members();

  /**
   * Ends it: its {@code exit} is called, and whatever it runs is gone when the stage is done, even
   * if {@code exit} fails or does not end in time. No call reaches it any more: those in flight
   * have ended, or were given up, before. Called once.
   */
  CompletionStage<Void> stop();

  /** What it takes at the moment. */
  default Usage usage() {
    return Usage.UNKNOWN;
  }

  /**
   * What a plugin takes.
   *
   * @param cpuMillis processor time since its start, in milliseconds; -1 if unknown
   * @param memoryBytes memory at the moment, in bytes; -1 if unknown
   * @param processId of its own process; -1 if it has none
   */
  record Usage(long cpuMillis, long memoryBytes, long processId) {
    /** Nothing is known. */
    public static final Usage UNKNOWN = new Usage(-1, -1, -1);
  }
}
