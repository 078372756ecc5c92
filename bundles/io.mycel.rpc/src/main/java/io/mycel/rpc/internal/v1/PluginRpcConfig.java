package io.mycel.rpc.internal.v1;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of Core RPC v1, PID {@code io.mycel.rpc.v1}; see {@code PluginLimits}. */
@ObjectClassDefinition(id = "io.mycel.rpc.v1", name = "Mycel Core RPC v1 (plugins)")
public @interface PluginRpcConfig {

  @AttributeDefinition(description = "Nesting of maps and lists in a message")
  int depth() default 128;

  @AttributeDefinition(description = "Objects that one peer offers and nobody has disposed of")
  int objects() default 10_000;

  @AttributeDefinition(description = "Callbacks and open calls of one peer")
  int callbacks() default 65_536;

  @AttributeDefinition(description = "Calls that one peer answers at the same time")
  int running_calls() default 10_000;

  @AttributeDefinition(description = "Scripts of one plugin that wait for their turn")
  int scripts() default 1_000;

  @AttributeDefinition(description = "Seconds to wait for a step of the handshake")
  int handshake_timeout_seconds() default 180;

  @AttributeDefinition(description = "Seconds that one script or its requirements may take")
  int execute_timeout_seconds() default 1800;

  @AttributeDefinition(description = "Seconds to wait for the answer to a call")
  int call_timeout_seconds() default 86_400;
}
