package io.mycel.api.rpc;

import java.util.Map;

/**
 * A service of a peer of this JVM.
 *
 * @param id unique within its peer; no {@code /}, {@code :} or {@code @}
 * @param name for people
 * @param type e.g. {@code generic}
 * @param description one line, may be empty
 * @param config {@code visibility} ({@code public}, {@code protected}, {@code unlisted}), {@code
 *     require_context} and others
 * @param members what it offers: {@link RpcFunction}s, plain values, and maps of them to any depth
 */
public record Service(
    String id,
    String name,
    String type,
    String description,
    Map<String, Object> config,
    Map<String, Object> members) {}
