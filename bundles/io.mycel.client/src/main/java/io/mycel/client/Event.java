package io.mycel.client;

import java.util.Map;

/**
 * Something that another client or the server told.
 *
 * @param type its name, e.g. {@code client_disconnected}
 * @param from address of the sender, as the server says; null if the server itself
 * @param data anything, decoded; null if nothing was sent
 * @param main all fields as they came
 */
public record Event(String type, String from, Object data, Map<String, Object> main) {}
