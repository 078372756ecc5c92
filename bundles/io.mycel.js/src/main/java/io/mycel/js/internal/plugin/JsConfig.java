package io.mycel.js.internal.plugin;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** How plugins in JavaScript are run. */
@ObjectClassDefinition(name = "Mycel JavaScript plugins")
public @interface JsConfig {
  /** How long after the end of its scripts a plugin may take to export something. */
  @AttributeDefinition(name = "Time for api.export", description = "milliseconds")
  int exportTimeoutMillis() default 5_000;

  /** How long {@code setup} may take. */
  @AttributeDefinition(name = "Time for setup", description = "milliseconds")
  int setupTimeoutMillis() default 60_000;

  /** How long {@code exit} may take. */
  @AttributeDefinition(name = "Time for exit", description = "milliseconds")
  int exitTimeoutMillis() default 1_000;

  /** How long a library may take to come. */
  @AttributeDefinition(name = "Time for a library", description = "milliseconds")
  int libraryTimeoutMillis() default 120_000;

  /** Processor time of one call, timer or message. */
  @AttributeDefinition(name = "CPU time of a call", description = "milliseconds")
  int cpuCallMillis() default 30_000;

  /** Processor time within any minute. */
  @AttributeDefinition(name = "CPU time of a minute", description = "milliseconds")
  int cpuMinuteMillis() default 45_000;

  /** Statements that one task may run. */
  @AttributeDefinition(
      name = "Statements",
      description = "of one task; 0 for no limit, which is faster")
  long statements() default 0;

  /** Stack of a plugin's thread. */
  @AttributeDefinition(name = "Stack", description = "bytes")
  int stackBytes() default 1 << 20;

  /** What a plugin may write to its log in a minute. */
  @AttributeDefinition(name = "Output of a minute", description = "bytes")
  long outputBytesPerMinute() default 4L << 20;

  /** Longer lines are cut. */
  @AttributeDefinition(name = "Length of a line of the log", description = "bytes")
  int lineBytes() default 16 << 10;

  /** Arguments or result of one call. */
  @AttributeDefinition(name = "Size of a message", description = "bytes")
  long messageBytes() default 256L << 20;

  /** Timers that wait at one time. */
  @AttributeDefinition(name = "Timers")
  int timers() default 1_000;

  /** Calls to others that are open at one time. */
  @AttributeDefinition(name = "Promises that wait for the server")
  int pendingPromises() default 1_000;

  /** Calls of others that wait at one time. */
  @AttributeDefinition(name = "Calls that wait for a plugin")
  int waitingCalls() default 1_000;

  /** How long it may take to stop. */
  @AttributeDefinition(name = "Time to stop", description = "milliseconds")
  int stopMillis() default 5_000;

  /** Heap of the process of a plugin. */
  @AttributeDefinition(name = "Heap of a process", description = "megabytes")
  int processHeapMegabytes() default 96;

  /** Processes that wait for the next plugin, while there is one in a process. */
  @AttributeDefinition(name = "Spare processes")
  int spareProcesses() default 1;

  /** How often in a row a plugin is started again when its process dies. */
  @AttributeDefinition(name = "Restarts")
  int processRestarts() default 5;

  /** How long before the first restart; the double before each further. */
  @AttributeDefinition(name = "Time before a restart", description = "milliseconds")
  int processBackOffMillis() default 500;

  /** After it a server that sends nothing is given up. */
  @AttributeDefinition(
      name = "Silence of a server that a plugin asks",
      description = "milliseconds")
  int networkSilenceMillis() default 30_000;

  /** How long one request of a plugin may take. */
  @AttributeDefinition(name = "Time for a request", description = "milliseconds")
  int networkTimeoutMillis() default 120_000;

  /** Whether plugins with the permission may connect to this machine itself. */
  @AttributeDefinition(
      name = "This machine may be asked",
      description = "by plugins with the permission")
  boolean networkLoopback() default false;
}
