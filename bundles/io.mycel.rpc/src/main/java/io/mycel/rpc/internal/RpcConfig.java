package io.mycel.rpc.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of Core RPC, PID {@code io.mycel.rpc}; see {@code RpcLimits} for the meanings. */
@ObjectClassDefinition(id = "io.mycel.rpc", name = "Mycel Core RPC")
public @interface RpcConfig {

  @AttributeDefinition(description = "Nesting of maps and lists in a frame")
  int depth() default 128;

  @AttributeDefinition(description = "Values (list items, map keys, map values) in one message")
  int values() default 4_000_000;

  @AttributeDefinition(description = "Bytes of a piece of a long message that is sent")
  int chunk_bytes() default 262_144;

  @AttributeDefinition(description = "Pieces sent and not yet confirmed, to clients that allow it")
  int chunks_in_flight() default 30;

  @AttributeDefinition(
      description =
          "Bytes of a long message that arrives; 0: a quarter of the heap, 512 MB at most")
  long message_bytes() default 0;

  @AttributeDefinition(description = "Pieces of a long message that arrives")
  int message_chunks() default 8192;

  @AttributeDefinition(
      description = "Bytes of all unfinished long messages; 0: half of the heap, 1 GB at most")
  long cache_bytes() default 0;

  @AttributeDefinition(description = "Unfinished long messages of one peer")
  int cache_messages() default 256;

  @AttributeDefinition(description = "Seconds that an unfinished long message waits for a piece")
  int cache_idle_seconds() default 60;

  @AttributeDefinition(description = "Open sessions of one peer")
  int sessions() default 100_000;

  @AttributeDefinition(description = "Seconds that functions in a result live after their last use")
  int session_idle_seconds() default 600;

  @AttributeDefinition(description = "Calls that one peer answers at the same time")
  int running_calls() default 100_000;

  @AttributeDefinition(description = "Remote objects that one peer offers")
  int remote_objects() default 10_000;

  @AttributeDefinition(description = "Seconds that the dialect of another peer is remembered")
  int api_version_seconds() default 600;
}
