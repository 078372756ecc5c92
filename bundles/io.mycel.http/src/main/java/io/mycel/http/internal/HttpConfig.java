package io.mycel.http.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * The settings of this bundle, PID {@value #PID}. Several components read it, so the PID stands
 * here and not in a designation of one of them.
 */
@ObjectClassDefinition(name = "Mycel HTTP", pid = HttpConfig.PID)
public @interface HttpConfig {
  /** The PID. */
  String PID = "io.mycel.http";

  @AttributeDefinition(
      description = "Origins whose pages may call this server, e.g. https://imjoy.io; * for every")
  String[] allowOrigins() default {"*"};

  @AttributeDefinition(description = "How long a browser may remember a preflight, in seconds")
  int corsMaxAgeSeconds() default 600;

  @AttributeDefinition(description = "Directories to serve, each as /path:directory")
  String[] staticMounts() default {};

  @AttributeDefinition(description = "The largest body of a call, in bytes")
  long maxBodyBytes() default 128L * 1024 * 1024;

  @AttributeDefinition(description = "How deep JSON may nest")
  int maxJsonDepth() default 200;

  @AttributeDefinition(description = "How many tokens (values, names, brackets) JSON may have")
  long maxJsonTokens() default 5_000_000;

  /** A hub that is updated in place is back after some ten milliseconds. */
  @AttributeDefinition(
      description = "Milliseconds that requests wait for a hub or RPC engine that went")
  int replaceTimeoutMillis() default 5_000;

  @AttributeDefinition(
      description = "Requests that wait for it at one time; more are answered 503 at once")
  int maxWaitingRequests() default 1000;
}
